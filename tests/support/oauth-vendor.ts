import type { IncomingMessage, ServerResponse } from 'node:http'
import Provider, { type ClientMetadata } from 'oidc-provider'
import { startUpstream } from './upstream-server.ts'

/** What the person says when asked: everything, some of the scopes, or no. */
export type Decision = 'everything' | 'deny' | { scopes: string[] }

export const SECRET = 'client-canary-6e1c0b5a-9f1d-secret'

/** The applications that are registered at the vendor. */
const clients = (redirectUri: string): ClientMetadata[] => {
  const signIn = {
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'read write offline_access',
  }
  const confidential = { ...signIn, client_secret: SECRET }
  return [
    { ...confidential, client_id: 'web', token_endpoint_auth_method: 'client_secret_basic' },
    { ...confidential, client_id: 'post', token_endpoint_auth_method: 'client_secret_post' },
    { ...signIn, client_id: 'public', token_endpoint_auth_method: 'none' },
    {
      client_id: 'machine',
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      scope: 'read write',
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ]
}

/**
 * A vendor: a real authorization server (PKCE required, refresh tokens rotate and may not be used
 * twice) with an API at /me that asks it about each token.
 */
export async function startVendor(redirectUri: string) {
  /** Every secret that it ever gave: none may be seen anywhere. */
  const given = new Set<string>()
  const tokenCalls: string[] = []
  let isDown = false
  let held: Promise<void> | null = null

  const upstream = await startUpstream((request, response) => {
    if (request.url === '/me') answerApi(provider, request, response)
    else provider.callback()(request, response)
  })
  const provider = new Provider(upstream.origin, {
    clients: clients(redirectUri),
    scopes: ['read', 'write', 'offline_access'],
    cookies: { keys: ['of a test'] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
    },
    ttl: { AccessToken: 3_600, ClientCredentials: 3_600, RefreshToken: 86_400, Grant: 86_400 },
  })
  let decision: Decision = 'everything'
  provider.use(async (context, next) => {
    if (context.path.startsWith('/interaction/')) {
      const result = await decide(provider, context.req, context.res, decision)
      const to = await provider.interactionResult(context.req, context.res, result)
      context.redirect(to)
      return
    }
    if (context.path !== '/token') return next()
    if (isDown) {
      context.status = 503
      return
    }
    await next()
    const { body } = context
    tokenCalls.push(String(context.oidc?.params?.grant_type))
    for (const name of ['access_token', 'refresh_token']) {
      if (typeof body === 'object' && body !== null && name in body) {
        given.add(String(Reflect.get(body, name)))
      }
    }
    // What was asked is done; the answer waits.
    await held
  })

  return {
    issuer: upstream.origin,
    api: upstream.origin,
    given,
    /** The grant types of the requests that the token endpoint answered, in order. */
    tokenCalls,
    apiCalls: () => upstream.requests.filter(({ url }) => url === '/me').length,
    /** The token endpoint answers 503 while `work` runs. */
    async whileDown<T>(work: () => Promise<T>): Promise<T> {
      isDown = true
      return await work().finally(() => {
        isDown = false
      })
    },
    /** Answers of the token endpoint wait until the returned function is called. */
    hold(): () => void {
      let release = () => {}
      held = new Promise((resolve) => {
        release = resolve
      })
      return () => {
        held = null
        release()
      }
    },
    /** The access token is refused from now on; the refresh token holds. */
    async expireAccess(): Promise<void> {
      for (const token of given) await (await provider.AccessToken.find(token))?.destroy()
    },
    /** The person takes back what they gave: both tokens are refused. */
    async revoke(): Promise<void> {
      for (const token of given) {
        const { grantId } = (await provider.AccessToken.find(token)) ?? {}
        if (grantId === undefined) continue
        await provider.AccessToken.revokeByGrantId(grantId)
        await provider.RefreshToken.revokeByGrantId(grantId)
        await (await provider.Grant.find(grantId))?.destroy()
      }
    },
    /** What the person says from now on. */
    willSay(says: Decision): void {
      decision = says
    },
    /** A person's browser at the vendor: gives the address that it is sent back to. */
    async signIn(authorizationUrl: string, says: Decision = 'everything'): Promise<URL> {
      decision = says
      return await followTo(authorizationUrl, redirectUri)
    },
    stop: upstream.close,
  }
}
export type Vendor = Awaited<ReturnType<typeof startVendor>>

async function answerApi(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const found =
    (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token))
  const isGood = found?.isValid === true
  response.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' })
  // A rude API: it repeats what it was sent.
  response.end(JSON.stringify(isGood ? { login: 'ada', token } : { message: `bad ${token}` }))
}

async function decide(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  decision: Decision,
) {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  if (prompt.name === 'login') return { login: { accountId: 'ada' } }
  if (decision === 'deny') {
    return { error: 'access_denied', error_description: 'The person <b>said</b> no' }
  }
  const grant = new provider.Grant({
    accountId: session?.accountId ?? 'ada',
    clientId: String(params.client_id),
  })
  const asked = String(params.scope ?? '').split(' ')
  const scopes = decision === 'everything' ? asked : decision.scopes
  grant.addOIDCScope(scopes.join(' '))
  grant.rejectOIDCScope(asked.filter((scope) => !scopes.includes(scope)).join(' '))
  return { consent: { grantId: await grant.save() } }
}

async function followTo(start: string, end: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let at = new URL(start)
  for (let steps = 0; steps < 12; steps++) {
    const response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) throw new Error(`${response.status} at ${at}: ${await response.text()}`)
    at = new URL(location, at)
    if (at.href.startsWith(end)) return at
  }
  throw new Error(`Still at ${at}`)
}
