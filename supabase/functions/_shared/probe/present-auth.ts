// Guarantees that a secret gets into a request's headers or one query parameter, nowhere else, and
// that what cannot be a header is refused here instead of in an error that quotes it.
import type { ApiKeyPlacement, AuthMethod, CredentialSecret } from '../contract/auth.ts'
import type { IntegrationConfig, UrlConfig } from '../contract/config.ts'
import type { TypeDefaults } from '../contract/type-defaults.ts'
import type { Secrets } from '../sealing/open-credentials.ts'
import { type Mint, minter } from './mint-jwt.ts'
import type { Redactor } from './redact.ts'
import { Stop } from './run.ts'

export interface Presented {
  headers: Headers
  /** What each request carries anew: the JWT that is signed for it, or nothing. */
  fresh(): Promise<Headers>
  /** `url` with the API key in it, where the type wants it there. */
  withKey(url: URL): URL
}

const DEFAULT_PLACEMENT: ApiKeyPlacement = {
  in: 'header',
  name: 'Authorization',
  prefix: 'Bearer ',
}

/** The slots that a config and an auth method want filled. */
export function slotsOf(config: IntegrationConfig, method: AuthMethod): string[] {
  return [
    ...(method === 'none' ? [] : ['auth']),
    ...('headers' in config ? config.headers.map((name) => `header:${name}`) : []),
    ...('env' in config ? config.env.map((name) => `env:${name}`) : []),
  ]
}

/** Carries nothing: for a command and for SSH, which are no HTTP. */
export const NOTHING_PRESENTED: Presented = {
  headers: new Headers(),
  fresh: async () => new Headers(),
  withKey: (url) => url,
}

/** The auth method that presents a kind of secret; null for what is never presented by itself. */
const METHOD_OF: Record<CredentialSecret['kind'], AuthMethod | null> = {
  api_key: 'api_key',
  basic: 'basic',
  jwt: 'jwt',
  jwt_key: 'jwt',
  oauth: 'oauth',
  certificate: 'certificate',
  ssh_key: 'ssh_key',
  oauth_client: null,
  oauth_refresh: null,
  value: null,
}

/** What signing takes: the clock, and who must never show what was signed. */
export interface Signing {
  now: () => Date
  redact: Redactor
}

/**
 * What each request carries. Throws Stop: credential_missing, credential_unreadable (a secret of
 * another kind than the method's, a signing key that signs nothing), config_invalid (unknown ${NAME},
 * what no header can carry, a token that the type does not want).
 */
export async function presentAuth(
  defaults: TypeDefaults,
  config: UrlConfig,
  method: AuthMethod,
  secrets: Secrets,
  signing: Signing,
): Promise<Presented> {
  const headers = new Headers()
  if (defaults.kind === 'rest' || defaults.kind === 'graphql') {
    for (const [name, value] of Object.entries(defaults.headers)) setHeader(headers, name, value)
    const version = defaults.api_version
    const wanted = config.kind === 'mcp' ? undefined : config.api_version
    if (version) setHeader(headers, version.header, wanted ?? version.default)
  }
  for (const name of config.headers) {
    setHeader(headers, name, fillIn(name, textIn(`header:${name}`, secrets), config, secrets))
  }
  let queryKey: { name: string; value: string } | null = null
  let mint: Mint | null = null
  const secret = method === 'none' ? null : secretOf('auth', secrets)
  if (secret !== null) {
    if (METHOD_OF[secret.kind] !== method) {
      throw new Stop('credential_unreadable', { detail: `it is not of the kind ${method}` })
    }
    switch (secret.kind) {
      case 'api_key': {
        const placement = placementOf(defaults, config)
        const value = placement.prefix + secret.key
        if (placement.in === 'query') queryKey = { name: placement.name, value }
        else setHeader(headers, placement.name, value)
        break
      }
      case 'basic':
        setHeader(headers, 'authorization', basicOf(secret.username, secret.password))
        break
      case 'jwt':
        setHeader(headers, 'authorization', `Bearer ${secret.token}`)
        break
      case 'oauth':
        setHeader(headers, 'authorization', `Bearer ${secret.access_token}`)
        break
      case 'jwt_key': {
        const rules = { mint: defaults.auth.jwt?.mint, isOwn: isOwnRequest(defaults) }
        mint = await minter(rules, config.jwt, secret.key, signing.now)
        break
      }
    }
  }
  return {
    headers,
    async fresh() {
      if (mint === null) return new Headers()
      const token = await mint()
      signing.redact.withhold(token)
      // Whoever has the signature has the token: the rest can be guessed.
      signing.redact.withhold(token.slice(token.lastIndexOf('.') + 1))
      return new Headers({ authorization: `Bearer ${token}` })
    },
    withKey(url) {
      if (queryKey === null) return url
      const copy = new URL(url)
      copy.searchParams.set(queryKey.name, queryKey.value)
      return copy
    },
  }
}

