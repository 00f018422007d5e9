import { person, request, type TestDatabase } from './db.ts'
import { addChannel, claim, openIncident, settle } from './db-alerts.ts'
import { addIntegration, SEALED } from './db-rows.ts'

/** For the matrix: a delivery that failed, one that waits, one that is being sent, and quiet hours. */
export async function prepareAlerts(db: TestDatabase, ownerId: string, integrationId: string) {
  const channel = await addChannel(db, ownerId)
  await openIncident(db, ownerId, integrationId)
  const { lease, deliveries } = await claim(db)
  const [failed] = deliveries
  if (!failed) throw new Error('The alert has a delivery.')
  await settle(db, lease, [{ id: failed.id, outcome: 'failed', answer: 'It refused.' }])
  await openIncident(db, ownerId, await addIntegration(db, ownerId))
  const held = await claim(db)
  await openIncident(db, ownerId, await addIntegration(db, ownerId))
  const second = await addChannel(db, ownerId)
  await request(
    db,
    person(ownerId),
    `insert into public.alert_settings (time_zone, quiet_from, quiet_to) values ('UTC', '00:00', '00:01')`,
  )
  const sending = JSON.stringify([{ id: held.deliveries[0]?.id, outcome: 'sent' }])
  const ofOwner = `user_id = '${ownerId}'`
  return {
    rows: {
      alerts: {
        where: `${ofOwner} and user_integration_id = '${integrationId}'`,
        change: 'read_at = now()',
        insert: `(user_id, user_integration_id, kind, slot, expires_at, threshold_days, is_muted)
          values ('${ownerId}', '${integrationId}', 'credential_expiring', 'auth', now(), 7, false)`,
      },
      alert_channels: {
        where: `id = '${channel}'`,
        change: `name = 'Renamed'`,
        insert: `(user_id, kind, name, events, encrypted, key_id, hint, audience)
          values ('${ownerId}', 'slack', 'Team', '{failing}', '${SEALED}', 'key-1', '', '{https://hooks.acme.test}')`,
      },
      alert_deliveries: {
        where: `id = '${failed.id}'`,
        change: `state = 'waiting'`,
        insert: `(alert_id, channel_id, user_id) values ('${failed.alert.id}', '${second}', '${ownerId}')`,
      },
      alert_settings: {
        where: ofOwner,
        change: `quiet_from = '23:00'`,
        insert: `(user_id, time_zone) values ('${ownerId}', 'UTC')
          on conflict (user_id) do update set time_zone = excluded.time_zone`,
      },
    },
    calls: {
      list_alerts: `public.list_alerts() <> '[]'`,
      unread_alerts: `(public.unread_alerts() ->> 'count')::integer > 0`,
      claim_deliveries: `public.claim_deliveries(1, 1, 1000) -> 'deliveries' <> '[]'`,
      settle_deliveries: `public.settle_deliveries('${held.lease}', '${sending}') = 1`,
      begin_channel_test: `public.begin_channel_test('${ownerId}', '${channel}') ->> 'outcome' = 'started'`,
    },
  }
}
