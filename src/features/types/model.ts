import type { AuthMethod } from '@contract/auth'
import type { CredentialHelp, TypeDefaults } from '@contract/type-defaults'
import type * as z from 'zod/mini'
import { type HelpValues, METHODS_OF, type TypeValues } from './values'

/** A type as it is typed, not yet judged: give it to `IntegrationType`. */
export interface TypeDraft {
  id: string
  owner_id: string | null
  name: string
  type: 'custom'
  category: 'Custom'
  description: string
  icon: string | null
  docs_url: string | null
  auth_methods: AuthMethod[]
  defaults: DefaultsDraft
}

/** Every key of a kind must be thought of; its value is for the schema to judge. */
type DraftOf<Defaults> = { [Key in keyof Defaults]: Key extends 'kind' ? Defaults[Key] : unknown }
type DefaultsDraft = TypeDefaults extends infer Each
  ? Each extends unknown
    ? DraftOf<Each>
    : never
  : never

export function draftType(values: TypeValues, id: string): TypeDraft {
  return {
    id,
    // The database says whose it is.
    owner_id: null,
    name: values.name.trim(),
    type: 'custom',
    category: 'Custom',
    description: values.description.trim(),
    icon: values.icon || null,
    docs_url: values.docsUrl.trim() || null,
    auth_methods: chosenMethods(values),
    defaults: draftDefaults(values),
  }
}

/** In the order of their usualness; those that the shape does not have are passed over. */
export function chosenMethods({ shape, methods }: TypeValues): AuthMethod[] {
  if (shape === 'mcp-command') return ['none']
  return METHODS_OF[shape].filter((method) => methods.includes(method))
}

function draftDefaults(values: TypeValues): DefaultsDraft {
  const auth = draftAuth(values)
  switch (values.shape) {
    case 'mcp-url':
      return {
        kind: 'mcp',
        own_address: values.isOwnAddress,
        protocols: chosenProtocols(values),
        urls: values.isOwnAddress ? {} : chosenUrls(values),
        stdio: undefined,
        auth,
      }
    case 'mcp-command':
      return {
        kind: 'mcp',
        own_address: false,
        protocols: ['stdio'],
        urls: {},
        stdio: {
          command: values.command.trim(),
          args: linesOf(values.args),
          env: values.env.map(({ name, isRequired, label, hint }) => ({
            name: name.trim(),
            is_required: isRequired,
            help: { label: label.trim() || name.trim(), hint: hint.trim() || undefined },
          })),
        },
        auth: {},
      }
    case 'rest': {
      const { method, path, expectedStatus } = values.request
      return {
        kind: 'rest',
        ...vendorDefaults(values, auth),
        verification: {
          method,
          path: path.trim(),
          expected_status: toNumber(expectedStatus),
          account: accountOf(values),
        },
      }
    }
    case 'graphql':
      return {
        kind: 'graphql',
        ...vendorDefaults(values, auth),
        verification: { query: values.query.trim(), account: accountOf(values) },
      }
  }
}

function vendorDefaults(values: TypeValues, auth: unknown) {
  const { isOwnAddress, address, addressExample } = values
  return {
    own_address: isOwnAddress,
    api_url: isOwnAddress ? undefined : address.trim(),
    address_example: (isOwnAddress && addressExample.trim()) || undefined,
    headers: {},
    api_version: undefined,
    scopes: [],
    webhooks: false,
    own_request: false,
    auth,
  }
}

function chosenProtocols({ hasHttp, hasSse }: TypeValues): string[] {
  return [...(hasHttp ? ['http'] : []), ...(hasSse ? ['sse'] : [])]
}

function chosenUrls({ hasHttp, hasSse, urls }: TypeValues) {
  return {
    http: hasHttp ? urls.http.trim() : undefined,
    sse: hasSse ? urls.sse.trim() : undefined,
  }
}

function accountOf({ account }: TypeValues): string[] {
  return account.trim() ? [account.trim()] : []
}

/** What each chosen method needs to know. */
function draftAuth(values: TypeValues): Record<string, unknown> {
  const settings: Record<AuthMethod, () => unknown> = {
    none: () => undefined,
    ssh_key: () => undefined,
    api_key: () => {
      const { help, name, ...rest } = values.apiKey
      return { placement: { ...rest, name: name.trim() }, help: toHelp(help) }
    },
    basic: () => ({
      username: { label: values.basic.username.trim() },
      password: toHelp(values.basic.help),
    }),
    jwt: () => draftJwt(values.jwt),
    oauth: () => draftOAuth(values),
    certificate: () => ({ help: toHelp(values.certificate.help) }),
  }
  return Object.fromEntries(chosenMethods(values).map((method) => [method, settings[method]()]))
}

function draftJwt({ way, help, alg, lifetime, asks, keyHelp }: TypeValues['jwt']) {
  const mint = {
    algs: [alg],
    lifetime_seconds: toNumber(lifetime),
    asks: asks.map(({ into, label }) => ({ into: into.trim(), label: label.trim() })),
    help: toHelp(keyHelp),
  }
  return {
    help: way === 'signed' ? undefined : toHelp(help),
    mint: way === 'given' ? undefined : mint,
  }
}

/** An MCP server says itself who its authorization server is, and what it gives. */
function draftOAuth({ shape, oauth }: TypeValues) {
  const { server, hasCode, hasClient } = oauth
  const scopes = oauth.scopes.split(/[\s,]+/).filter(Boolean)
  if (shape === 'mcp-url') return { grants: ['authorization_code'], scopes }
  const hasEndpoints = server === 'endpoints'
  return {
    grants: [
      ...(hasCode ? ['authorization_code'] : []),
      ...(hasClient ? ['client_credentials'] : []),
    ],
    own_server: server === 'each',
    issuer: server === 'issuer' ? oauth.issuer.trim() : undefined,
    authorization_endpoint:
      hasEndpoints && hasCode ? oauth.authorizationEndpoint.trim() : undefined,
    token_endpoint: hasEndpoints ? oauth.tokenEndpoint.trim() : undefined,
    scopes,
    client: toHelp(oauth.help),
  }
}

function toHelp({ label, example, hint, url }: HelpValues): z.input<typeof CredentialHelp> {
  return {
    label: label.trim(),
    example: example.trim() || undefined,
    hint: hint.trim() || undefined,
    url: url.trim() || undefined,
  }
}

/** One argument a line, as it stands: spaces may be meant. Lines with nothing on them are none. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
}

/** NaN for what is no number, an empty text among it: the schema then says what it wants. */
function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
