import type { OAuthConfig } from '../../supabase/functions/_shared/contract/config.ts'
import { createEgress, type Egress } from '../../supabase/functions/_shared/egress/egress.ts'
import type { Authority } from '../../supabase/functions/_shared/oauth/authority.ts'
import {
  authorizationRequest,
  clientCredentials,
  exchangeCode,
  type TokenRequest,
  type Tokens,
} from '../../supabase/functions/_shared/oauth/authorization-code.ts'
import {
  clientMetadataDocument,
  clientMetadataUrl,
} from '../../supabase/functions/_shared/oauth/client-metadata.ts'
import { authorityOfMcp } from '../../supabase/functions/_shared/oauth/mcp-authority.ts'
import {
  type Challenge,
  challengeIn,
} from '../../supabase/functions/_shared/oauth/mcp-challenge.ts'

/** The page that the suite imagines; its metadata document is the one that the real page serves. */
const PAGE_URL = 'https://conformance-test.local'
const REDIRECT_URI = 'http://127.0.0.1:54321/functions/v1/oauth/callback'
const MAX_SIGN_INS = 3
/** For a whole scenario, on a slow machine. */
export const PATIENCE_MS = 60_000

/** A client that somebody registered by hand. */
export interface EnteredClient {
  client_id: string
  client_secret: string
}

/** A person with a browser at one MCP server, and what `oauth/start` and `oauth/finish` do for them. */
export class Person {
  readonly egress: Egress = createEgress({
    allowPrivate: true,
    isConfidential: true,
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  #authority: Authority | null = null
  #clientSecret: string | null
  #token: string | null = null
  #signIns = 0

  constructor(
    readonly serverUrl: string,
    readonly entered: EnteredClient | null = null,
    readonly grant: OAuthConfig['grant'] = 'authorization_code',
  ) {
    this.#clientSecret = entered?.client_secret ?? null
  }

  /** Signs in, and comes back with an access token. */
  async signIn(challenge: Challenge | null = null): Promise<string> {
    this.#signIns++
    const { authority, clientSecret } = await authorityOfMcp({
      serverUrl: new URL(this.serverUrl),
      fetch: (input, init) => this.#openly(input, init),
      given: this.entered
        ? {
            grant: this.grant,
            client_id: this.entered.client_id,
            client_auth: 'client_secret_basic',
          }
        : undefined,
      known: this.#knownWith(challenge),
      pageUrl: PAGE_URL,
      redirectUri: REDIRECT_URI,
      allowInsecure: true,
    })
    this.#authority = authority
    this.#clientSecret = clientSecret ?? this.#clientSecret
    const tokens =
      this.grant === 'client_credentials'
        ? await clientCredentials(authority, this.#tokenRequest())
        : await this.#byCode(authority)
    this.#token = tokens.access_token
    return tokens.access_token
  }

  async #byCode(authority: Authority): Promise<Tokens> {
    const state = crypto.randomUUID()
    const { url, codeVerifier } = await authorizationRequest(authority, {
      redirectUri: REDIRECT_URI,
      state,
      allowInsecure: true,
    })
    const callback = await inTheBrowser(url)
    return exchangeCode(authority, {
      ...this.#tokenRequest(),
      callback,
      state,
      codeVerifier,
      redirectUri: REDIRECT_URI,
    })
  }

  #tokenRequest(): TokenRequest {
    return {
      clientSecret: this.#clientSecret,
      fetch: this.egress.fetch,
      allowInsecure: true,
    }
  }

  /** Requests with the token; where one is wanted, or more is to be allowed, the person signs in. */
  readonly fetch = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    for (;;) {
      const headers = new Headers(init.headers)
      if (this.#token !== null) headers.set('authorization', `Bearer ${this.#token}`)
      const response = await this.egress.fetch(input, { ...init, headers })
      const isRefused = response.status === 401 || response.status === 403
      if (!isRefused || this.#signIns === MAX_SIGN_INS) return response
      await response.body?.cancel()
      await this.signIn(await challengeIn(response))
    }
  }

  /** What a request was refused for lack of is asked for beside what is allowed already. */
  #knownWith(challenge: Challenge | null): Authority | null {
    const known = this.#authority
    if (known === null || challenge?.error !== 'insufficient_scope') return known
    return { ...known, scopes: [...known.scopes, ...(challenge.scopes ?? [])] }
  }

  #openly(input: string | URL, init?: RequestInit): Promise<Response> {
    return String(input) === clientMetadataUrl(PAGE_URL)
      ? Promise.resolve(Response.json(clientMetadataDocument(PAGE_URL, REDIRECT_URI)))
      : this.egress.fetchOpenly(input, init)
  }
}

/** The suite's authorization servers send the browser back at once. */
async function inTheBrowser(url: URL): Promise<URLSearchParams> {
  const response = await fetch(url, { redirect: 'manual' })
  await response.body?.cancel()
  const back = new URL(response.headers.get('location') ?? '', url)
  if (`${back.origin}${back.pathname}` !== REDIRECT_URI) throw new Error(`Sent on to ${back}`)
  return back.searchParams
}
