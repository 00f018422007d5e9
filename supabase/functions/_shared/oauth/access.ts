// What a test is given of OAuth: access tokens that are got, kept fresh and renewed behind its back.
import { audienceOf, type OAuthConfig, type UrlConfig } from '../contract/config.ts'
import type { HeldGrant } from '../db/grants.ts'
import type { Access } from '../probe/access.ts'
import {
  type OpenResult,
  openCredentials,
  type StoredCredential,
} from '../sealing/open-credentials.ts'
import { projectKeyring } from '../sealing/project-keyring.ts'
import { AuthorizationError } from './authority.ts'
import type { ClientSecret } from './client-secret.ts'
import type { AuthorityQuestion } from './find-authority.ts'
import { missingScopes } from './grant.ts'

/** Whose access it is. */
export interface AccessRequest {
  userId: string
  integrationId: string
  type: AuthorityQuestion['type']
  /** As the test was given them; of a grant the stored ones are asked for, which are newer. */
  credentials: readonly StoredCredential[]
  /** As it is stored; null for a draft: then nothing is stored that the person has not saved. */
  stored: { id: string; config: unknown } | null
  allowPrivate: boolean
}

/** A token that ends within this is renewed before it is used. */
export const RENEW_BEFORE_MS = 60_000

/** True where a grant was given under these settings, and not under others. */
export function isGivenUnder(grant: HeldGrant, given: OAuthConfig | undefined): boolean {
  const told = (oauth: OAuthConfig | null | undefined) =>
    JSON.stringify(Object.entries(oauth ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return told(grant.oauth) === told(given)
}

/** Milliseconds until a grant's access token ends; Infinity where nobody knows. */
export function timeLeft({ expires_at }: HeldGrant): number {
  return expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at) - Date.now()
}

/** While a server is down that renews a token, one with seconds left will do. */
export function orStored(renewed: Access, stored: Access, grant: HeldGrant): Access {
  const isServerDown = !renewed.ok && renewed.code === 'authorization_server_failed'
  return isServerDown && stored.ok && timeLeft(grant) > 0 ? stored : renewed
}

/** The access token that is stored with a grant, for the place that the config names now. */
export async function storedAccess(
  { userId, integrationId }: AccessRequest,
  config: UrlConfig,
  grant: HeldGrant,
): Promise<Access> {
  const opened = await openCredentials(
    grant.credentials,
    { slots: ['auth'], audience: audienceOf(config) ?? '', integrationId, ownerId: userId },
    projectKeyring(),
  )
  if (!opened.ok) return notOpened(opened, audienceOf(config) ?? '')
  const secret = opened.secrets.get('auth')?.secret
  if (secret?.kind !== 'oauth') return { ok: false, code: 'authorization_missing', facts: {} }
  const asked =
    config.kind !== 'mcp' && config.scopes.length > 0 ? config.scopes : grant.authority.scopes
  return {
    ok: true,
    token: secret.access_token,
    expires_at: grant.expires_at,
    missing_scopes: missingScopes(asked, grant.scopes),
  }
}

export function notOpened(
  refused: Extract<OpenResult, { ok: false }>,
  ...wanted: string[]
): Access {
  const { ok, code, ...facts } = refused
  return { ok, code, facts: { ...facts, origin: wanted.join(' and ') } }
}

export function noClientSecret(
  refused: Extract<ClientSecret, { ok: false }>,
  wanted: readonly string[],
): Access {
  if (refused.code !== 'credential_missing') return notOpened(refused, ...wanted)
  const { ok, code, slot } = refused
  return { ok, code, facts: { slot, detail: 'The client secret' } }
}

/** What an authorization server's refusal means for a test. @throws what is no AuthorizationError. */
export function notGiven(error: unknown): Access {
  if (!(error instanceof AuthorizationError)) throw error
  const [sentence = ''] = error.message.split(/\.(?: |$)/)
  const facts = { detail: sentence }
  switch (error.reason) {
    case 'invalid_grant':
      return { ok: false, code: 'authorization_revoked', facts: {} }
    case 'invalid_client':
      return { ok: false, code: 'client_refused', facts: {} }
    default:
      return error.code === 'client_id_required'
        ? { ok: false, code: 'credential_missing', facts: { detail: 'The client ID' } }
        : { ok: false, code: 'authorization_server_failed', facts }
  }
}
