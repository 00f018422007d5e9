import type { CredentialHelp, IntegrationType, TypeDefaults } from '@contract/type-defaults'
import type * as z from 'zod/mini'
import { BLANK, type HelpValues, type Shape, type TypeValues } from './values'

/** The form of a stored type. */
export function valuesOfType(type: IntegrationType): TypeValues {
  const { defaults } = type
  return {
    ...BLANK,
    shape: shapeOf(defaults),
    name: type.name,
    description: type.description,
    icon: type.icon ?? '',
    docsUrl: type.docs_url ?? '',
    isOwnAddress: defaults.own_address,
    methods: type.auth_methods,
    ...ofAuth(defaults.auth),
    ...ofKind(defaults),
  }
}

function shapeOf(defaults: TypeDefaults): Shape {
  switch (defaults.kind) {
    case 'mcp':
      return defaults.protocols.includes('stdio') ? 'mcp-command' : 'mcp-url'
    case 'rest':
    case 'graphql':
      return defaults.kind
    case 'ssh':
      throw new Error('No form makes a type of this kind')
  }
}

function ofKind(defaults: TypeDefaults): Partial<TypeValues> {
  switch (defaults.kind) {
    case 'mcp':
      return {
        hasHttp: defaults.protocols.includes('http'),
        hasSse: defaults.protocols.includes('sse'),
        urls: { http: defaults.urls.http ?? '', sse: defaults.urls.sse ?? '' },
        command: defaults.stdio?.command ?? '',
        args: defaults.stdio?.args.join('\n') ?? '',
        env: (defaults.stdio?.env ?? []).map(({ name, is_required, help }) => ({
          name,
          isRequired: is_required,
          label: help.label === name ? '' : help.label,
          hint: help.hint ?? '',
        })),
      }
    case 'rest': {
      const { method, path, expected_status, account } = defaults.verification
      return {
        ...ofAddress(defaults),
        request: { method, path, expectedStatus: String(expected_status) },
        account: account[0] ?? '',
      }
    }
    case 'graphql': {
      const { query, account } = defaults.verification
      return { ...ofAddress(defaults), query, account: account[0] ?? '' }
    }
    case 'ssh':
      return {}
  }
}

function ofAddress({
  api_url = '',
  address_example = '',
}: {
  api_url?: string | undefined
  address_example?: string | undefined
}) {
  return { address: api_url, addressExample: address_example }
}

function ofAuth({ api_key, basic, jwt, oauth, certificate }: TypeDefaults['auth']) {
  const mint = jwt?.mint
  return {
    apiKey: api_key ? { ...api_key.placement, help: toValues(api_key.help) } : BLANK.apiKey,
    basic: basic ? { username: basic.username.label, help: toValues(basic.password) } : BLANK.basic,
    jwt: {
      ...BLANK.jwt,
      way: mint ? (jwt.help ? 'both' : 'signed') : 'given',
      ...(jwt?.help && { help: toValues(jwt.help) }),
      ...(mint && {
        alg: mint.algs[0] ?? BLANK.jwt.alg,
        lifetime: String(mint.lifetime_seconds),
        asks: mint.asks.map(({ into, label }) => ({ into, label })),
        keyHelp: toValues(mint.help),
      }),
    } satisfies TypeValues['jwt'],
    oauth: oauth
      ? ({
          server: oauth.own_server ? 'each' : oauth.token_endpoint ? 'endpoints' : 'issuer',
          issuer: oauth.issuer ?? '',
          authorizationEndpoint: oauth.authorization_endpoint ?? '',
          tokenEndpoint: oauth.token_endpoint ?? '',
          hasCode: oauth.grants.includes('authorization_code'),
          hasClient: oauth.grants.includes('client_credentials'),
          scopes: oauth.scopes.join(' '),
          help: oauth.client ? toValues(oauth.client) : BLANK.oauth.help,
        } satisfies TypeValues['oauth'])
      : BLANK.oauth,
    certificate: certificate ? { help: toValues(certificate.help) } : BLANK.certificate,
  }
}

function toValues({
  label,
  example = '',
  hint = '',
  url = '',
}: z.infer<typeof CredentialHelp>): HelpValues {
  return { label, example, hint, url }
}
