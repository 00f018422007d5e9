import * as z from 'zod/mini'

/** Every way to authenticate that the domain knows; what a type offers is its `auth_methods`. */
export const AUTH_METHODS = [
  'none',
  'api_key',
  'basic',
  'jwt',
  'oauth',
  'certificate',
  'ssh_key',
] as const
export const AuthMethod = z.enum(AUTH_METHODS)
export type AuthMethod = z.infer<typeof AuthMethod>

/** An HTTP field name (RFC 9110 §5.1: token). */
export const HeaderName = z
  .string()
  .check(
    z.regex(
      /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/,
      'A header name has letters, digits and dashes: X-Team-Id',
    ),
  )

/**
 * Fields that steer the connection (RFC 9110 §7.6, RFC 9112) or are the client's own: what a person
 * writes into one of them could smuggle a request, or would silently be overwritten.
 */
export const CONNECTION_FIELDS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Where an API key goes, and what stands before it. `Authorization` with prefix `Bearer ` is the common case. */
export const ApiKeyPlacement = z
  .object({
    in: z.enum(['header', 'query']),
    name: HeaderName,
    prefix: z._default(
      z.string().check(z.regex(/^[\x20-\x7e]{0,40}$/, 'At most 40 plain characters')),
      '',
    ),
  })
  .check(
    z.refine(
      (placement) =>
        placement.in === 'query' || !CONNECTION_FIELDS.has(placement.name.toLowerCase()),
      {
        error: 'This header steers the connection: a key cannot go into it',
        path: ['name'],
      },
    ),
  )
export type ApiKeyPlacement = z.infer<typeof ApiKeyPlacement>

/** What a secret may contain: nothing that could break out of a header (RFC 9110 §5.5). */
const secret = (what: string) =>
  z
    .string()
    .check(
      z.minLength(1, `Enter the ${what}`),
      z.maxLength(16_384, `The ${what} is longer than 16,384 characters`),
      z.regex(/^[^\r\n\0]*$/, `The ${what} has a line break in it: copy it again without`),
    )

/** Text in PEM (RFC 7468), one block or several: `what` names it in the errors. */
const pem = (what: string) =>
  z
    .string()
    .check(
      z.minLength(1, `Enter the ${what}`),
      z.maxLength(24_576, `The ${what} is longer than 24,576 characters`),
      z.regex(
        /^\s*(-----BEGIN [A-Z0-9 ]+-----[A-Za-z0-9+/=\s:,-]+-----END [A-Z0-9 ]+-----\s*)+$/,
        `Paste the whole ${what}, from -----BEGIN to -----END`,
      ),
    )

/** How a signed JWT may be made (RFC 7518 §3.1, RFC 8037). */
export const JWT_ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'HS256'] as const
export const JwtAlgorithm = z.enum(JWT_ALGORITHMS)
export type JwtAlgorithm = z.infer<typeof JwtAlgorithm>

/**
 * What is sealed: the plaintext of a credential's JWE. `value` is a secret header's or variable's
 * value. The kinds `oauth` and `oauth_refresh` are sealed by the function `oauth` and never leave it.
 */
export const CredentialSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('api_key'), key: secret('API key') }),
  z.object({
    kind: z.literal('basic'),
    username: z
      .string()
      .check(
        z.minLength(1, 'Enter the user name'),
        z.maxLength(1_024, 'The user name is longer than 1,024 characters'),
        z.regex(/^[^:\r\n\0]*$/, 'A user name cannot contain a colon (RFC 7617)'),
      ),
    // RFC 7617 allows an empty password, and several vendors want the key as user name with none.
    password: z
      .string()
      .check(z.maxLength(16_384), z.regex(/^[^\r\n\0]*$/, 'The password has a line break in it')),
  }),
  z.object({ kind: z.literal('jwt'), token: secret('token') }),
  /** Signs a token for each request: PKCS#8 PEM, or for HS256 the shared secret as text. */
  z.object({
    kind: z.literal('jwt_key'),
    key: z
      .string()
      .check(
        z.minLength(1, 'Enter the signing key'),
        z.maxLength(24_576, 'The signing key is longer than 24,576 characters'),
      ),
  }),
  /** Client certificate with its chain, key as unencrypted PKCS#8, and who signed the server's; all PEM. */
  z.object({
    kind: z.literal('certificate'),
    certificate: pem('certificate'),
    key: pem('private key'),
    ca: z.nullable(pem('CA certificate')),
  }),
  /** OpenSSH or PEM; the passphrase is empty for a key without. */
  z.object({
    kind: z.literal('ssh_key'),
    key: pem('private key'),
    passphrase: z.string().check(z.maxLength(1_024, 'At most 1,024 characters')),
  }),
  z.object({ kind: z.literal('oauth_client'), client_secret: secret('client secret') }),
  z.object({ kind: z.literal('oauth'), access_token: secret('access token') }),
  z.object({ kind: z.literal('oauth_refresh'), refresh_token: secret('refresh token') }),
  z.object({ kind: z.literal('value'), value: secret('value') }),
])
export type CredentialSecret = z.infer<typeof CredentialSecret>

/** An environment variable's name (POSIX.1-2017 §8.1). */
export const EnvName = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z_][A-Za-z0-9_]{0,99}$/,
      'A variable name has letters, digits and underscores: TEAM_ID',
    ),
  )

/**
 * Which secret of an integration a credential is: its `auth`, the OAuth client's secret (`client`),
 * the refresh token (`refresh`), or one header's or one variable's value.
 */
export const CredentialSlot = z
  .string()
  .check(
    z.regex(
      /^(auth|client|refresh|header:[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}|env:[A-Za-z_][A-Za-z0-9_]{0,99})$/,
      'Not a credential slot',
    ),
  )
export type CredentialSlot = z.infer<typeof CredentialSlot>
