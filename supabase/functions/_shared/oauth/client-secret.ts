import { ApiError } from '../http/api-error.ts'
import {
  type OpenResult,
  openCredentials,
  type StoredCredential,
} from '../sealing/open-credentials.ts'
import { projectKeyring } from '../sealing/project-keyring.ts'
import type { Authority } from './authority.ts'
import { grantAudience, type Holder } from './grant.ts'

/** `secret`: null for a public client. */
export type ClientSecret =
  | { ok: true; secret: string | null }
  | { ok: false; code: 'credential_missing'; slot: 'client' }
  | Extract<OpenResult, { ok: false }>

/** Opens what an authorization's client shows at the token endpoint, for this server and this place alone. */
export async function openClientSecret(
  authority: Authority,
  { integrationId, ownerId, config }: Holder,
  credentials: readonly StoredCredential[],
): Promise<ClientSecret> {
  if (authority.client.token_endpoint_auth_method === 'none') return { ok: true, secret: null }
  const audience = grantAudience(authority, config)
  const opened = await openCredentials(
    credentials,
    { slots: ['client'], audience, integrationId, ownerId },
    projectKeyring(),
  )
  if (!opened.ok) return opened
  const secret = opened.secrets.get('client')?.secret
  if (secret === undefined) return { ok: false, code: 'credential_missing', slot: 'client' }
  if (secret.kind === 'oauth_client') return { ok: true, secret: secret.client_secret }
  return { ok: false, code: 'credential_unreadable', slot: 'client' }
}

/** As `openClientSecret`, where the person waits for it. @throws ApiError `invalid_request`. */
export async function clientSecretFor(
  authority: Authority,
  holder: Holder,
  credentials: readonly StoredCredential[],
): Promise<string | null> {
  const opened = await openClientSecret(authority, holder, credentials)
  if (opened.ok) return opened.secret
  throw new ApiError('invalid_request', wordsOf(opened))
}

function wordsOf(refused: Extract<ClientSecret, { ok: false }>): string {
  switch (refused.code) {
    case 'credential_missing':
      return 'The client secret has not been entered. Enter it and save.'
    case 'credential_unreadable':
      return 'The stored client secret cannot be opened. Enter it again and save.'
    case 'audience_mismatch':
      return `The stored client secret was sealed for ${refused.audience.join(' and ')}, and is not given to others. Enter it again and save.`
  }
}
