import * as z from 'zod/mini'
import { OAuthConfig } from '../contract/config.ts'
import type { SealedCredential } from '../contract/sealing.ts'
import { Timestamp } from '../contract/timestamp.ts'
import { type NewGrant, StoredAuthority } from '../oauth/grant.ts'
import { serviceClient } from './client.ts'

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

const held = {
  generation: z.int(),
  authority: StoredAuthority,
  /** `config.oauth` that it was given under; null for none. */
  oauth: z.nullable(OAuthConfig),
  scopes: z.array(z.string()),
  /** Of the access token. */
  expires_at: z.nullable(Timestamp),
  is_renewable: z.boolean(),
  /** A person may have written one past the forms: whoever opens it judges its form. */
  credentials: z.array(z.looseObject({ slot: z.string() })),
}
const BegunRefresh = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['none', 'revoked', 'busy']) }),
  z.object({ outcome: z.literal('fresh'), ...held }),
  z.object({ outcome: z.literal('started'), lease: z.uuid(), ...held }),
])
export type BegunRefresh = z.infer<typeof BegunRefresh>
/** A grant with its sealed tokens, of the same instant. */
export type HeldGrant = Extract<BegunRefresh, { outcome: 'fresh' | 'started' }>
export type StartedRefresh = Extract<BegunRefresh, { outcome: 'started' }>

/** Whose renewal it is, and what it may write with. */
export interface Lease {
  userId: string
  integrationId: string
  lease: string
}

/**
 * Takes the lease of a renewal, unless there is a newer token than that of `seenGeneration`. Who has
 * seen none (0) only reads.
 */
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
