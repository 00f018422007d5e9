import { generateRandomState, calculatePKCECodeChallenge as hashOf } from 'oauth4webapi'
import * as z from 'zod/mini'
import { audienceOf, hasUrl, IntegrationConfig } from '../_shared/contract/config.ts'
import {
  AUTHORIZATION_WITHIN_MS,
  type AuthorizationStarted,
  StartAuthorization,
} from '../_shared/contract/oauth.ts'
import { readEnvironment, readPlaces } from '../_shared/db/environment.ts'
import { beginFlow, type Prepared, prepareAuthorization } from '../_shared/db/oauth-flows.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import { readJson } from '../_shared/http/read-json.ts'
import { authorizationRequest } from '../_shared/oauth/authorization-code.ts'
import { clientSecretFor } from '../_shared/oauth/client-secret.ts'
import { type AuthorityQuestion, findAuthority } from '../_shared/oauth/find-authority.ts'
import { type FlowSecrets, sealForFlow } from '../_shared/oauth/flow-secrets.ts'
import { projectKeyring } from '../_shared/sealing/project-keyring.ts'
import { telling } from './telling.ts'

type Ready = Extract<Prepared, { outcome: 'ready' }>
type SignIn = Pick<AuthorityQuestion, 'config' | 'type'>

/**
 * Begins an authorization: finds the authorization server, keeps state, PKCE verifier and browser in
 * the database, and answers where the person is to go.
 *
 * @throws ApiError `not_found`, `rate_limited`, `invalid_request`, `forbidden` (a page that is not this
 * project's), `client_id_required`, `authorization_failed`, `conflict`, `unavailable`.
 */
export async function start(userId: string, request: Request): Promise<AuthorizationStarted> {
  const { integrationId, browserHash } = await readJson(request, StartAuthorization)
  const { redirectUri, pageOrigins } = readPlaces()
  const page_origin = pageOf(request, pageOrigins)
  const ready = await prepared(userId, integrationId)
  const { config, type } = readyToSignIn(ready)
  const { allowPrivate } = readEnvironment()

  const { authority, clientSecret } = await telling(() =>
    findAuthority({
      type,
      config,
      known: ready.authority,
      pageUrl: page_origin,
      redirectUri,
      allowPrivate,
    }),
  )
  const holder = { integrationId, ownerId: userId, config }
  // Before the person is sent away: without it the code could not be exchanged.
  if (clientSecret === null) await clientSecretFor(authority, holder, ready.credentials)

  const state = generateRandomState()
  const params = type.defaults.auth.oauth?.authorization_params ?? {}
  const { url, codeVerifier } = await telling(() =>
    authorizationRequest(authority, { redirectUri, state, allowInsecure: allowPrivate, params }),
  )
  const secrets: FlowSecrets = {
    state,
    code_verifier: codeVerifier,
    client_secret: clientSecret,
  }
  const stateHash = await hashOf(state)
  const sealed = await sealForFlow(
    JSON.stringify(secrets),
    { stateHash, purpose: 'begun' },
    projectKeyring(),
  )
  const flow = {
    state_hash: stateHash,
    browser_hash: browserHash,
    page_origin,
    authority,
    sealed,
  }
  const expires_at = await beginFlow(userId, ready.integration, flow, AUTHORIZATION_WITHIN_MS)
  if (expires_at === null) {
    throw new ApiError('conflict', 'The integration was changed meanwhile. Connect again.')
  }
  return { authorizationUrl: url.href, expires_at }
}

/** The page that asks, which must be one of this project's: the person is led back to it. */
function pageOf(request: Request, pageOrigins: readonly string[]): string {
  const [usual] = pageOrigins
  if (usual === undefined) {
    throw new ApiError(
      'unavailable',
      'This project does not know where its page is, so nobody could come back: set the function secret PAGE_URL to the page’s address.',
    )
  }
  const origin = request.headers.get('origin')
  if (origin !== null && pageOrigins.includes(origin)) return origin
  throw new ApiError(
    'forbidden',
    'This page’s address is not among those of the function secret PAGE_URL, so nobody could come back to it. Add it there.',
  )
}

async function prepared(userId: string, integrationId: string): Promise<Ready> {
  const found = await prepareAuthorization(userId, integrationId)
  switch (found.outcome) {
    case 'not_found':
      throw new ApiError(
        'not_found',
        'This integration is gone: it was deleted, or it never was yours.',
      )
    case 'rate_limited':
      throw new ApiError('rate_limited', 'Too many attempts in a short time.', {
        retryAfterMs: found.retry_after_ms,
      })
    case 'ready':
      return found
  }
}

/** The parts that a sign-in needs, of the contract. @throws ApiError `invalid_request`. */
function readyToSignIn({ integration, type }: Ready): SignIn {
  const { data: config } = z.safeParse(IntegrationConfig, integration.config)
  const { name, defaults, auth_methods } = type
  if (defaults === null || config?.kind !== defaults.kind || audienceOf(config) === null) {
    throw new ApiError(
      'invalid_request',
      'What is stored of this integration cannot be used. Edit it and save it again.',
    )
  }
  const isOAuth = integration.auth_method === 'oauth' && auth_methods.includes('oauth')
  if (isOAuth && hasUrl(config) && config.oauth?.grant !== 'client_credentials') {
    return { config, type: { name, defaults } }
  }
  throw new ApiError(
    'invalid_request',
    `This connection to ${name} does not use a sign-in. Choose OAuth and save it first.`,
  )
}
