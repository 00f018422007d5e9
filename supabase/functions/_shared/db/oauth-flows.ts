import * as z from 'zod/mini'
import { AuthMethod } from '../contract/auth.ts'
import { TypeDefaults } from '../contract/type-defaults.ts'
import type { Authority } from '../oauth/authority.ts'
import { StoredAuthority } from '../oauth/grant.ts'
import { serviceClient } from './client.ts'

/** A person may have written it past the forms: whoever opens it judges its form. */
const StoredCredentials = z.array(z.looseObject({ slot: z.string() }))
const Integration = z.object({ id: z.uuid(), auth_method: AuthMethod, config: z.unknown() })

const Prepared = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('not_found') }),
  z.object({ outcome: z.literal('rate_limited'), retry_after_ms: z.int() }),
  z.object({
    outcome: z.literal('ready'),
    integration: Integration,
    type: z.object({
      name: z.string(),
      auth_methods: z.array(AuthMethod),
      /** Null where a person's own type is not of the contract. */
      defaults: z.catch(z.nullable(TypeDefaults), null),
    }),
    credentials: StoredCredentials,
    /** Of the grant that there is, whoever it came from. */
    authority: z.nullable(StoredAuthority),
  }),
])
export type Prepared = z.infer<typeof Prepared>

/** Counts an authorization that is begun, and loads all that it needs. */
export async function prepareAuthorization(
  userId: string,
  integrationId: string,
): Promise<Prepared> {
  const { data } = await serviceClient()
    .rpc('prepare_authorization', { p_user_id: userId, p_integration_id: integrationId })
    .throwOnError()
  return Prepared.parse(data)
}

/** See the columns of `private.oauth_flows`. Hashes are SHA-256 in base64url. */
export interface NewFlow {
  state_hash: string
  browser_hash: string
  page_origin: string
  authority: Authority
  sealed: string
}

/** When the answer must be there; null: the integration's settings are no longer `config`. */
export async function beginFlow(
  userId: string,
  integration: { id: string; config: unknown },
  flow: NewFlow,
  lifetimeMs: number,
): Promise<string | null> {
  const { data } = await serviceClient()
    .rpc('begin_oauth_flow', {
      p_user_id: userId,
      p_integration_id: integration.id,
      p_config: integration.config,
      p_flow: flow,
      p_lifetime_ms: lifetimeMs,
    })
    .throwOnError()
  return z.nullable(z.string()).parse(data)
}

const Answered = z.object({
  outcome: z.enum(['accepted', 'expired', 'used']),
  /** Null where nobody knows the state. */
  page_origin: z.nullable(z.string()),
})
export type Answered = z.infer<typeof Answered>

/** Uses up the state and parks the sealed answer under the ticket. */
export async function answerFlow(
  stateHash: string,
  ticketHash: string,
  answer: string,
): Promise<Answered> {
  const { data } = await serviceClient()
    .rpc('answer_oauth_flow', {
      p_state_hash: stateHash,
      p_ticket_hash: ticketHash,
      p_answer: answer,
    })
    .throwOnError()
  return Answered.parse(data)
}

const Finished = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['expired', 'used', 'mismatch', 'changed']) }),
  z.object({
    outcome: z.literal('accepted'),
    state_hash: z.string(),
    sealed: z.string(),
    answer: z.string(),
    authority: StoredAuthority,
    integration: Integration,
    credentials: StoredCredentials,
  }),
])
export type Finished = z.infer<typeof Finished>
export type AcceptedFlow = Extract<Finished, { outcome: 'accepted' }>

/** Hands the parked answer out, once, to who began. */
export async function finishFlow(
  userId: string,
  ticketHash: string,
  browserHash: string,
  lifetimeMs: number,
): Promise<Finished> {
  const { data } = await serviceClient()
    .rpc('finish_oauth_flow', {
      p_user_id: userId,
      p_ticket_hash: ticketHash,
      p_browser_hash: browserHash,
      p_lifetime_ms: lifetimeMs,
    })
    .throwOnError()
  return Finished.parse(data)
}

/** Tells the integration's log why nothing was given. `message` holds nothing secret. */
export async function logFailedAuthorization(
  userId: string,
  integrationId: string,
  message: string,
): Promise<void> {
  await serviceClient()
    .from('integration_logs')
    .insert({
      user_integration_id: integrationId,
      user_id: userId,
      event_type: 'authorization_failed',
      level: 'warn',
      message,
    })
    .throwOnError()
}
