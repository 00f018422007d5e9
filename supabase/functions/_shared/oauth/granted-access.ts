// Guarantees that of all who want a token renewed one asks for it (a lease), that only the last to
// take the lease writes (a fencing token), and that who began sees it through: a server that rotates
// refresh tokens has spent the old one by then.
import type { UrlConfig } from '../contract/config.ts'
import {
  beginRefresh,
  failRefresh,
  finishRefresh,
  type HeldGrant,
  type StartedRefresh,
} from '../db/grants.ts'
import { keepAlive } from '../http/keep-alive.ts'
import type { Access, AccessSource } from '../probe/access.ts'
import { openCredentials } from '../sealing/open-credentials.ts'
import { projectKeyring } from '../sealing/project-keyring.ts'
import {
  type AccessRequest,
  isGivenUnder,
  noClientSecret,
  notGiven,
  notOpened,
  orStored,
  RENEW_BEFORE_MS,
  storedAccess,
  timeLeft,
} from './access.ts'
import { AuthorizationError } from './authority.ts'
import { refreshTokens } from './authorization-code.ts'
import { openClientSecret } from './client-secret.ts'
import { grantAudience, grantOf, sealGrant } from './grant.ts'
import { confidentially, TOKEN_REQUEST_MS } from './token-egress.ts'

/** A renewal that has not ended by then is dead. */
const LEASE_MS = 2 * TOKEN_REQUEST_MS
const POLL_MS = 150

const MISSING: Access = { ok: false, code: 'authorization_missing', facts: {} }
const REVOKED: Access = { ok: false, code: 'authorization_revoked', facts: {} }

/** Access by a grant that a person gave (RFC 6749 §4.1), renewed by its refresh token (§6). */
export function grantedAccess(
  request: AccessRequest,
  config: UrlConfig,
  signal: AbortSignal,
): AccessSource {
  let seen: HeldGrant | null = null
  return {
    async current() {
      const held = await beginRefresh(request.userId, request.integrationId, 0, LEASE_MS)
      if (held.outcome === 'revoked') return REVOKED
      if (held.outcome !== 'fresh' || !isGivenUnder(held, config.oauth)) return MISSING
      seen = held
      const stored = await storedAccess(request, config, held)
      const isGone = !stored.ok && stored.code === 'authorization_missing'
      if (!stored.ok && !isGone) return stored
      const isEnding = isGone || timeLeft(held) < RENEW_BEFORE_MS
      if (!isEnding || !held.is_renewable) return stored
      const renewed = await renew(request, config, held.generation, signal)
      return orStored(renewed, stored, held)
    },
    async another() {
      if (!seen?.is_renewable) return REVOKED
      return renew(request, config, seen.generation, signal)
    },
  }
}

async function renew(
  request: AccessRequest,
  config: UrlConfig,
  generation: number,
  signal: AbortSignal,
): Promise<Access> {
  const { userId, integrationId } = request
  while (!signal.aborted) {
    const begun = await beginRefresh(userId, integrationId, generation, LEASE_MS)
    switch (begun.outcome) {
      case 'none':
        return MISSING
      case 'revoked':
        return REVOKED
      case 'busy':
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
        break
      case 'fresh':
        return storedAccess(request, config, begun)
      case 'started': {
        const work = refresh(request, config, begun)
        keepAlive(work.catch(() => {}))
        const access = await work
        if (access !== null) return access
      }
    }
  }
  return {
    ok: false,
    code: 'authorization_server_failed',
    facts: { detail: 'it did not answer in time' },
  }
}

/** Null: another has taken the lease meanwhile, and knows better. */
async function refresh(
  request: AccessRequest,
  config: UrlConfig,
  started: StartedRefresh,
): Promise<Access | null> {
  const lease = { ...request, lease: started.lease }
  try {
    const renewed = await askFor(request, config, started)
    if ('ok' in renewed) return (await failRefresh(lease, false)) ? renewed : null
    const { grant, credentials, token } = renewed
    if (!(await finishRefresh(lease, grant, credentials))) return null
    const { expires_at, missing_scopes } = grant
    return { ok: true, token, expires_at, missing_scopes }
  } catch (error) {
    const isFinal = error instanceof AuthorizationError && error.reason === 'invalid_grant'
    const isOurs = await failRefresh(lease, isFinal)
    const access = notGiven(error)
    return isOurs ? access : null
  }
}

async function askFor(
  { userId, integrationId, allowPrivate }: AccessRequest,
  config: UrlConfig,
  { authority, credentials, scopes }: StartedRefresh,
) {
  const holder = { integrationId, ownerId: userId, config }
  const audience = grantAudience(authority, config)
  const opened = await openCredentials(
    credentials,
    { slots: ['refresh'], audience, integrationId, ownerId: userId },
    projectKeyring(),
  )
  if (!opened.ok) return notOpened(opened, ...audience)
  const refresh = opened.secrets.get('refresh')?.secret
  if (refresh?.kind !== 'oauth_refresh') return MISSING
  const client = await openClientSecret(authority, holder, credentials)
  if (!client.ok) return noClientSecret(client, audience)

  const askedAt = new Date()
  const tokens = await confidentially(allowPrivate, (fetch) =>
    refreshTokens(authority, {
      refreshToken: refresh.refresh_token,
      clientSecret: client.secret,
      fetch,
      allowInsecure: allowPrivate,
    }),
  )
  // What the answer does not name is as it was (RFC 6749 §6).
  const grant = grantOf(authority, { ...tokens, scopes: tokens.scopes ?? scopes }, askedAt)
  const sealed = await sealGrant(holder, grant, tokens, projectKeyring())
  return { grant, credentials: sealed, token: tokens.access_token }
}