/** A shorter part of a secret is rather a word, which would be withheld from every text. */
const SHORTEST_PART = 8

/** Every text that must not be seen in a report, for the redactor. */
export function secretTextsOf(secrets: Secrets): string[] {
  return [...secrets.values()].flatMap(({ secret }) => textsOf(secret))
}

function textsOf(secret: CredentialSecret): string[] {
  switch (secret.kind) {
    case 'api_key':
      return [secret.key, ...partsOf(secret.key)]
    case 'basic':
      return [secret.username, secret.password, `${secret.username}:${secret.password}`]
    case 'jwt':
      return [secret.token, ...partsOf(secret.token)]
    case 'jwt_key':
      return [secret.key, ...partsOf(secret.key)]
    case 'certificate':
      return [secret.key, ...partsOf(secret.key)]
    case 'ssh_key':
      return [secret.key, ...partsOf(secret.key), secret.passphrase]
    case 'oauth_client':
      return [secret.client_secret]
    case 'oauth':
      return [secret.access_token]
    case 'oauth_refresh':
      return [secret.refresh_token]
    case 'value':
      return [secret.value, ...partsOf(secret.value)]
  }
}

/** What was typed is not what is sent and echoed: a ${NAME} is filled in, a scheme stands before it. */
function partsOf(text: string): string[] {
  return text.split(/\s+|\$\{[^}]*\}/).filter((part) => part.length >= SHORTEST_PART)
}

/** Where a type knows its request, it knows where the key goes: no configuration sends it elsewhere. */
function placementOf(defaults: TypeDefaults, config: UrlConfig): ApiKeyPlacement {
  const own = config.kind !== 'mcp' && isOwnRequest(defaults) ? config.api_key : undefined
  return own ?? defaults.auth.api_key?.placement ?? DEFAULT_PLACEMENT
}

function isOwnRequest(defaults: TypeDefaults): boolean {
  return 'own_request' in defaults && defaults.own_request
}

/** RFC 7617 §2.1, with UTF-8. */
function basicOf(username: string, password: string): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`)
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
}

function fillIn(header: string, value: string, config: UrlConfig, secrets: Secrets) {
  return value.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (!config.env.includes(name)) {
      throw new Stop('config_invalid', {
        detail: `the header ${header} names a variable that is not on the list`,
      })
    }
    return textIn(`env:${name}`, secrets)
  })
}

function textIn(slot: string, secrets: Secrets): string {
  const secret = secretOf(slot, secrets)
  if (secret.kind === 'value') return secret.value
  throw new Stop('credential_unreadable', { detail: 'it is of another kind' })
}

function secretOf(slot: string, secrets: Secrets): CredentialSecret {
  const found = secrets.get(slot)
  if (found === undefined) throw new Stop('credential_missing', { detail: nameOf(slot) })
  return found.secret
}

function nameOf(slot: string): string {
  if (slot.startsWith('header:')) return `The value of the header ${slot.slice('header:'.length)}`
  if (slot.startsWith('env:')) return `The value of the variable ${slot.slice('env:'.length)}`
  return 'The credential'
}

function setHeader(headers: Headers, name: string, value: string): void {
  // RFC 9110 §5.5. `Headers` would throw too, but with the value in its message on some runtimes.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new Stop('config_invalid', {
      detail: `the value for ${name} has a character that no header can carry`,
    })
  }
  headers.set(name, value)
}
