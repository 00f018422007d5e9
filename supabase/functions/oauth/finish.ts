import { calculatePKCECodeChallenge as hashOf } from 'oauth4webapi'
import * as z from 'zod/mini'
import { IntegrationConfig } from '../_shared/contract/config.ts'
import {
  AUTHORIZATION_WITHIN_MS,
  type AuthorizationFinished,
  FinishAuthorization,
} from '../_shared/contract/oauth.ts'
import { readEnvironment, readPlaces } from '../_shared/db/environment.ts'
import { storeGrant } from '../_shared/db/grants.ts'
import { type AcceptedFlow, finishFlow, logFailedAuthorization } from '../_shared/db/oauth-flows.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import { keepAlive } from '../_shared/http/keep-alive.ts'
import { readJson } from '../_shared/http/read-json.ts'
import { exchangeCode } from '../_shared/oauth/authorization-code.ts'
import { clientSecretFor } from '../_shared/oauth/client-secret.ts'
import { FlowSecrets, openForFlow } from '../_shared/oauth/flow-secrets.ts'
import { grantOf, sealGrant } from '../_shared/oauth/grant.ts'
import { confidentially } from '../_shared/oauth/token-egress.ts'
import { projectKeyring } from '../_shared/sealing/project-keyring.ts'
import { telling } from './telling.ts'

const REFUSALS = {
  expired: () =>
    new ApiError('authorization_expired', 'This sign-in took too long. Connect again.'),
  used: () =>
    new ApiError(
      'authorization_used',
      'This sign-in was finished already. Connect again if something is missing.',
    ),
  mismatch: () =>
    new ApiError(
      'authorization_mismatch',
      'This sign-in was begun in another browser or by another account, so nothing was connected. Connect again here.',
    ),
  changed: () =>
    new ApiError(
      'conflict',
      'The settings were changed while you signed in, so nothing was connected. Connect again.',
    ),
}

/**
 * Finishes an authorization for who began it: checks state and `iss`, exchanges the code, seals and
 * stores what it gives. The tokens leave this function as ciphertext alone.
 *
 * @throws ApiError `authorization_*`, `conflict`, `invalid_request`.
 */
export async function finish(userId: string, request: Request): Promise<AuthorizationFinished> {
  const { ticket, browserKey } = await readJson(request, FinishAuthorization)
  const flow = await finishFlow(
    userId,
    await hashOf(ticket),
    await hashOf(browserKey),
    AUTHORIZATION_WITHIN_MS,
  )
  if (flow.outcome !== 'accepted') throw REFUSALS[flow.outcome]()
  // The code is spent with the first try: it is seen through, also when the browser goes away.
  const granting = grant(userId, flow)
  keepAlive(granting.catch(() => {}))
  return await granting
}

async function grant(userId: string, flow: AcceptedFlow): Promise<AuthorizationFinished> {
  const { integration, authority } = flow
  try {
    return await granted(userId, flow)
  } catch (error) {
    if (error instanceof ApiError && error.code !== 'conflict') {
      const from = authority.server.issuer === '' ? '' : ` (${authority.server.issuer})`
      const message = `${error.message}${from}`.slice(0, 2_000)
      // The answer below says it to who waits; a log that cannot be written hides it from nobody.
      await logFailedAuthorization(userId, integration.id, message).catch(() => {})
    }
    throw error
  }
}

async function granted(userId: string, flow: AcceptedFlow): Promise<AuthorizationFinished> {
  const { integration, authority, state_hash: stateHash } = flow
  const keyring = projectKeyring()
  const config = IntegrationConfig.parse(integration.config)
  const holder = { integrationId: integration.id, ownerId: userId, config }
  const begun = await openForFlow(flow.sealed, { stateHash, purpose: 'begun' }, keyring)
  const answer = await openForFlow(flow.answer, { stateHash, purpose: 'answer' }, keyring)
  const { state, code_verifier, client_secret } = FlowSecrets.parse(JSON.parse(begun))
  const clientSecret = client_secret ?? (await clientSecretFor(authority, holder, flow.credentials))

  const askedAt = new Date()
  const { allowPrivate } = readEnvironment()
  const tokens = await telling(() =>
    confidentially(allowPrivate, (fetch) =>
      exchangeCode(authority, {
        callback: new URLSearchParams(answer),
        state,
        codeVerifier: code_verifier,
        redirectUri: readPlaces().redirectUri,
        clientSecret,
        fetch,
        allowInsecure: allowPrivate,
      }),
    ),
  )
  const given = grantOf(authority, tokens, askedAt)
  const credentials = await telling(() =>
    sealGrant(holder, given, { ...tokens, client_secret }, keyring),
  )
  const isStored = await storeGrant({ userId, integration, grant: given, credentials, isNew: true })
  if (!isStored) throw REFUSALS.changed()
  const { scopes, missing_scopes } = given
  return { integrationId: z.uuid().parse(integration.id), scopes, missing_scopes }
}
