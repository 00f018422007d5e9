import * as z from 'zod/mini'
import { ApiKeyPlacement, CONNECTION_FIELDS, EnvName, HeaderName } from './auth.ts'

/**
 * An http(s) URL without user info or fragment. Whether its host may be reached is for `egress` to
 * say: it judges the parsed URL, and the address behind the name.
 */
export const HttpUrl = z.string().check(
  z.maxLength(2_048, 'The address is longer than 2,048 characters'),
  z.refine((text) => {
    const url = safeUrl(text)
    return url !== null && (url.protocol === 'https:' || url.protocol === 'http:')
  }, 'Enter a full address, as in https://api.example.com/v1'),
  z.refine((text) => {
    const url = safeUrl(text)
    return url === null || (url.username === '' && url.password === '')
  }, 'Leave user name and password out of the address: they would be stored unsealed'),
  z.refine((text) => !text.includes('#'), 'Leave the part after # out of the address'),
)

function safeUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** `WHATWG URL` origin: what an audience is made of. Null when the text is no URL. */
export function originOf(text: string): string | null {
  return safeUrl(text)?.origin ?? null
}

const FORBIDDEN_HEADERS: ReadonlySet<string> = new Set([
  ...CONNECTION_FIELDS,
  'authorization',
  'cookie',
  'mcp-protocol-version',
  'mcp-session-id',
  'proxy-authorization',
])

/** Names only: values are sealed, each in its own credential (`header:<name>`, `env:<name>`). */
const HeaderNames = z._default(
  z.array(HeaderName).check(
    z.maxLength(20, 'At most 20 headers'),
    z.refine(hasNoTwins, 'Two headers have the same name'),
    z.refine(
      (names) => names.every((name) => !FORBIDDEN_HEADERS.has(name.toLowerCase())),
      'Patchbay sets this header itself; for Authorization choose an auth method',
    ),
  ),
  [],
)

/** A header's value may name these as ${NAME}; they are filled in when the server is called. */
const EnvNames = z._default(
  z
    .array(EnvName)
    .check(
      z.maxLength(20, 'At most 20 variables'),
      z.refine(hasNoTwins, 'Two variables have the same name'),
    ),
  [],
)

function hasNoTwins(names: readonly string[]): boolean {
  return new Set(names.map((name) => name.toLowerCase())).size === names.length
}

/** At most `requests` tests and checks in any `per_seconds`, counted in the database. */
export const RateLimit = z.object({
  requests: z
    .int('A whole number')
    .check(z.minimum(1, 'At least 1'), z.maximum(10_000, 'At most 10,000')),
  per_seconds: z
    .int('A whole number of seconds')
    .check(z.minimum(1, 'At least 1'), z.maximum(86_400, 'At most a day: 86,400')),
})
export type RateLimit = z.infer<typeof RateLimit>

export const MCP_PROTOCOLS = ['http', 'sse'] as const

export const MCPServerConfig = z.strictObject({
  kind: z.literal('mcp'),
  protocol: z.enum(MCP_PROTOCOLS),
  url: HttpUrl,
  headers: HeaderNames,
  env: EnvNames,
  rate_limit: z.optional(RateLimit),
})
export type MCPServerConfig = z.infer<typeof MCPServerConfig>

/** A path below the API URL, query included: `/v1/me?limit=1`. */
export const RequestPath = z.string().check(
  z.maxLength(1_024, 'At most 1,024 characters'),
  z.regex(/^\/(?!\/)[\x21-\x7e]*$/, 'A path starts with one slash and has no spaces: /v1/me'),
  z.refine((path) => !path.includes('#'), 'Leave the part after # out'),
)

/** What a person may say about an API that no catalogue entry knows. */
export const OwnRequest = z.object({
  method: z.enum(['GET', 'HEAD', 'POST']),
  path: RequestPath,
  expected_status: z
    .int('A whole number')
    .check(z.minimum(200, 'From 200'), z.maximum(299, 'To 299')),
})
export type OwnRequest = z.infer<typeof OwnRequest>

const vendorFields = {
  api_url: HttpUrl,
  api_version: z.optional(
    z
      .string()
      .check(
        z.maxLength(40, 'At most 40 characters'),
        z.regex(/^[\w.\-:+]+$/, 'As the vendor writes it, without spaces: 2022-11-28'),
      ),
  ),
  scopes: z._default(
    z
      .array(
        z
          .string()
          .check(z.regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, 'A scope has no spaces or quotes')),
      )
      .check(z.maxLength(50, 'At most 50 scopes')),
    [],
  ),
  webhook_url: z.optional(HttpUrl),
  rate_limit: z.optional(RateLimit),
  headers: HeaderNames,
  env: EnvNames,
  api_key: z.optional(ApiKeyPlacement),
}

export const RestConfig = z.strictObject({
  kind: z.literal('rest'),
  ...vendorFields,
  request: z.optional(OwnRequest),
})
export type RestConfig = z.infer<typeof RestConfig>

export const GraphQLConfig = z.strictObject({ kind: z.literal('graphql'), ...vendorFields })
export type GraphQLConfig = z.infer<typeof GraphQLConfig>

export const VendorAPIConfig = z.discriminatedUnion('kind', [RestConfig, GraphQLConfig])
export type VendorAPIConfig = z.infer<typeof VendorAPIConfig>

/** `user_integrations.config`: nothing secret is in it. */
export const IntegrationConfig = z.discriminatedUnion('kind', [
  MCPServerConfig,
  RestConfig,
  GraphQLConfig,
])
export type IntegrationConfig = z.infer<typeof IntegrationConfig>

/** The address that an integration's secrets are sealed for. */
export function addressOf(config: IntegrationConfig): string {
  return config.kind === 'mcp' ? config.url : config.api_url
}
