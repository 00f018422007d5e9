// Guarantees PKCE (S256), that a callback's state and issuer are those that were asked, and that
// tokens and client secrets are in no error. Assumes that `fetch` is an egress that was told the
// request is confidential, so that no redirect takes the code or a secret to another origin.
import * as oauth from 'oauth4webapi'
import { type Authority, AuthorizationError } from './authority.ts'
import { authorizationFailure } from './authorization-failure.ts'
import { clientAuthentication } from './client-authentication.ts'
import { type Fetch, through } from './oauth-requests.ts'
import { judgeable, scopesOf } from './token-answer.ts'

/** What an authorization server gave. `expires_in` in seconds; null where it does not say. */
export interface Tokens {
  access_token: string
  refresh_token: string | null
  expires_in: number | null
  /** As it said; null means as asked (RFC 6749 §5.1). */
  scopes: string[] | null
}

export interface TokenRequest {
  /** Null for a public client. */
  clientSecret: string | null
  fetch: Fetch
  /** True only in the local stack: endpoints may be plain http. */
  allowInsecure: boolean
}

/**
 * Makes the URL that the person is sent to (RFC 6749 §4.1.1, RFC 7636, RFC 8707). `params` are the
 * vendor's own, such as `access_type=offline`; they replace none of the protocol's.
 *
 * @throws AuthorizationError where the endpoint is no https address, or S256 is not offered.
 */
export async function authorizationRequest(
  authority: Authority,
  options: {
    redirectUri: string
    state: string
    allowInsecure: boolean
    params?: Record<string, string>
  },
): Promise<{ url: URL; codeVerifier: string }> {
  const { server, client, resource, scopes } = authority
  const url = endpointOf(authority, options.allowInsecure)
  const methods = server.code_challenge_methods_supported
  if (methods !== undefined && !methods.includes('S256')) {
    throw new AuthorizationError(
      'authorization_failed',
      `${hostOf(authority)} does not protect the sign-in with PKCE, so it is not used.`,
      { reason: 'unsupported' },
    )
  }
  const codeVerifier = oauth.generateRandomCodeVerifier()
  const parameters = {
    // OpenID Connect Core §11: without consent no refresh token is given.
    ...(scopes.includes('offline_access') ? { prompt: 'consent' } : {}),
    ...options.params,
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: options.redirectUri,
    state: options.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(resource === null ? {} : { resource }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url, codeVerifier }
}

/**
 * Checks state and `iss` (RFC 9207) of the callback's parameters, then its error, and exchanges the
 * code (RFC 6749 §4.1.3).
 *
 * @throws AuthorizationError with the reason `mismatch` before anything is sent, `denied` when the
 * person said no, `unreachable` when trying again may help.
 */
export function exchangeCode(
  authority: Authority,
  options: TokenRequest & {
    callback: URLSearchParams
    state: string
    codeVerifier: string
    redirectUri: string
  },
): Promise<Tokens> {
  const { callback, state, codeVerifier, redirectUri } = options
  return tokens(authority, options, async ({ server, client, clientAuth, requestOptions }) => {
    const checked = checkedCallback(authority, server, callback, state)
    return oauth.authorizationCodeGrantRequest(
      server,
      client,
      clientAuth,
      checked,
      redirectUri,
      codeVerifier,
      requestOptions,
    )
  })
}

/** The refresh_token grant (RFC 6749 §6). @throws AuthorizationError: `invalid_grant` is for good. */
export function refreshTokens(
  authority: Authority,
  options: TokenRequest & { refreshToken: string },
): Promise<Tokens> {
  return tokens(authority, options, ({ server, client, clientAuth, requestOptions }) =>
    oauth.refreshTokenGrantRequest(
      server,
      client,
      clientAuth,
      options.refreshToken,
      requestOptions,
    ),
  )
}

/** The client_credentials grant (RFC 6749 §4.4). @throws AuthorizationError */
export function clientCredentials(authority: Authority, options: TokenRequest): Promise<Tokens> {
  const { scopes } = authority
  const parameters: Record<string, string> = scopes.length > 0 ? { scope: scopes.join(' ') } : {}
  return tokens(authority, options, ({ server, client, clientAuth, requestOptions }) =>
    oauth.clientCredentialsGrantRequest(
      server,
      client,
      clientAuth,
      { ...requestOptions.additionalParameters, ...parameters },
      requestOptions,
    ),
  )
}

interface Grant {
  server: oauth.AuthorizationServer
  client: oauth.Client
  clientAuth: oauth.ClientAuth
  requestOptions: ReturnType<typeof through> & { additionalParameters: Record<string, string> }
}

async function tokens(
  authority: Authority,
  { clientSecret, fetch, allowInsecure }: TokenRequest,
  send: (grant: Grant) => Promise<Response>,
): Promise<Tokens> {
  const { client, resource } = authority
  const server = namedServer(authority)
  const host = hostOf(authority)
  try {
    const response = await send({
      server,
      client,
      clientAuth: clientAuthentication(authority, clientSecret),
      requestOptions: {
        ...through(fetch, allowInsecure),
        additionalParameters: resource === null ? {} : { resource },
      },
    })
    const answer = await oauth.processGenericTokenEndpointResponse(
      server,
      client,
      await judgeable(response, host),
      // What Slack calls its bearer tokens.
      { recognizedTokenTypes: { bot: () => {}, user: () => {} } },
    )
    if (answer.token_type === 'dpop') {
      throw new oauth.UnsupportedOperationError('a token that is bound to a key')
    }
    return {
      access_token: answer.access_token,
      refresh_token: answer.refresh_token ?? null,
      expires_in: answer.expires_in ?? null,
      scopes: answer.scope === undefined ? null : scopesOf(answer.scope),
    }
  } catch (error) {
    throw authorizationFailure(error, host)
  }
}

function checkedCallback(
  authority: Authority,
  server: oauth.AuthorizationServer,
  callback: URLSearchParams,
  state: string,
): URLSearchParams {
  // Of a server without an issuer there is nothing to compare `iss` with.
  const parameters = new URLSearchParams(callback)
  if (authority.server.issuer === '') parameters.delete('iss')
  try {
    return oauth.validateAuthResponse(server, authority.client, parameters, state)
  } catch (error) {
    if (!(error instanceof oauth.OperationProcessingError)) throw error
    throw new AuthorizationError(
      'authorization_failed',
      `The answer does not belong to the sign-in at ${hostOf(authority)} that was begun. Connect again.`,
      { reason: 'mismatch' },
    )
  }
}

/** oauth4webapi wants every server to have an issuer, also where nothing compares it. */
function namedServer(authority: Authority): oauth.AuthorizationServer {
  const { server } = authority
  return server.issuer === '' ? { ...server, issuer: hostOf(authority) } : server
}

function endpointOf(authority: Authority, allowInsecure: boolean): URL {
  const text = authority.server.authorization_endpoint ?? ''
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && allowInsecure)) {
    url.hash = ''
    return url
  }
  throw new AuthorizationError(
    'authorization_failed',
    `${hostOf(authority)} names no https address to sign in at, so nobody is sent there.`,
    { reason: 'forbidden' },
  )
}

/** Whom the messages name. */
function hostOf({ server }: Authority): string {
  const named = [server.issuer, server.token_endpoint, server.authorization_endpoint]
  const found = named.find((text) => text !== undefined && URL.canParse(text))
  return found === undefined ? 'The authorization server' : new URL(found).host
}
