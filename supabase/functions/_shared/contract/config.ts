import * as z from 'zod/mini'
import {
  ApiKeyPlacement,
  type AuthMethod,
  CONNECTION_FIELDS,
  EnvName,
  HeaderName,
  JwtAlgorithm,
} from './auth.ts'

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

/** Fields that Patchbay sets itself, or that would hold a secret unsealed. In lower case. */
export const FORBIDDEN_HEADERS: ReadonlySet<string> = new Set([
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

/** `client_secret_basic`, `client_secret_post` (RFC 6749 §2.3.1), or `none` for a public client. */
export const CLIENT_AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const
export const ClientAuthMethod = z.enum(CLIENT_AUTH_METHODS)
export type ClientAuthMethod = z.infer<typeof ClientAuthMethod>

/** One scope (RFC 6749 §3.3). */
const Scope = z
  .string()
  .check(z.regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, 'A scope has no spaces or quotes'))
export const Scopes = z._default(z.array(Scope).check(z.maxLength(50, 'At most 50 scopes')), [])

/**
 * How a token is got (RFC 6749 §4.1, §4.4). The authorization server is the type's own, or the one
 * named here: by its `issuer`, which is then discovered (RFC 8414, OpenID Connect Discovery), or by
 * its two endpoints. An MCP server names its own; `client_id` is needed only where it registers none.
 */
export const OAuthConfig = z
  .strictObject({
    grant: z._default(z.enum(['authorization_code', 'client_credentials']), 'authorization_code'),
    client_id: z.optional(
      z
        .string()
        .check(
          z.minLength(1, 'Enter the client ID'),
          z.maxLength(2_048, 'At most 2,048 characters'),
          z.regex(/^[\x20-\x7e]+$/, 'A client ID has plain characters only'),
        ),
    ),
    client_auth: z._default(ClientAuthMethod, 'none'),
    issuer: z.optional(HttpUrl),
    authorization_endpoint: z.optional(HttpUrl),
    token_endpoint: z.optional(HttpUrl),
  })
  .check(
    z.refine((oauth) => oauth.client_auth === 'none' || oauth.client_id !== undefined, {
      error: 'A client secret belongs to a client ID',
      path: ['client_id'],
    }),
  )
export type OAuthConfig = z.infer<typeof OAuthConfig>

/**
 * A JWT that is minted for each request (RFC 7519): `key_id` goes into its header, `claims` beside
 * `iat` and `exp`. Nothing secret is in it.
 */
export const JwtConfig = z.strictObject({
  alg: JwtAlgorithm,
  key_id: z.optional(z.string().check(z.minLength(1), z.maxLength(200, 'At most 200 characters'))),
  claims: z._default(
    z
      .record(
        z.string().check(z.regex(/^[\w.:/-]{1,100}$/, 'A claim name has letters, digits and _')),
        z.string().check(z.minLength(1, 'Enter a value'), z.maxLength(1_000)),
      )
      .check(
        z.refine((claims) => Object.keys(claims).length <= 20, 'At most 20 claims'),
        z.refine(
          (claims) => !['iat', 'exp', 'nbf'].some((name) => name in claims),
          'Patchbay sets iat and exp itself',
        ),
      ),
    {},
  ),
  lifetime_seconds: z
    .int('A whole number of seconds')
    .check(z.minimum(30, 'At least 30'), z.maximum(86_400, 'At most a day: 86,400')),
})
export type JwtConfig = z.infer<typeof JwtConfig>

/** Where an MCP server is: over HTTP, or (`stdio`) a command that a runner starts. */
export const MCP_URL_PROTOCOLS = ['http', 'sse'] as const
export const MCP_PROTOCOLS = [...MCP_URL_PROTOCOLS, 'stdio'] as const
export type McpProtocol = (typeof MCP_PROTOCOLS)[number]

export const McpUrlConfig = z.strictObject({
  kind: z.literal('mcp'),
  protocol: z.enum(MCP_URL_PROTOCOLS),
  url: HttpUrl,
  headers: HeaderNames,
  env: EnvNames,
  oauth: z.optional(OAuthConfig),
  jwt: z.optional(JwtConfig),
  rate_limit: z.optional(RateLimit),
})
export type McpUrlConfig = z.infer<typeof McpUrlConfig>

/** A program by its name or path, without a shell: `npx`, `/usr/local/bin/my-server`. */
export const Command = z.string().check(
  z.minLength(1, 'Enter the command: npx'),
  z.maxLength(400, 'At most 400 characters'),
  z.regex(/^[^\p{Cc}"'`$|&;<>]+$/u, 'One program, without a shell: npx'),
  z.refine((command) => command === command.trim(), 'Leave out the spaces around it'),
)

/** One argument each; no shell reads them, so nothing is quoted or expanded. */
export const Arguments = z._default(
  z
    .array(
      z
        .string()
        .check(
          z.maxLength(1_000, 'At most 1,000 characters each'),
          z.regex(/^[^\0\r\n]*$/, 'An argument has no line breaks'),
        ),
    )
    .check(
      z.maxLength(40, 'At most 40 arguments'),
      z.refine((all) => all.join('').length <= 4_000, 'At most 4,000 characters together'),
    ),
  [],
)

export const McpStdioConfig = z.strictObject({
  kind: z.literal('mcp'),
  protocol: z.literal('stdio'),
  command: Command,
  args: Arguments,
  /** Names only: each value is sealed, and given to the process and to nothing else. */
  env: EnvNames,
  rate_limit: z.optional(RateLimit),
})
export type McpStdioConfig = z.infer<typeof McpStdioConfig>

export const MCPServerConfig = z.discriminatedUnion('protocol', [McpUrlConfig, McpStdioConfig])
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
  scopes: Scopes,
  webhook_url: z.optional(HttpUrl),
  rate_limit: z.optional(RateLimit),
  headers: HeaderNames,
  env: EnvNames,
  api_key: z.optional(ApiKeyPlacement),
  oauth: z.optional(OAuthConfig),
  jwt: z.optional(JwtConfig),
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

/** The fingerprint of an SSH host key, as `ssh-keygen -l` writes it. */
export const HostKey = z
  .string()
  .check(z.regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'A fingerprint begins with SHA256:'))

export const SshConfig = z.strictObject({
  kind: z.literal('ssh'),
  /** A host name or address, without brackets: `example.com`, `2001:db8::1`. */
  host: z
    .string()
    .check(
      z.minLength(1, 'Enter the host: server.example.com'),
      z.maxLength(253, 'At most 253 characters'),
      z.regex(
        /^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/,
        'A host name or address, without ssh://',
      ),
    ),
  port: z.int('A whole number').check(z.minimum(1, 'From 1'), z.maximum(65_535, 'To 65535')),
  username: z
    .string()
    .check(
      z.minLength(1, 'Enter the user name'),
      z.maxLength(64, 'At most 64 characters'),
      z.regex(/^[^\s\p{Cc}]+$/u, 'A user name has no spaces'),
    ),
  /** Absent until the first test that passes: its key is trusted and pinned. */
  host_key: z.optional(HostKey),
  /** Run once the key is accepted; its exit status 0 is the success. */
  command: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(1_000, 'At most 1,000 characters'),
        z.regex(/^[^\0\r\n]*$/, 'One line'),
      ),
  ),
  rate_limit: z.optional(RateLimit),
})
export type SshConfig = z.infer<typeof SshConfig>

