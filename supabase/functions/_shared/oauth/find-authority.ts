import type { UrlConfig } from '../contract/config.ts'
import type { IntegrationType } from '../contract/type-defaults.ts'
import { createEgress } from '../egress/egress.ts'
import type { Authority } from './authority.ts'
import { authorityOfMcp } from './mcp-authority.ts'
import { authorityOfVendor } from './vendor-authority.ts'
import { failed } from './well-known.ts'

/** Finding out where one signs in: a handful of requests. */
const DISCOVERY_MS = 8_000

/** It is stored with the sign-in: a column takes 32 KB. */
const MAX_LENGTH = 24_000

export interface AuthorityQuestion {
  type: Pick<IntegrationType, 'name' | 'defaults'>
  config: UrlConfig
  /** Of the grant that there is, whoever it came from. */
  known: Authority | null
  /** Origin of the page. */
  pageUrl: string
  redirectUri: string
  /** True only in the local stack. */
  allowPrivate: boolean
}

/** `clientSecret`: of a client that was registered just now. */
export interface FoundAuthority {
  authority: Authority
  clientSecret: string | null
}

/**
 * Whom to ask for an integration's tokens, as whom and for what.
 *
 * @throws AuthorizationError
 */
export async function findAuthority(question: AuthorityQuestion): Promise<FoundAuthority> {
  const found = await ask(question)
  if (JSON.stringify(found.authority).length <= MAX_LENGTH) return found
  throw failed('The authorization server says more of itself than can be kept.', 'malformed')
}

async function ask(question: AuthorityQuestion): Promise<FoundAuthority> {
  const { type, config, known, pageUrl, redirectUri, allowPrivate } = question
  const egress = createEgress({
    allowPrivate,
    signal: AbortSignal.timeout(DISCOVERY_MS),
    isConfidential: false,
  })
  const shared = { fetch: egress.fetch, given: config.oauth, allowInsecure: allowPrivate }
  try {
    if (config.kind === 'mcp') {
      const serverUrl = new URL(config.url)
      return await authorityOfMcp({ ...shared, serverUrl, known, pageUrl, redirectUri })
    }
    const settings = type.defaults.auth.oauth
    const { name } = type
    const authority = await authorityOfVendor({ ...shared, name, settings, scopes: config.scopes })
    return { authority, clientSecret: null }
  } finally {
    egress.close()
  }
}
