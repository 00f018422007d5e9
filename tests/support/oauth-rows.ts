import { randomBytes } from 'node:crypto'
import type { IntegrationConfig } from '@contract/config'
import { request, SERVICE, type TestDatabase } from './db.ts'
import { CONFIG, SEALED } from './db-rows.ts'

/** What a SHA-256 looks like in base64url. */
export const hash = () => randomBytes(32).toString('base64url')

const AUTHORITY = {
  server: { issuer: 'https://login.acme.test', token_endpoint: 'https://login.acme.test/token' },
  client: { client_id: 'patchbay', token_endpoint_auth_method: 'none' },
  registration: 'entered',
  resource: null,
  scopes: ['read', 'write'],
}

export const GRANT = {
  issuer: 'https://login.acme.test',
  client_id: 'patchbay',
  authority: AUTHORITY,
  scopes: ['read'],
  missing_scopes: ['write'],
  expires_at: '2030-01-01T00:00:00.000Z',
  is_renewable: true,
}

/** A sealed token of that slot, told apart by its key id. */
export const token = (slot: string, key_id = 'key-1') => ({
  slot,
  encrypted: SEALED,
  key_id,
  hint: '',
  audience: ['https://api.acme.test'],
  expires_at: null,
})
export const TOKENS = [token('auth'), token('refresh')]

export interface Flow {
  state_hash: string
  browser_hash: string
  ticket_hash: string
}

export const aFlow = () => ({
  state_hash: hash(),
  browser_hash: hash(),
  page_origin: 'https://patchbay.test',
  authority: AUTHORITY,
  sealed: 'sealed',
})

/** What a function of the database answers the service. `args`: a list of $1… with their casts. */
export async function callAsService<Answer>(
  db: TestDatabase,
  name: string,
  args: readonly [value: string | number | boolean | object, cast: string][],
): Promise<Answer> {
  const places = args.map(([, cast], index) => `$${index + 1}::${cast}`).join(', ')
  const values = args.map(([value]) => (typeof value === 'object' ? JSON.stringify(value) : value))
  const { rows } = await request<{ answer: Answer }>(
    db,
    SERVICE,
    `select public.${name}(${places}) as answer`,
    values,
  )
  const [row] = rows
  if (row === undefined) throw new Error('A function always answers.')
  return row.answer
}

/** A sign-in that the owner began, or null where the integration is not as `config` says. */
export async function beginFlow(
  db: TestDatabase,
  ownerId: string,
  integrationId: string,
  config: IntegrationConfig = CONFIG,
): Promise<Flow & { expires_at: string | null }> {
  const flow = aFlow()
  const expires_at = await callAsService<string | null>(db, 'begin_oauth_flow', [
    [ownerId, 'uuid'],
    [integrationId, 'uuid'],
    [config, 'text::jsonb'],
    [flow, 'text::jsonb'],
    [600_000, 'integer'],
  ])
  return { ...flow, ticket_hash: hash(), expires_at }
}

export const answerFlow = (db: TestDatabase, { state_hash, ticket_hash }: Flow) =>
  callAsService<{ outcome: string; page_origin: string | null }>(db, 'answer_oauth_flow', [
    [state_hash, 'text'],
    [ticket_hash, 'text'],
    ['sealed answer', 'text'],
  ])

export const finishFlow = (db: TestDatabase, userId: string, flow: Omit<Flow, 'state_hash'>) =>
  callAsService<{ outcome: string; answer?: string }>(db, 'finish_oauth_flow', [
    [userId, 'uuid'],
    [flow.ticket_hash, 'text'],
    [flow.browser_hash, 'text'],
    [600_000, 'integer'],
  ])

/** True when it was stored. */
export const storeGrant = (
  db: TestDatabase,
  userId: string,
  integrationId: string,
  { config = CONFIG, grant = GRANT, tokens = TOKENS, isNew = true } = {},
) =>
  callAsService<boolean>(db, 'store_grant', [
    [userId, 'uuid'],
    [integrationId, 'uuid'],
    [config, 'text::jsonb'],
    [grant, 'text::jsonb'],
    [tokens, 'text::jsonb'],
    [isNew, 'boolean'],
  ])

export interface BegunRefresh {
  outcome: string
  lease?: string
  generation?: number
  credentials?: { slot: string; key_id: string }[]
}

export const beginRefresh = (
  db: TestDatabase,
  userId: string,
  integrationId: string,
  { seen = 1, leaseMs = 20_000 } = {},
) =>
  callAsService<BegunRefresh>(db, 'begin_token_refresh', [
    [userId, 'uuid'],
    [integrationId, 'uuid'],
    [seen, 'bigint'],
    [leaseMs, 'integer'],
  ])

/** True when the tokens were stored. */
export const finishRefresh = (
  db: TestDatabase,
  userId: string,
  integrationId: string,
  lease: string,
  tokens = TOKENS,
) =>
  callAsService<boolean>(db, 'finish_token_refresh', [
    [userId, 'uuid'],
    [integrationId, 'uuid'],
    [lease, 'uuid'],
    [GRANT, 'text::jsonb'],
    [tokens, 'text::jsonb'],
  ])

export const failRefresh = (
  db: TestDatabase,
  userId: string,
  integrationId: string,
  lease: string,
  isFinal: boolean,
) =>
  callAsService<boolean>(db, 'fail_token_refresh', [
    [userId, 'uuid'],
    [integrationId, 'uuid'],
    [lease, 'uuid'],
    [isFinal, 'boolean'],
  ])

/** Takes the lease of a renewal, which must be free. */
export async function startedRefresh(
  db: TestDatabase,
  userId: string,
  integrationId: string,
  options = {},
): Promise<string> {
  const { outcome, lease } = await beginRefresh(db, userId, integrationId, options)
  if (lease === undefined) throw new Error(`The renewal is ${outcome}.`)
  return lease
}

export async function grantUnderRenewal(db: TestDatabase, userId: string, integrationId: string) {
  if (!(await storeGrant(db, userId, integrationId))) throw new Error('The grant was not stored.')
  return { lease: await startedRefresh(db, userId, integrationId, { leaseMs: 600_000 }) }
}
