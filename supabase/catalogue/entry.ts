import type { CATEGORIES, CatalogueEntry } from '../functions/_shared/contract/type-defaults.ts'

type DefaultsOf<Kind> = Extract<CatalogueEntry['defaults'], { kind: Kind }>
type Auth = CatalogueEntry['defaults']['auth']
type ApiKey = NonNullable<Auth['api_key']>
type Help = ApiKey['help']
type OAuth = NonNullable<Auth['oauth']>

type About = Pick<CatalogueEntry, 'id' | 'name' | 'description' | 'icon' | 'docs_url'> & {
  category: (typeof CATEGORIES)[number]
  /** True: it answers without a credential too. */
  open?: boolean
}
/** What follows from the rest is not written twice: the kind, and whose address it is. */
type Facts<Kind> = Omit<DefaultsOf<Kind>, 'kind' | 'own_address'>

/** A vendor's REST API. Without `api_url` the person gives the address. */
export function restApi(entry: About & Facts<'rest'>): CatalogueEntry {
  const { about, facts } = split(entry)
  return {
    ...about,
    type: 'vendor',
    defaults: { kind: 'rest', own_address: entry.api_url === undefined, ...facts },
  }
}

/** A vendor's GraphQL API; its address is the endpoint itself. */
export function graphqlApi(entry: About & Facts<'graphql'>): CatalogueEntry {
  const { about, facts } = split(entry)
  return {
    ...about,
    type: 'vendor',
    defaults: { kind: 'graphql', own_address: entry.api_url === undefined, ...facts },
  }
}

/** An MCP server. Without a URL or a command the person gives it. */
export function mcpServer(entry: About & Facts<'mcp'>): CatalogueEntry {
  const { about, facts } = split(entry)
  const { urls, stdio } = entry
  const hasAddress = [urls.http, urls.sse, stdio?.command].some((place) => place !== undefined)
  return {
    ...about,
    type: 'mcp',
    defaults: { kind: 'mcp', own_address: !hasAddress, ...facts },
  }
}

/** A vendor's own MCP server on Streamable HTTP. */
export function remoteMcp(entry: About & { url: string; auth: Auth }): CatalogueEntry {
  const { url, ...rest } = entry
  return mcpServer({ ...rest, protocols: ['http'], urls: { http: url } })
}

/** A machine that the person names. */
export function sshServer(entry: About & Facts<'ssh'>): CatalogueEntry {
  const { about, facts } = split(entry)
  return { ...about, type: 'vendor', defaults: { kind: 'ssh', own_address: true, ...facts } }
}

/** An MCP server that a runner starts: it takes its secrets as variables. */
export function commandMcp(
  entry: About & { stdio: NonNullable<DefaultsOf<'mcp'>['stdio']> },
): CatalogueEntry {
  return mcpServer({ ...entry, protocols: ['stdio'], urls: {}, open: true, auth: {} })
}

/** The person signs in at the vendor (RFC 6749 §4.1). An MCP server names its own endpoints. */
export function signIn(settings: Omit<OAuth, 'grants'> = {}): OAuth {
  return { grants: ['authorization_code'], ...settings }
}

/** Google gives a refresh token only to who asks for it, and anew only with consent. */
export function googleSignIn(scope: string, api: string): OAuth {
  return signIn({
    issuer: 'https://accounts.google.com',
    client_auth: ['client_secret_basic', 'client_secret_post'],
    authorization_params: { access_type: 'offline', prompt: 'consent' },
    scopes: [scope],
    client: {
      label: 'OAuth client',
      example: '….apps.googleusercontent.com',
      url: 'https://console.cloud.google.com/auth/clients',
      hint: `A client for a web application, in a project where the ${api} is enabled.`,
    },
  })
}

/** `Authorization: Bearer <key>`. */
export function bearer(help: Help): ApiKey {
  return inHeader('Authorization', help, 'Bearer ')
}

/** `<name>: <prefix><key>`. */
export function inHeader(name: string, help: Help, prefix = ''): ApiKey {
  return { placement: { in: 'header', name, prefix }, help }
}

/** `?<name>=<key>`, for vendors that know no header. */
export function inQuery(name: string, help: Help): ApiKey {
  return { placement: { in: 'query', name }, help }
}

function split<Entry extends About & { auth: Auth }>(entry: Entry) {
  const { id, name, category, description, icon, docs_url, open, ...facts } = entry
  const auth_methods: CatalogueEntry['auth_methods'] = []
  if (facts.auth.api_key) auth_methods.push('api_key')
  if (facts.auth.basic) auth_methods.push('basic')
  if (facts.auth.jwt) auth_methods.push('jwt')
  if (facts.auth.oauth) auth_methods.push('oauth')
  if (facts.auth.certificate) auth_methods.push('certificate')
  if (facts.auth.ssh_key) auth_methods.push('ssh_key')
  // Last, so that the form opens with the credential that most people come with.
  if (open) auth_methods.push('none')
  return { about: { id, name, category, description, icon, docs_url, auth_methods }, facts }
}
