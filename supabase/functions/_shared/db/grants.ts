import * as z from 'zod/mini'
import { OAuthConfig } from '../contract/config.ts'
import type { SealedCredential } from '../contract/sealing.ts'
import { Timestamp } from '../contract/timestamp.ts'
import { type NewGrant, StoredAuthority } from '../oauth/grant.ts'
import { serviceClient } from './client.ts'

const Grant = z.object({
  generation: z.int(),
  authority: StoredAuthority,
  /** `config.oauth` that it was given under; null for none. */
  oauth: z.nullable(OAuthConfig),
  missing_scopes: z.array(z.string()),
  expires_at: z.nullable(Timestamp),
  is_renewable: z.boolean(),
  revoked_at: z.nullable(Timestamp),
})
/** A row of `integration_grants`, as the functions use it. */
export type Grant = z.infer<typeof Grant>

/** Null where there is none, or it is somebody else's. */
export async function readGrant(userId: string, integrationId: string): Promise<Grant | null> {
  const { data } = await serviceClient()
    .from('integration_grants')
    .select('generation,authority,oauth,missing_scopes,expires_at,is_renewable,revoked_at')
    .eq('user_integration_id', integrationId)
    .eq('user_id', userId)
    .maybeSingle()
    .throwOnError()
  return z.nullable(Grant).parse(data)
}

export interface GrantToStore {
  userId: string
  integration: { id: string; config: unknown }
  grant: NewGrant
  credentials: SealedCredential[]
  /** True: a person gave it, so what is connected is to be tested anew. */
  isNew: boolean
}

/** All in one transaction. False: the settings are no longer `config`, or it is gone; nothing is written. */
export async function storeGrant(given: GrantToStore): Promise<boolean> {
  const { data } = await serviceClient()
    .rpc('store_grant', {
      p_user_id: given.userId,
      p_integration_id: given.integration.id,
      p_config: given.integration.config,
      p_grant: given.grant,
      p_credentials: given.credentials,
      p_is_new: given.isNew,
    })
    .throwOnError()
  return z.boolean().parse(data)
}

const Held = {
  generation: z.int(),
  authority: StoredAuthority,
  expires_at: z.nullable(Timestamp),
  missing_scopes: z.array(z.string()),
  credentials: z.array(z.looseObject({ slot: z.string() })),
}
const BegunRefresh = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['none', 'revoked', 'busy']) }),
  z.object({ outcome: z.literal('fresh'), ...Held }),
  z.object({ outcome: z.literal('started'), lease: z.uuid(), ...Held }),
])
export type BegunRefresh = z.infer<typeof BegunRefresh>
export type StartedRefresh = Extract<BegunRefresh, { outcome: 'started' }>

/** Whose renewal it is, and what it may write with. */
export interface Lease {
  userId: string
  integrationId: string
  lease: string
}

/** Takes the lease of a renewal, unless there is a newer token than that of `seenGeneration`. */
export async function beginRefresh(
  userId: string,
  integrationId: string,
  seenGeneration: number,
  leaseMs: number,
): Promise<BegunRefresh> {
  const { data } = await serviceClient()
    .rpc('begin_token_refresh', {
      p_user_id: userId,
      p_integration_id: integrationId,
      p_seen_generation: seenGeneration,
      p_lease_ms: leaseMs,
    })
    .throwOnError()
  return BegunRefresh.parse(data)
}

/** False: the lease was lost, nothing is written. */
export async function finishRefresh(
  { userId, integrationId, lease }: Lease,
  grant: NewGrant,
  credentials: SealedCredential[],
): Promise<boolean> {
  const { data } = await serviceClient()
    .rpc('finish_token_refresh', {
      p_user_id: userId,
      p_integration_id: integrationId,
      p_lease: lease,
      p_grant: grant,
      p_credentials: credentials,
    })
    .throwOnError()
  return z.boolean().parse(data)
}

/** Gives the lease back. `isFinal`: nobody tries again until the person reconnects. */
export async function failRefresh(
  { userId, integrationId, lease }: Lease,
  isFinal: boolean,
): Promise<boolean> {
  const { data } = await serviceClient()
    .rpc('fail_token_refresh', {
      p_user_id: userId,
      p_integration_id: integrationId,
      p_lease: lease,
      p_is_final: isFinal,
    })
    .throwOnError()
  return z.boolean().parse(data)
}
