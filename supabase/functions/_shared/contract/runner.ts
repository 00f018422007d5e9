import * as z from 'zod/mini'
import { AuthMethod, CredentialSecret, CredentialSlot } from './auth.ts'
import { StageResult, TestReport } from './report.ts'
import { Timestamp } from './timestamp.ts'
import { TypeDefaults } from './type-defaults.ts'

/** What a person types into a runner: eight letters and digits that nobody mixes up, in two groups. */
export const PairingCode = z.string().check(
  z.overwrite((text) => text.trim().toUpperCase().replace(/[\s-]/g, '')),
  z.regex(/^[2-9A-HJKMNP-TV-Z]{8}$/, 'A code has eight letters and digits: 7K3M-Q9XA'),
)

/** `POST runner/code`, with the person's token: a code for one runner, once, for ten minutes. */
export const RunnerCode = z.object({ code: z.string(), expires_at: Timestamp })
export type RunnerCode = z.infer<typeof RunnerCode>
export const PAIR_WITHIN_MS = 600_000

const Label = z.string().check(z.minLength(1), z.maxLength(80), z.regex(/^[^\p{Cc}]*$/u))

/** `POST runner/pair`, without any token: the code is what counts. */
export const PairRunner = z.strictObject({
  code: PairingCode,
  name: Label,
  platform: Label,
  version: Label,
})
export type PairRunner = z.infer<typeof PairRunner>
/** The token is told once and stored hashed; revoking is deleting the runner's row. */
export const RunnerPaired = z.object({ runnerId: z.uuid(), token: z.string() })
export type RunnerPaired = z.infer<typeof RunnerPaired>

/**
 * `POST runner/claim`, with the runner's token. Waits up to RUNNER_POLL_MS for a job; 204 when there
 * is none. Secrets are opened for the one job, and go to this runner alone.
 */
export const RunnerJob = z.object({
  id: z.uuid(),
  /** Shown with every word about this job; another runner's after the lease has run out. */
  lease: z.uuid(),
  deadline_ms: z.int(),
  type: z.object({
    name: z.string(),
    auth_methods: z.array(AuthMethod),
    /** Null: not of the contract; the probe says so. */
    defaults: z.nullable(TypeDefaults),
  }),
  config: z.unknown(),
  auth_method: AuthMethod,
  secrets: z.array(
    z.tuple([
      CredentialSlot,
      z.object({
        secret: CredentialSecret,
        hint: z.string(),
        expires_at: z.nullable(Timestamp),
      }),
    ]),
  ),
})
export type RunnerJob = z.infer<typeof RunnerJob>

/** A job that so many runners took and none finished is given up. */
export const RUNNER_MAX_ATTEMPTS = 3

/** `POST runner/progress`: the rungs so far, and that the runner lives. 409: the lease is lost. */
export const RunnerProgress = z.strictObject({
  jobId: z.uuid(),
  lease: z.uuid(),
  stages: z.array(StageResult).check(z.maxLength(5)),
})
export type RunnerProgress = z.infer<typeof RunnerProgress>

/** `POST runner/result`: what the probe found. 409: the lease is lost, nothing was written. */
export const RunnerResult = z.strictObject({
  jobId: z.uuid(),
  lease: z.uuid(),
  report: z.omit(TestReport, { id: true, integration_id: true }),
})
export type RunnerResult = z.infer<typeof RunnerResult>

export const RUNNER_POLL_MS = 25_000
/** Without progress for so long a job is anybody's again. */
export const RUNNER_LEASE_MS = 10_000
/** Seen within this time, a runner counts as online: while it waits for jobs it is seen every few seconds. */
export const RUNNER_ONLINE_MS = 20_000
/** A whole test on a runner: `npx` may have to download a package first. */
export const RUNNER_DEADLINE_MS = 60_000

/** A row of `runners`. `user_id` null: the whole project's, as the one that `npm start` brings. */
export const RunnerRow = z.object({
  id: z.uuid(),
  user_id: z.nullable(z.uuid()),
  name: z.string(),
  platform: z.string(),
  version: z.string(),
  created_at: Timestamp,
  last_seen_at: z.nullable(Timestamp),
})
export type RunnerRow = z.infer<typeof RunnerRow>
