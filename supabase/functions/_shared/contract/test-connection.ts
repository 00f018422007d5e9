import * as z from 'zod/mini'
import { AuthMethod } from './auth.ts'
import { IntegrationConfig } from './config.ts'
import { ApiErrorBody } from './errors.ts'
import { StageResult, TestReport } from './report.ts'
import { SealedCredential } from './sealing.ts'

/**
 * `POST test-connection`. With `integrationId`: the stored integration, its result recorded. With
 * `draft`: a form that is not saved, nothing recorded; secrets not given anew come from the stored
 * integration of that id, if there is one and it is the caller's.
 */
export const TestConnectionRequest = z.union([
  z.strictObject({ integrationId: z.uuid() }),
  z.strictObject({
    draft: z.strictObject({
      integrationId: z.uuid(),
      typeId: z.string().check(z.maxLength(80)),
      authMethod: AuthMethod,
      config: IntegrationConfig,
      credentials: z.array(SealedCredential).check(z.maxLength(41)),
    }),
  }),
])
export type TestConnectionRequest = z.infer<typeof TestConnectionRequest>

/** Asked with `Accept: text/event-stream`: `stage` as each ends, then `report` or `error`, and the end. */
export const TestConnectionEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('stage'), data: StageResult }),
  z.object({ event: z.literal('report'), data: TestReport }),
  z.object({ event: z.literal('error'), data: ApiErrorBody }),
])
export type TestConnectionEvent = z.infer<typeof TestConnectionEvent>

/** A whole test, from the request to the report: connecting, answering and every redirect. */
export const TEST_DEADLINE_MS = 10_000
/** A run that has not reported by then is dead; whoever asks next starts anew. */
export const TEST_LEASE_MS = 20_000

/** On a runner: from the moment it is put up to the report, another runner's taking over included. */
export const RUNNER_REPORT_WITHIN_MS = 90_000
/** As TEST_LEASE_MS, once a test is put up for a runner. */
export const RUNNER_TEST_LEASE_MS = 100_000
/** Whoever asks for a test hears within this, also where somebody else began it. */
export const REPORT_WITHIN_MS = RUNNER_TEST_LEASE_MS + 5_000
