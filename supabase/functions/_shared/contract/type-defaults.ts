import * as z from 'zod/mini'
import {
  ApiKeyPlacement,
  AUTH_METHODS,
  AuthMethod,
  EnvName,
  HeaderName,
  JwtAlgorithm,
} from './auth.ts'
import {
  Arguments,
  ClientAuthMethod,
  Command,
  FORBIDDEN_HEADERS,
  HttpUrl,
  MCP_PROTOCOLS,
  RequestPath,
  Scopes,
} from './config.ts'
import { TypeOutline } from './outline.ts'

/** A JSON Pointer (RFC 6901) into an answer's body. */
const Pointer = z.string().check(z.regex(/^(\/([^~/]|~[01])*)+$/, 'A JSON Pointer: /user/name'))
const Scalar = z.union([z.string(), z.number(), z.boolean()])

/**
 * How an answer's body says, whatever its status, that the credential is no good: the value at
 * `pointer` is one of `values`. With `expired` naming those of them that mean expiry. Slack says it
 * with 200: {"ok":false,"error":"invalid_auth"}; Google with 400, Figma and Datadog with 403.
 */
export const AuthFailureInBody = z.object({
  pointer: Pointer,
  values: z.array(Scalar).check(z.minLength(1)),
  expired: z._default(z.array(Scalar), []),
})

const verificationFields = {
  /** What must stand in the body for the request to count as a success, beyond its status. */
  success: z.optional(z.object({ pointer: Pointer, value: Scalar })),
  auth_failure: z.optional(AuthFailureInBody),
  /** Where the account's name is; the first pointer that leads to a string or number wins. */
  account: z._default(z.array(Pointer), []),
  /** A response header that lists the granted scopes, separated by commas or spaces. */
  scopes_header: z.optional(HeaderName),
}

/** The vendor's cheapest authenticated call. */
export const RestVerification = z.object({
  method: z.enum(['GET', 'HEAD', 'POST']),
  path: RequestPath,
  /** Sent as application/json. */
  body: z.optional(z.json()),
  expected_status: z
    .int('A whole number')
    .check(z.minimum(200, 'From 200'), z.maximum(299, 'To 299')),
  ...verificationFields,
})
export type RestVerification = z.infer<typeof RestVerification>

export const GraphQLVerification = z.object({
  query: z
    .string()
    .check(
      z.minLength(3, 'Enter a query: { viewer { name } }'),
      z.maxLength(8_000, 'At most 8,000 characters'),
    ),
  ...verificationFields,
})
export type GraphQLVerification = z.infer<typeof GraphQLVerification>

/** What a field of the form is called. */
const Label = z
  .string()
  .check(
    z.minLength(2, 'Name it, in 2 characters or more'),
    z.maxLength(40, 'At most 40 characters'),
  )

/** What the form says where a secret goes in. `url` is the vendor's page that makes one. */
export const CredentialHelp = z.object({
  label: Label,
  /** By example, before the mistake: "ghp_…, 40 characters". Never a real secret. */
  example: z.optional(z.string().check(z.maxLength(80, 'At most 80 characters'))),
  url: z.optional(HttpUrl),
  hint: z.optional(z.string().check(z.maxLength(200, 'At most 200 characters'))),
})

/** What a type says of the tokens it wants signed: `config.jwt` is made of it and of what is asked. */
export const JwtMint = z.object({
  /** The usual one first. */
  algs: z.array(JwtAlgorithm).check(z.minLength(1)),
  lifetime_seconds: z
    .int('A whole number of seconds')
    .check(z.minimum(30, 'At least 30'), z.maximum(86_400, 'At most a day: 86,400')),
  /** Claims that are the same for everybody. */
  claims: z._default(z.record(z.string(), z.string()), {}),
  /** What the person fills in: a claim, or with `key_id` the header's `kid`. */
  asks: z._default(
    z.array(
      z.object({
        into: z
          .string()
          .check(z.minLength(1, 'Name the claim: iss'), z.maxLength(100, 'At most 100 characters')),
        label: Label,
        example: z.optional(z.string().check(z.maxLength(80, 'At most 80 characters'))),
      }),
    ),
    [],
  ),
  help: CredentialHelp,
})
export type JwtMint = z.infer<typeof JwtMint>

/**
 * How a type's tokens are got. An MCP server says by itself who its authorization server is; of a
 * vendor it stands here, or with `own_server` the person names it.
 */
export const OAuthSettings = z.object({
  grants: z
    .array(z.enum(['authorization_code', 'client_credentials']))
    .check(z.minLength(1, 'Choose at least one')),
  own_server: z._default(z.boolean(), false),
  issuer: z.optional(HttpUrl),
  authorization_endpoint: z.optional(HttpUrl),
  token_endpoint: z.optional(HttpUrl),
  /** The usual one first. */
  client_auth: z._default(z.array(ClientAuthMethod).check(z.minLength(1)), [
    'client_secret_basic',
    'client_secret_post',
    'none',
  ]),
  /** Sent with the authorization request: `access_type=offline`. */
  authorization_params: z._default(z.record(z.string(), z.string()), {}),
  /** Asked for unless the person changes them. */
  scopes: Scopes,
  /** Where a client ID and its secret come from. */
  client: z.optional(CredentialHelp),
})
export type OAuthSettings = z.infer<typeof OAuthSettings>

