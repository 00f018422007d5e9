import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Provider, { type ResourceServer } from 'oidc-provider'
import { Agent, fetch as fetchWith } from 'undici'
import { startUpstream, type Upstream } from './upstream-server.ts'

export interface AuthorizationServer extends Upstream {
  /** What a token allows, as the server itself knows it; null for what is none. */
  find(token: string): Promise<{
    clientId: string
    scopes: string[]
    expiresAt: number
    resource: string
  } | null>
  /** Refuses every access token that it gave; refresh tokens hold. */
  forgetAccess(): Promise<void>
}

const WHAT_RESOURCES_ARE: ResourceServer = {
  scope: 'tools:read tools:write',
  accessTokenFormat: 'opaque',
  accessTokenTTL: 600,
}

/**
 * A real authorization server: discovery, PKCE, registration, resource indicators, refresh tokens.
 * With `documents` it takes client ID metadata documents too, and then registers nobody.
 */
export async function startAuthorizationServer({
  documents = false,
} = {}): Promise<AuthorizationServer> {
  const upstream = await startUpstream((request, response) =>
    provider.callback()(request, response),
  )
  const trusting = new Agent({ connect: { ca: certificate('authority.crt') } })
  const provider = new Provider(upstream.origin, {
    scopes: ['openid', 'offline_access'],
    cookies: { keys: ['of a test'] },
    pkce: { required: () => true },
    // Its own fetch refuses the loopback, where the page of a test is.
    fetch: async (input, init) => {
      const answer = await fetchWith(String(input), {
        headers: Object.fromEntries(new Headers(init?.headers)),
        dispatcher: trusting,
      })
      return new Response(await answer.text(), { status: answer.status })
    },
    features: {
      registration: { enabled: !documents },
      clientIdMetadataDocument: documents ? { enabled: true, ack: 'draft-02' } : {},
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({
          ...WHAT_RESOURCES_ARE,
          audience: resource,
        }),
        useGrantedResource: () => true,
      },
    },
  })
  const given = new Set<{ destroy: () => Promise<void> }>()
  provider.on('access_token.saved', (token) => given.add(token))
  return {
    ...upstream,
    async forgetAccess() {
      await Promise.all(Array.from(given, (token) => token.destroy()))
    },
    async find(token) {
      const found = await provider.AccessToken.find(token)
      if (found === undefined) return null
      return {
        clientId: String(found.clientId),
        scopes: found.scope?.split(' ') ?? [],
        expiresAt: found.exp ?? 0,
        resource: String(found.aud),
      }
    },
    async close() {
      await upstream.close()
      await trusting.close()
    },
  }
}

function certificate(name: string): string {
  return readFileSync(join(import.meta.dirname, 'upstream-certificates', name), 'utf8')
}

/** A person's browser: signs in where it is asked to, allows everything, and says where it ends up. */
export async function signInAt(url: string, redirectUri: string): Promise<URLSearchParams> {
  const cookies = new Map<string, string>()
  let at = new URL(url)
  let form: URLSearchParams | null = null
  for (let steps = 0; steps < 12; steps++) {
    const response: Response = await fetch(at, {
      method: form === null ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === null ? {} : { body: form }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const page = await response.text()
    const location = response.headers.get('location')
    if (location === null) {
      const [, action = '', prompt = ''] =
        /action="([^"]+)"[\s\S]*?name="prompt" value="(\w+)"/.exec(page) ?? []
      if (action === '') throw new Error(`${response.status} at ${at}: ${page}`)
      at = new URL(action, at)
      form = new URLSearchParams({ prompt, login: 'mia', password: 'any' })
    } else {
      at = new URL(location, at)
      form = null
      if (at.href.startsWith(redirectUri)) return at.searchParams
    }
  }
  throw new Error(`Still at ${at}`)
}
