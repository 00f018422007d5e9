import { randomUUID } from 'node:crypto'
import { type Parameter, person, query, request, SERVICE, type TestDatabase } from './db.ts'
import { SEALED } from './db-rows.ts'

export const EVENTS = ['failing', 'recovered', 'credential_expiring']

export interface ChannelOptions {
  kind?: 'webhook' | 'slack' | 'email'
  events?: string[]
}

/** A channel as its owner's browser adds it. Answers its id. */
export async function addChannel(
  db: TestDatabase,
  ownerId: string,
  { kind = 'webhook', events = EVENTS }: ChannelOptions = {},
): Promise<string> {
  const id = randomUUID()
  const isMail = kind === 'email'
  await request(
    db,
    person(ownerId),
    `insert into public.alert_channels (id, kind, name, events, encrypted, key_id, hint, audience)
     values ($1, $2, $3, $4, $5, $6, $7, $8::text::text[])`,
    [
      id,
      kind,
      `Channel ${id}`,
      events,
      isMail ? null : SEALED,
      isMail ? null : 'key-1',
      isMail ? null : 'abcd',
      isMail ? null : '{https://hooks.acme.test}',
    ],
  )
  return id
}

/** An incident that begins, as the trigger on the integration's status writes it. Answers its id. */
export async function openIncident(
  db: TestDatabase,
  ownerId: string,
  integrationId: string,
): Promise<string> {
  const { rows } = await request<{ id: string }>(
    db,
    SERVICE,
    `insert into public.integration_incidents (user_integration_id, user_id, opened_at, stage, code, message)
     values ($1, $2, now() - interval '1 minute', 'reach', 'connection_refused', 'Nothing listens there.') returning id`,
    [integrationId, ownerId],
  )
  if (rows[0] === undefined) throw new Error('The incident was not written.')
  return rows[0].id
}

export async function closeIncident(
  db: TestDatabase,
  id: string,
  endedBy: 'recovered' | 'changed' = 'recovered',
): Promise<void> {
  await request(
    db,
    SERVICE,
    'update public.integration_incidents set closed_at = now(), ended_by = $2 where id = $1',
    [id, endedBy],
  )
}

export interface DeliveryState {
  id: string
  kind: string
  channel_id: string
  state: string
  reason: string | null
  is_held: boolean
  is_last_for_now: boolean
  attempts: number
  next_attempt_at: Date
  last_answer: string | null
}

/** What is or was sent of one person's alerts, in the order in which they came. */
export async function deliveriesOf(db: TestDatabase, ownerId: string): Promise<DeliveryState[]> {
  const rows = await query<DeliveryState>(
    db,
    `select d.*, alert.kind from public.alert_deliveries as d
     join public.alerts as alert on alert.id = d.alert_id
     where d.user_id = $1 order by d.created_at, alert.kind, d.id`,
    [ownerId],
  )
  return rows.map((row) => ({ ...row, next_attempt_at: new Date(row.next_attempt_at) }))
}

export interface Claimed {
  lease: string
  deliveries: {
    id: string
    attempt: number
    channel: { id: string; user_id: string; mail_to: string | null }
    alert: { id: string; kind: string }
    integration: { name: string }
    incident: { message: string } | null
  }[]
}

/** What a worker takes now, or at that moment. */
export async function claim(
  db: TestDatabase,
  { limit = 50, perUser = 50, at = null as Date | null } = {},
): Promise<Claimed> {
  return await asService<Claimed>(db, 'public.claim_deliveries($1, $2, 60000, $3)', [
    limit,
    perUser,
    at,
  ])
}

export interface Outcome {
  id: string
  outcome: 'sent' | 'retry' | 'failed' | 'gone'
  status?: number
  answer?: string
  retry_after_ms?: number
}

export async function settle(
  db: TestDatabase,
  lease: string,
  outcomes: Outcome[],
  at: Date | null = null,
): Promise<number> {
  return await asService<number>(db, 'public.settle_deliveries($1, $2::text::jsonb, $3)', [
    lease,
    JSON.stringify(outcomes),
    at,
  ])
}

export async function asService<T>(
  db: TestDatabase,
  call: string,
  params: readonly Parameter[] = [],
): Promise<T> {
  const { rows } = await request<{ answer: T }>(db, SERVICE, `select ${call} as answer`, params)
  if (rows[0] === undefined) throw new Error('A function always answers.')
  return rows[0].answer
}