/** `user_integrations.config`: nothing secret is in it. */
export const IntegrationConfig = z.discriminatedUnion('kind', [
  MCPServerConfig,
  RestConfig,
  GraphQLConfig,
  SshConfig,
])
export type IntegrationConfig = z.infer<typeof IntegrationConfig>

/** A config whose other side has a URL. */
export type UrlConfig = McpUrlConfig | VendorAPIConfig

/** The URL of the other side; null for a command and for SSH. */
export function urlOf(config: IntegrationConfig): string | null {
  switch (config.kind) {
    case 'mcp':
      return config.protocol === 'stdio' ? null : config.url
    case 'rest':
    case 'graphql':
      return config.api_url
    case 'ssh':
      return null
  }
}

export function hasUrl(config: IntegrationConfig): config is UrlConfig {
  return urlOf(config) !== null
}

/**
 * Where the secrets of this config may go: the URL's origin, `ssh://host:port`, or for a command
 * exactly that command with its arguments. Null where the config is not complete.
 */
export function audienceOf(config: IntegrationConfig): string | null {
  if (config.kind === 'ssh') {
    const host = config.host.includes(':') ? `[${config.host}]` : config.host.toLowerCase()
    return `ssh://${host}:${config.port}`
  }
  if (config.kind === 'mcp' && config.protocol === 'stdio') {
    return `stdio:${encodeURIComponent(JSON.stringify([config.command, ...config.args]))}`
  }
  const url = urlOf(config)
  return url === null ? null : originOf(url)
}

/**
 * True where no Edge Function can make the test: it has no processes, and the hosted runtime can
 * present no client certificate and speak no SSH. A runner does.
 */
export function needsRunner(config: IntegrationConfig, authMethod: AuthMethod): boolean {
  const isCommand = config.kind === 'mcp' && config.protocol === 'stdio'
  return isCommand || config.kind === 'ssh' || authMethod === 'certificate'
}
