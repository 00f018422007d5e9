import { randomBytes } from 'node:crypto'
import type { IntegrationConfig, OAuthConfig } from '@contract/config'
import { ApiErrorBody } from '@contract/errors'
import {
  AuthorizationFinished,
  AuthorizationStarted,
  CallbackFragment,
  clientAudienceOf,
} from '@contract/oauth'
import { SealingKeySet } from '@contract/sealing'
import type { OAuthSettings, TypeDefaults } from '@contract/type-defaults'
import { calculatePKCECodeChallenge as hashOf } from 'oauth4webapi'
import { seal } from '../../src/services/seal.ts'
import type { Decision, Vendor } from './oauth-vendor.ts'
import { SECRET } from './oauth-vendor.ts'
import type { Person } from './person.ts'
import type { Stack } from './stack.ts'

export type OAuthIntegration = Awaited<ReturnType<Person['create']>>

/** Rows as the service writes them. */
export function asService({ url, secretKey }: Stack) {
  return async (path: string, method: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/rest/v1/${path}`, {
      method,
      headers: { apikey: secretKey, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(text)
    return text === '' ? null : JSON.parse(text)
  }
}

const row = {
  category: 'Custom',
  description: 'Something behind a sign-in.',
  docs_url: 'https://docs.acme.test',
  auth_methods: ['oauth', 'api_key'],
  config_schema: {},
}

/** A type whose API is the vendor's, by its issuer. */
export async function publishType(
  stack: Stack,
  id: string,
  vendor: Vendor,
  oauth: Partial<OAuthSettings> = {},
): Promise<OAuthSettings> {
  const settings: OAuthSettings = {
    grants: ['authorization_code', 'client_credentials'],
    own_server: false,
    issuer: vendor.issuer,
    client_auth: ['client_secret_basic', 'client_secret_post', 'none'],
    authorization_params: {},
    scopes: ['read', 'write'],
    ...oauth,
  }
  const defaults: TypeDefaults = {
    kind: 'rest',
    own_address: true,
    headers: {},
    scopes: [],
    webhooks: false,
    auth: { oauth: settings },
    verification: { method: 'GET', path: '/me', expected_status: 200, account: ['/login'] },
    own_request: false,
  }
  const type = { ...row, id, name: 'Acme', type: 'vendor', defaults }
  await asService(stack)('integration_types', 'POST', type)
  return settings
}

/** A type for MCP servers that are signed in to. */
export async function publishMcpType(stack: Stack, id: string): Promise<void> {
  const defaults: TypeDefaults = {
    kind: 'mcp',
    own_address: true,
    protocols: ['http', 'sse'],
    urls: {},
    auth: {},
  }
  const type = { ...row, id, name: 'Acme MCP', type: 'mcp', defaults }
  await asService(stack)('integration_types', 'POST', type)
}

export const apiConfig = (api_url: string, oauth: Partial<OAuthConfig>): IntegrationConfig => ({
  kind: 'rest',
  api_url,
  scopes: [],
  headers: [],
  env: [],
  oauth: { grant: 'authorization_code', client_auth: 'none', ...oauth },
})

export const WEB = { client_id: 'web', client_auth: 'client_secret_basic' } as const
export const MACHINE = {
  grant: 'client_credentials',
  client_id: 'machine',
  client_auth: 'client_secret_basic',
} as const

/** Seals a client secret as the page does, and stores it. */
export async function storeClientSecret(
  person: Person,
  integration: { id: string; config: IntegrationConfig },
  settings: OAuthSettings,
  client_secret = SECRET,
): Promise<void> {
  const { keys } = SealingKeySet.parse(await (await person.call('sealing-keys')).json())
  const audience = clientAudienceOf(integration.config, settings)
  if (!keys[0] || !audience) throw new Error('nothing to seal with')
  const sealed = await seal(
    { kind: 'oauth_client', client_secret },
    { integrationId: integration.id, ownerId: person.id, slot: 'client', audience },
    keys[0],
  )
  const stored = await person.db
    .from('integration_credentials')
    .upsert({ ...sealed, user_integration_id: integration.id })
  if (stored.error) throw stored.error
}

/** The page's part of an authorization, in one tab of a browser. */
export function tabOf(stack: Stack, person: Person, origin = stack.url) {
  const browserKey = randomBytes(32).toString('base64url')
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    person.call(`oauth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...headers },
      body: JSON.stringify(body),
    })
  return {
    browserKey,
    post,
    start: async (integrationId: string, headers: Record<string, string> = {}) =>
      post('start', { integrationId, browserHash: await hashOf(browserKey) }, headers),
    finish: (ticket: string) => post('finish', { ticket, browserKey }),
  }
}
export type Tab = ReturnType<typeof tabOf>

/** The authorization URL; the story goes on only where there is one. */
export async function started(response: Promise<Response>): Promise<URL> {
  const answer: unknown = await (await response).json()
  const { success, data } = AuthorizationStarted.safeParse(answer)
  if (!success) throw new Error(JSON.stringify(answer))
  return new URL(data.authorizationUrl)
}

/** The browser comes back from the vendor: where the callback leads it. */
export async function comeBack(callback: URL) {
  const response = await fetch(callback, { redirect: 'manual' })
  const location = new URL(response.headers.get('location') ?? 'about:blank')
  const fragment = CallbackFragment.parse(
    Object.fromEntries(new URLSearchParams(location.hash.slice(1))),
  )
  return { response, location, fragment }
}

export async function ticketOf(callback: URL): Promise<string> {
  const { fragment } = await comeBack(callback)
  if ('ticket' in fragment) return fragment.ticket
  throw new Error(fragment.error)
}

/** The error that a function answers, by code and words. */
export async function refusal(response: Promise<Response>) {
  const answered = await response
  const { error } = ApiErrorBody.parse(await answered.json())
  return { status: answered.status, code: error.code, message: error.message }
}

/** The whole of it, from the button to the grant. `signIn`: what the person does at the vendor. */
export async function connectBy(
  stack: Stack,
  person: Person,
  integrationId: string,
  signIn: (authorizationUrl: string) => Promise<URL>,
): Promise<AuthorizationFinished> {
  const tab = tabOf(stack, person)
  const url = await started(tab.start(integrationId))
  const ticket = await ticketOf(await signIn(url.href))
  return AuthorizationFinished.parse(await (await tab.finish(ticket)).json())
}

export const connect = (
  stack: Stack,
  person: Person,
  vendor: Vendor,
  integrationId: string,
  says: Decision = 'everything',
) => connectBy(stack, person, integrationId, (url) => vendor.signIn(url, says))