/** What each auth method needs to know beyond the secret. */
const AuthSettings = z.object({
  api_key: z.optional(z.object({ placement: ApiKeyPlacement, help: CredentialHelp })),
  basic: z.optional(
    z.object({
      username: z.object({ label: Label, example: z.optional(z.string()) }),
      password: CredentialHelp,
    }),
  ),
  /** A given token (`help`), one minted for each request (`mint`), or the person's choice of both. */
  jwt: z.optional(z.object({ help: z.optional(CredentialHelp), mint: z.optional(JwtMint) })),
  oauth: z.optional(OAuthSettings),
  certificate: z.optional(z.object({ help: CredentialHelp })),
  ssh_key: z.optional(z.object({ help: CredentialHelp })),
})

const McpDefaults = z.object({
  kind: z.literal('mcp'),
  /** True: the person gives the address. False: it is the vendor's, shown and editable under Advanced. */
  own_address: z.boolean(),
  protocols: z.array(z.enum(MCP_PROTOCOLS)).check(z.minLength(1, 'Choose at least one')),
  /** Empty with `own_address`, unless the local playground fills it. */
  urls: z.object({ http: z.optional(HttpUrl), sse: z.optional(HttpUrl) }),
  /** What a runner starts, where `protocols` has stdio; without a command the person gives it. */
  stdio: z.optional(
    z.object({
      command: z.optional(Command),
      args: Arguments,
      env: z._default(
        z
          .array(
            z.object({
              name: EnvName,
              is_required: z._default(z.boolean(), true),
              help: CredentialHelp,
            }),
          )
          .check(
            z.maxLength(20, 'At most 20 variables'),
            z.refine(
              (all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length,
              'Two variables have the same name',
            ),
          ),
        [],
      ),
    }),
  ),
  auth: AuthSettings,
})

/** A person may have written the type: no header of it steers the connection or holds a secret. */
const TypeHeader = HeaderName.check(
  z.refine(
    (name) => !FORBIDDEN_HEADERS.has(name.toLowerCase()),
    'Patchbay sets this header itself',
  ),
)

const vendorFields = {
  own_address: z.boolean(),
  api_url: z.optional(HttpUrl),
  /** An example of the address, where the person gives it: https://acme.atlassian.net */
  address_example: z.optional(HttpUrl),
  /** Sent with every request; nothing secret. */
  headers: z._default(z.record(TypeHeader, z.string()), {}),
  /** How the vendor wants its version named: a header. */
  api_version: z.optional(z.object({ header: TypeHeader, default: z.string() })),
  /** Scopes that the vendor knows and the catalogue proposes; empty: the form shows no scopes. */
  scopes: z._default(z.array(z.string()), []),
  /** True where the vendor can call a webhook. */
  webhooks: z._default(z.boolean(), false),
  auth: AuthSettings,
}

const RestDefaults = z.object({
  kind: z.literal('rest'),
  ...vendorFields,
  verification: RestVerification,
  /** True: the person may set request and API key placement ("Any HTTP API"). */
  own_request: z._default(z.boolean(), false),
})
const GraphQLDefaults = z.object({
  kind: z.literal('graphql'),
  ...vendorFields,
  verification: GraphQLVerification,
  own_request: z._default(z.boolean(), false),
})

const SshDefaults = z.object({
  kind: z.literal('ssh'),
  own_address: z.literal(true),
  /** An example of the host: server.example.com */
  address_example: z.optional(z.string()),
  auth: AuthSettings,
})

/** `integration_types.defaults`: all that the form and the probe know about a type. */
export const TypeDefaults = z.discriminatedUnion('kind', [
  McpDefaults,
  RestDefaults,
  GraphQLDefaults,
  SshDefaults,
])
export type TypeDefaults = z.infer<typeof TypeDefaults>
export type McpDefaults = z.infer<typeof McpDefaults>
export type VendorDefaults = z.infer<typeof RestDefaults> | z.infer<typeof GraphQLDefaults>
export type SshDefaults = z.infer<typeof SshDefaults>

export const CATEGORIES = [
  'AI',
  'Analytics',
  'Automation',
  'Commerce',
  'Communication',
  'CRM',
  'Custom',
  'Databases',
  'Design',
  'Development',
  'Infrastructure',
  'Knowledge',
  'Local playground',
  'Marketing',
  'Observability',
  'Payments',
  'Project tracking',
  'Search',
  'Security',
  'Storage',
  'Support',
] as const

/** A row of `integration_types`, as the SPA and the functions read it. */
export const IntegrationType = z.extend(TypeOutline, {
  docs_url: z.nullable(HttpUrl),
  auth_methods: z
    .array(AuthMethod)
    .check(z.minLength(1, 'Choose at least one'), z.maxLength(AUTH_METHODS.length)),
  defaults: TypeDefaults,
})
export type IntegrationType = z.infer<typeof IntegrationType>

/** A type as the catalogue writes it: who owns it and its JSON Schema are not its to say. */
export type CatalogueEntry = Omit<z.input<typeof IntegrationType>, 'owner_id'>
