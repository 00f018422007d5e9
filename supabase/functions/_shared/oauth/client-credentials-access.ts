import type { UrlConfig } from '../contract/config.ts'
import { readPlaces } from '../db/environment.ts'
import { beginRefresh, type HeldGrant, storeGrant } from '../db/grants.ts'
import type { Access, AccessSource } from '../probe/access.ts'
import { projectKeyring } from '../sealing/project-keyring.ts'
import {
  type AccessRequest,
  isGivenUnder,
  noClientSecret,
  notGiven,
  orStored,
  RENEW_BEFORE_MS,
  storedAccess,
  timeLeft,
} from './access.ts'
import { clientCredentials } from './authorization-code.ts'
import { openClientSecret } from './client-secret.ts'
import { findAuthority } from './find-authority.ts'
import { grantAudience, grantOf, sealGrant } from './grant.ts'
import { confidentially } from './token-egress.ts'

/**
 * Access by the client's own secret (RFC 6749 §4.4): a token is got when there is none that will do,
 * and stored unless it is for a draft. Asking twice spends nothing, so nobody takes a lease.
 */
export function clientCredentialsAccess(request: AccessRequest, config: UrlConfig): AccessSource {
  return {
    async current() {
      const held = await heldGrant(request, config)
      const stored = held && (await storedAccess(request, config, held))
      if (held === null || !stored?.ok || stored.missing_scopes.length > 0) {
        return obtain(request, config)
      }
      if (timeLeft(held) >= RENEW_BEFORE_MS) return stored
      return orStored(await obtain(request, config), stored, held)
    },
    another: () => obtain(request, config),
  }
}

async function heldGrant(
  { userId, integrationId, stored }: AccessRequest,
  config: UrlConfig,
): Promise<HeldGrant | null> {
  if (stored === null) return null
  const held = await beginRefresh(userId, integrationId, 0, 0)
  return held.outcome === 'fresh' && isGivenUnder(held, config.oauth) ? held : null
}

async function obtain(request: AccessRequest, config: UrlConfig): Promise<Access> {
  try {
    return await obtained(request, config)
  } catch (error) {
    return notGiven(error)
  }
}

async function obtained(request: AccessRequest, config: UrlConfig): Promise<Access> {
  const { userId, integrationId, type, stored, allowPrivate } = request
  const { redirectUri, pageOrigins } = readPlaces()
  const { authority } = await findAuthority({
    type,
    config,
    known: null,
    pageUrl: pageOrigins[0] ?? '',
    redirectUri,
    allowPrivate,
  })
  const holder = { integrationId, ownerId: userId, config }
  const client = await openClientSecret(authority, holder, request.credentials)
  if (!client.ok) return noClientSecret(client, grantAudience(authority, config))

  const askedAt = new Date()
  const answer = await confidentially(allowPrivate, (fetch) =>
    clientCredentials(authority, {
      clientSecret: client.secret,
      fetch,
      allowInsecure: allowPrivate,
    }),
  )
  // RFC 6749 §4.4.3: the client's secret is all that the next one takes.
  const tokens = { ...answer, refresh_token: null }
  const grant = { ...grantOf(authority, tokens, askedAt), is_renewable: true }
  if (stored !== null) {
    const credentials = await sealGrant(holder, grant, tokens, projectKeyring())
    // Where the settings were changed meanwhile it is not stored, and neither is the test's result.
    await storeGrant({ userId, integration: stored, grant, credentials, isNew: false })
  }
  const { expires_at, missing_scopes } = grant
  return { ok: true, token: tokens.access_token, expires_at, missing_scopes }
}
