import {
  AlertRow,
  AlertSettings,
  CHANNEL_COLUMNS,
  ChannelOffer,
  ChannelRow,
  type ChannelSecret,
  type ChannelSettings,
  ChannelTestResult,
  UnreadAlerts,
} from '@contract/alerts'
import * as z from 'zod/mini'
import { dataClient } from '@/lib/data-client'
import { env } from '@/lib/env'
import { AppError, toAppError } from '@/lib/errors'
import { authorizedFetch, ownerId } from '@/lib/supabase'
import { parse, read } from './answers'
import { callFunction } from './function-answers'

const FUNCTIONS_URL = `${env.supabaseUrl}/functions/v1`
/** What a receiver may take, and the function around it. */
const TEST_WITHIN_MS = 30_000

/** Where a page of alerts begins: after that one. */
export type AlertPlace = Pick<AlertRow, 'id' | 'created_at'>

/** `id` is made once a form, so that a retry makes no second row. */
export interface NewChannel extends ChannelSettings {
  id: string
  kind: ChannelRow['kind']
}

/** How many alerts are unread, up to 100. @throws AppError */
export async function countUnreadAlerts(): Promise<number> {
  return parse(UnreadAlerts, await read(dataClient.rpc('unread_alerts'))).count
}

/** Alerts after that place, newest first, at most `limit`. @throws AppError */
export async function listAlerts(
  isUnreadOnly: boolean,
  after: AlertPlace | null,
  limit: number,
): Promise<AlertRow[]> {
  const answer = await read(
    dataClient.rpc('list_alerts', {
      p_unread_only: isUnreadOnly,
      ...(after ? { p_before: after.created_at, p_before_id: after.id } : {}),
      p_limit: limit,
    }),
  )
  return parse(z.array(AlertRow), answer)
}

/** Marks those as read, or every one. @throws AppError */
export async function markAlertsRead(ids: readonly string[] | 'all'): Promise<void> {
  const unread = dataClient
    .from('alerts')
    .update({ read_at: new Date().toISOString() })
    .is('read_at', null)
  await read(ids === 'all' ? unread : unread.in('id', [...ids]))
}

/** Has a delivery that failed sent again. @throws AppError `conflict` when it is sent already */
export async function sendAgain(deliveryId: string): Promise<void> {
  const rows = await read(
    dataClient
      .from('alert_deliveries')
      .update({ state: 'waiting' })
      .eq('id', deliveryId)
      .eq('state', 'failed')
      .select('id'),
  )
  if (rows.length === 0) throw new AppError('conflict', 'It was sent again in the meantime.')
}

/** The person's channels, by name. @throws AppError */
export async function listChannels(): Promise<ChannelRow[]> {
  const rows = await read(dataClient.from('alert_channels').select(CHANNEL_COLUMNS).order('name'))
  return parse(z.array(ChannelRow), rows)
}

/** Makes a channel; `secret`: its address, which is sealed here, or null for mail. @throws AppError */
export async function addChannel(channel: NewChannel, secret: ChannelSecret | null): Promise<void> {
  const address = secret && (await sealed(channel.id, secret))
  await read(
    dataClient.from('alert_channels').upsert({ ...channel, ...address }, { onConflict: 'id' }),
  )
}

/** Changes a channel; its address stays unless there is a `secret`. @throws AppError */
export async function changeChannel(
  id: string,
  change: Partial<ChannelSettings>,
  secret: ChannelSecret | null = null,
): Promise<void> {
  const address = secret && (await sealed(id, secret))
  const rows = await read(
    dataClient
      .from('alert_channels')
      .update({ ...change, ...address })
      .eq('id', id)
      .select('id'),
  )
  if (rows.length === 0) {
    throw new AppError('not_found', 'This channel was deleted in the meantime.')
  }
}

/** Deletes a channel and the notes of what was sent there. Gone already is gone. @throws AppError */
export async function removeChannel(id: string): Promise<void> {
  await read(dataClient.from('alert_channels').delete().eq('id', id))
}

/** Sends a test message, and tells what it was answered. @throws AppError */
export function testChannel(channelId: string): Promise<ChannelTestResult> {
  const fetch: typeof authorizedFetch = (input, init) =>
    authorizedFetch(input, init, TEST_WITHIN_MS)
  const url = `${FUNCTIONS_URL}/deliver-alerts/test`
  return orAppError(callFunction(ChannelTestResult, { url, fetch }, { channelId }))
}

/** What this Patchbay can send by. @throws AppError */
export function readChannelOffer(): Promise<ChannelOffer> {
  const url = `${FUNCTIONS_URL}/deliver-alerts/offer`
  return orAppError(callFunction(ChannelOffer, { url, fetch: authorizedFetch }, {}))
}

/** When nothing is to be sent; null: nobody said. @throws AppError */
export async function readAlertSettings(): Promise<AlertSettings | null> {
  const rows = await read(dataClient.from('alert_settings').select('time_zone,quiet_from,quiet_to'))
  return parse(z.array(AlertSettings), rows)[0] ?? null
}

/** @throws AppError `invalid_request` for a time zone that the database does not know */
export async function saveAlertSettings(settings: AlertSettings): Promise<void> {
  const user_id = await orAppError(ownerId())
  await read(
    dataClient.from('alert_settings').upsert({ user_id, ...settings }, { onConflict: 'user_id' }),
  )
}

function sealed(channelId: string, secret: ChannelSecret) {
  return orAppError(
    (async () => {
      const [{ newestSealingKey }, { sealChannel }] = await Promise.all([
        import('./credential-sealer'),
        import('./seal-channel'),
      ])
      const deps = { functionsUrl: FUNCTIONS_URL, fetch: authorizedFetch }
      const [key, owner] = await Promise.all([newestSealingKey(deps), ownerId()])
      return sealChannel(secret, { channelId, ownerId: owner }, key)
    })(),
  )
}

/** @throws AppError and nothing else */
function orAppError<T>(awaited: Promise<T>): Promise<T> {
  return awaited.catch((thrown: unknown) => {
    throw toAppError(thrown)
  })
}
