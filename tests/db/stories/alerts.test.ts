import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  CHECK_VIOLATION,
  describeOnEachDatabase,
  person,
  query,
  REFUSED,
  request,
  sqlState,
  type TestDatabase,
} from '../../support/db.ts'
import {
  addChannel,
  asService,
  claim,
  closeIncident,
  deliveriesOf,
  openIncident,
  settle,
} from '../../support/db-alerts.ts'
import { addIntegration, addType, SEALED, signUp } from '../../support/db-rows.ts'

interface AlertRow {
  id: string
  kind: string
  is_muted: boolean
  read_at: string | null
  threshold_days: number | null
}

describeOnEachDatabase('alerts, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let ada: string
  let github: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
  }, 60_000)
  afterAll(() => db.stop())
  beforeEach(async () => {
    ada = await signUp(db)
    github = await addIntegration(db, ada, { typeId })
  })

  const asAda = (text: string, params: string[] = []) =>
    request<never>(db, person(ada), text, params)
  const alerts = () =>
    query<AlertRow>(
      db,
      'select * from public.alerts where user_id = $1 order by created_at, kind',
      [ada],
    )
  const states = async () =>
    (await deliveriesOf(db, ada)).map(({ kind, state, reason }) =>
      [kind, reason ?? state].join(' '),
    )
  const mine = async () => {
    const { lease, deliveries } = await claim(db)
    const [delivery] = deliveries.filter(({ channel }) => channel.user_id === ada)
    if (!delivery) throw new Error('Nothing of hers is due.')
    return { lease, delivery }
  }
  const due = () => asService<number>(db, 'private.due_deliveries()')

  describe('what is told', () => {
    test('an incident is told once when it begins and once when it is over, on each channel that wants it', async () => {
      await addChannel(db, ada)
      await addChannel(db, ada, { events: ['failing'] })
      const incident = await openIncident(db, ada, github)
      await closeIncident(db, incident)
      expect((await alerts()).map(({ kind }) => kind)).toEqual(['failing', 'recovered'])
      expect(await states()).toEqual(['failing waiting', 'failing waiting', 'recovered waiting'])
    })

    test('an incident that its owner ended is no recovery', async () => {
      await closeIncident(db, await openIncident(db, ada, github), 'changed')
      expect((await alerts()).map(({ kind }) => kind)).toEqual(['failing'])
    })

    test('what goes with an incident that is rolled back goes with it', async () => {
      const undo = new Error('undone')
      const work = db.transaction(async (run) => {
        await run(
          `insert into public.integration_incidents (user_integration_id, user_id, opened_at, code, message)
           values ($1, $2, now(), 'dns_failed', 'No such host.')`,
          [github, ada],
        )
        throw undo
      })
      await expect(work).rejects.toBe(undo)
      expect(await alerts()).toEqual([])
    })

    test('a muted integration is listed and told nowhere, and so is its recovery', async () => {
      await addChannel(db, ada)
      const mute = (is: boolean) =>
        asAda(`update public.user_integrations set are_alerts_muted = ${is} where id = $1`, [
          github,
        ])
      await mute(true)
      const incident = await openIncident(db, ada, github)
      await mute(false)
      await closeIncident(db, incident)
      expect((await alerts()).map(({ is_muted }) => is_muted)).toEqual([true, true])
      expect(await states()).toEqual([])
    })

    test('what waits when its integration is muted, or its channel switched off, is not sent', async () => {
      const channel = await addChannel(db, ada)
      const other = await addIntegration(db, ada, { typeId })
      await openIncident(db, ada, github)
      await openIncident(db, ada, other)
      await asAda('update public.user_integrations set are_alerts_muted = true where id = $1', [
        github,
      ])
      await asAda('update public.alert_channels set is_enabled = false where id = $1', [channel])
      expect((await states()).sort()).toEqual(['failing channel_off', 'failing muted'])
    })

    test('a person has the newest 500, whatever happens', async () => {
      await query(
        db,
        `insert into public.alerts (user_id, user_integration_id, kind, slot, expires_at, threshold_days, is_muted, created_at)
         select $1, $2, 'credential_expiring', 'auth', now() + make_interval(hours => n), 30, false, now() - make_interval(hours => n)
         from generate_series(1, 505) as n`,
        [ada, github],
      )
      await openIncident(db, ada, github)
      const left = await alerts()
      expect(left).toHaveLength(500)
      expect(left.some(({ kind }) => kind === 'failing')).toBe(true)
    })
  })

  describe('secrets that expire', () => {
    const store = (slot: string, inDays: number, storedDaysAgo = 40) =>
      query(
        db,
        `insert into public.integration_credentials
           (user_integration_id, user_id, slot, encrypted, key_id, hint, audience, expires_at, updated_at)
         values ($1, $2, $3, $4, 'key-1', '', '{https://api.acme.test}', now() + make_interval(hours => $5), now() - make_interval(hours => $6))`,
        [github, ada, slot, SEALED, inDays * 24, storedDaysAgo * 24],
      )
    const look = (inDays = 0) =>
      query(db, `select private.find_expiring_credentials(now() + make_interval(days => $1))`, [
        inDays,
      ])
    const thresholds = async () => (await alerts()).map(({ threshold_days }) => threshold_days)

    test('is told at 30, 7 and 1 days, each once, however often one looks', async () => {
      await store('auth', 40)
      for (const day of [0, 9, 10, 11, 20, 33, 34, 38, 39, 39]) await look(day)
      expect(await thresholds()).toEqual([30, 7, 1])
    })

    test('is told of the nearest alone where several have passed', async () => {
      await store('auth', 5)
      await look()
      await look()
      expect(await thresholds()).toEqual([7])
    })

    test('is not told of what renews itself, is over, or was made for hours', async () => {
      await store('auth', 5)
      await store('refresh', 90)
      await store('header:X-Old', -1)
      await store('header:X-Short', 0.5, 0)
      await look()
      expect(await thresholds()).toEqual([])
    })

    test('a new secret with a new end is told anew', async () => {
      await store('auth', 5)
      await look()
      await query(
        db,
        `update public.integration_credentials set expires_at = now() + interval '6 days' where user_integration_id = $1`,
        [github],
      )
      await look()
      expect(await thresholds()).toEqual([7, 7])
    })
  })

  describe('sending', () => {
    test('who has claimed it alone may say what became of it, and once', async () => {
      await addChannel(db, ada)
      await openIncident(db, ada, github)
      const { lease, delivery } = await mine()
      expect(delivery).toMatchObject({
        attempt: 1,
        alert: { kind: 'failing' },
        incident: { message: 'Nothing listens there.' },
      })
      const sent = [{ id: delivery.id, outcome: 'sent', status: 204 } as const]
      expect(await settle(db, crypto.randomUUID(), sent)).toBe(0)
      expect(await settle(db, lease, sent)).toBe(1)
      expect(await settle(db, lease, sent)).toBe(0)
      expect(await states()).toEqual(['failing sent'])
    })

    test('a worker that died gives it back by itself, and what it says too late counts no more', async () => {
      await addChannel(db, ada)
      await openIncident(db, ada, github)
      const { lease, delivery } = await mine()
      expect((await claim(db)).deliveries.filter(({ id }) => id === delivery.id)).toEqual([])
      const later = new Date(Date.now() + 61_000)
      const again = await claim(db, { at: later })
      expect(again.deliveries.find(({ id }) => id === delivery.id)?.attempt).toBe(2)
      expect(await settle(db, lease, [{ id: delivery.id, outcome: 'sent' }])).toBe(0)
      expect(await settle(db, again.lease, [{ id: delivery.id, outcome: 'sent' }])).toBe(1)
    })

    test('is tried ten times over three days, and then given up', async () => {
      await addChannel(db, ada)
      await openIncident(db, ada, github)
      const start = Date.now()
      let at = new Date(start + 1_000)
      const waits: number[] = []
      for (let attempt = 1; attempt <= 10; attempt++) {
        const { lease, deliveries } = await claim(db, { at })
        const own = deliveries.find(({ channel }) => channel.user_id === ada)
        if (!own) throw new Error(`Attempt ${attempt} is not due.`)
        await settle(
          db,
          lease,
          [{ id: own.id, outcome: 'retry', status: 500, answer: 'It answered 500.' }],
          at,
        )
        const [state] = await deliveriesOf(db, ada)
        if (state?.state !== 'waiting') break
        waits.push((state.next_attempt_at.getTime() - at.getTime()) / 1_000)
        at = new Date(state.next_attempt_at.getTime() + 1)
      }
      const planned = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
      expect(waits).toHaveLength(planned.length)
      for (const [index, wait] of waits.entries()) {
        expect(wait).toBeGreaterThanOrEqual((planned[index] ?? 0) - 0.01)
        expect(wait).toBeLessThanOrEqual((planned[index] ?? 0) * 1.1 + 0.01)
      }
      expect(await states()).toEqual(['failing failed'])
    })

    test('waits as long as the receiver asks, up to a day', async () => {
      await addChannel(db, ada)
      await openIncident(db, ada, github)
      const { lease, delivery } = await mine()
      const at = new Date()
      await settle(
        db,
        lease,
        [{ id: delivery.id, outcome: 'retry', retry_after_ms: 3_600_000 }],
        at,
      )
      const [state] = await deliveriesOf(db, ada)
      expect((state?.next_attempt_at.getTime() ?? 0) - at.getTime()).toBe(3_600_000)
    })

    test('a receiver that is gone is asked no more', async () => {
      const channel = await addChannel(db, ada)
      const other = await addIntegration(db, ada, { typeId })
      await openIncident(db, ada, github)
      const { lease, delivery } = await mine()
      await openIncident(db, ada, other)
      await settle(db, lease, [{ id: delivery.id, outcome: 'gone', status: 410 }])
      expect((await states()).sort()).toEqual(['failing channel_off', 'failing failed'])
      const [row] = await query(
        db,
        'select is_enabled, disabled_reason from public.alert_channels where id = $1',
        [channel],
      )
      expect(row).toEqual({ is_enabled: false, disabled_reason: 'gone' })
      await asAda('update public.alert_channels set is_enabled = true where id = $1', [channel])
      const [on] = await query(
        db,
        'select is_enabled, disabled_reason from public.alert_channels where id = $1',
        [channel],
      )
      expect(on).toEqual({ is_enabled: true, disabled_reason: null })
    })

    test('an all-clear is not sent before what it ends', async () => {
      await addChannel(db, ada)
      const incident = await openIncident(db, ada, github)
      const { lease, delivery } = await mine()
      await closeIncident(db, incident)
      const before = await due()
      await settle(db, lease, [{ id: delivery.id, outcome: 'retry' }])
      expect((await claim(db)).deliveries.filter(({ channel }) => channel.user_id === ada)).toEqual(
        [],
      )
      expect(await due()).toBe(before)
      const later = new Date(Date.now() + 10_000)
      const again = await claim(db, { at: later })
      await settle(db, again.lease, [{ id: delivery.id, outcome: 'sent' }], later)
      expect((await mine()).delivery.alert.kind).toBe('recovered')
    })

    test('one with hundreds waiting keeps nobody else waiting', async () => {
      await addChannel(db, ada, { events: ['failing'] })
      const others = await Promise.all(
        Array.from({ length: 12 }, () => addIntegration(db, ada, { typeId })),
      )
      for (const each of others) await openIncident(db, ada, each)
      const grace = await signUp(db)
      await addChannel(db, grace)
      await openIncident(db, grace, await addIntegration(db, grace, { typeId }))
      const { deliveries } = await claim(db, { limit: 5, perUser: 4 })
      expect(deliveries.map(({ channel }) => channel.user_id)).toContain(grace)
      expect(
        deliveries.filter(({ channel }) => channel.user_id === ada).length,
      ).toBeLessThanOrEqual(4)
    })

    test('what flaps says that there is more after twenty messages in an hour, and then nothing', async () => {
      await addChannel(db, ada)
      for (let n = 0; n < 25; n++) await closeIncident(db, await openIncident(db, ada, github))
      const told = await deliveriesOf(db, ada)
      const failing = told.filter(({ kind }) => kind === 'failing')
      expect(failing.filter(({ state }) => state === 'waiting')).toHaveLength(20)
      expect(failing.filter(({ is_last_for_now }) => is_last_for_now)).toHaveLength(1)
      expect(failing.filter(({ reason }) => reason === 'too_many')).toHaveLength(5)
      expect(
        told.filter(({ kind, reason }) => kind === 'recovered' && reason === 'too_many'),
      ).toHaveLength(5)
    })

    test('mail goes to an address that is shown to be theirs, and to no other', async () => {
      await addChannel(db, ada, { kind: 'email' })
      await openIncident(db, ada, github)
      expect((await mine()).delivery.channel.mail_to).toBeNull()
      await query(db, 'update auth.users set email_confirmed_at = now() where id = $1', [ada])
      await openIncident(db, ada, await addIntegration(db, ada, { typeId }))
      expect((await mine()).delivery.channel.mail_to).toBe(`${ada}@example.test`)
    })
  })

  describe('quiet hours', () => {
    const until = async (zone: string, from: string, to: string, at: string) => {
      const [row] = await query<{ until: Date | null }>(
        db,
        `select case when private.is_quiet($1, $2::text::time, $3::text::time, $4::text::timestamptz)
           then private.quiet_until($1, $2::text::time, $3::text::time, $4::text::timestamptz) end as until`,
        [zone, from, to, at],
      )
      return row?.until ? new Date(row.until).toISOString() : null
    }
    test.each([
      [
        'over midnight, before it',
        'Europe/Berlin',
        '22:00',
        '07:00',
        '2026-11-25T22:30:00Z',
        '2026-11-26T06:00:00.000Z',
      ],
      [
        'over midnight, after it',
        'Europe/Berlin',
        '22:00',
        '07:00',
        '2026-11-26T05:00:00Z',
        '2026-11-26T06:00:00.000Z',
      ],
      [
        'at the first moment',
        'Europe/Berlin',
        '22:00',
        '07:00',
        '2026-11-25T21:00:00Z',
        '2026-11-26T06:00:00.000Z',
      ],
      ['at the end', 'Europe/Berlin', '22:00', '07:00', '2026-11-26T06:00:00Z', null],
      [
        'by day',
        'America/New_York',
        '12:00',
        '13:30',
        '2026-07-01T16:45:00Z',
        '2026-07-01T17:30:00.000Z',
      ],
      [
        'on the night of a long day',
        'Europe/Berlin',
        '22:00',
        '07:00',
        '2026-10-24T21:00:00Z',
        '2026-10-25T06:00:00.000Z',
      ],
      [
        'on the night of a short day',
        'Europe/Berlin',
        '22:00',
        '07:00',
        '2026-03-28T22:00:00Z',
        '2026-03-29T05:00:00.000Z',
      ],
      [
        'to an hour that there is twice',
        'Europe/Berlin',
        '22:00',
        '02:30',
        '2026-10-24T23:00:00Z',
        '2026-10-25T00:30:00.000Z',
      ],
      [
        'to an hour that there is not',
        'Europe/Berlin',
        '22:00',
        '02:30',
        '2026-03-28T23:30:00Z',
        '2026-03-29T01:00:00.000Z',
      ],
      [
        'half an hour off',
        'Asia/Kolkata',
        '23:00',
        '06:15',
        '2026-11-25T20:00:00Z',
        '2026-11-26T00:45:00.000Z',
      ],
    ])('%s', async (_when, zone, from, to, at, expected) => {
      expect(await until(zone, from, to, at)).toBe(expected)
    })

    const beQuiet = (from: string, to: string) =>
      asAda(
        `insert into public.alert_settings (time_zone, quiet_from, quiet_to) values ('UTC', $1::text::time, $2::text::time)
         on conflict (user_id) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`,
        [from, to],
      )
    const clock = (hours: number) => {
      const at = new Date(Date.now() + hours * 3_600_000)
      return `${String(at.getUTCHours()).padStart(2, '0')}:${String(at.getUTCMinutes()).padStart(2, '0')}`
    }

    test('hold what is to be sent until they end, and let it go when they are changed', async () => {
      await addChannel(db, ada)
      await beQuiet(clock(-1), clock(2))
      await openIncident(db, ada, github)
      const [held] = await deliveriesOf(db, ada)
      expect(held).toMatchObject({ state: 'waiting', is_held: true })
      await expect(mine()).rejects.toThrow('Nothing of hers is due.')
      await beQuiet(clock(3), clock(4))
      expect((await mine()).delivery.id).toBe(held?.id)
    })

    test('hold what became due in them too', async () => {
      await addChannel(db, ada)
      await openIncident(db, ada, github)
      await beQuiet(clock(-1), clock(2))
      await expect(mine()).rejects.toThrow('Nothing of hers is due.')
      expect((await deliveriesOf(db, ada))[0]).toMatchObject({ is_held: true, attempts: 0 })
    })

    test.each(['recovered', 'changed'] as const)(
      'send nothing of what was over before they ended (%s)',
      async (endedBy) => {
        await addChannel(db, ada)
        await beQuiet(clock(-1), clock(2))
        await closeIncident(db, await openIncident(db, ada, github), endedBy)
        expect(new Set((await deliveriesOf(db, ada)).map(({ reason }) => reason))).toEqual(
          new Set(['over']),
        )
      },
    )

    test.each(['Mars/Olympus', 'x; drop table', 'FOO+3', ''])(
      'want a time zone that there is: not "%s"',
      async (zone) => {
        const attempt = asAda('insert into public.alert_settings (time_zone) values ($1)', [zone])
        expect(await sqlState(attempt)).toBe(CHECK_VIOLATION)
      },
    )
  })

  describe('what a browser may write', () => {
    test('marks as read by the database’s clock, and changes nothing else of an alert', async () => {
      await openIncident(db, ada, github)
      await asAda(`update public.alerts set read_at = '1999-01-01' where read_at is null`)
      const [read] = await alerts()
      expect(new Date(read?.read_at ?? 0).getFullYear()).toBeGreaterThan(2_000)
      expect(await sqlState(asAda(`update public.alerts set is_muted = true`))).toBe(REFUSED)
      expect(await sqlState(asAda(`update public.alerts set kind = 'recovered'`))).toBe(REFUSED)
    })

    test('has what failed sent again, with the same id, and nothing that was sent or waits', async () => {
      await addChannel(db, ada)
      await openIncident(db, ada, github)
      const again = () => asAda(`update public.alert_deliveries set state = 'waiting'`)
      expect(await sqlState(again())).toBe(REFUSED)
      const { lease, delivery } = await mine()
      await settle(db, lease, [{ id: delivery.id, outcome: 'failed', answer: 'It refused.' }])
      expect(await sqlState(asAda(`update public.alert_deliveries set state = 'sent'`))).toBe(
        REFUSED,
      )
      await again()
      expect((await mine()).delivery).toMatchObject({ id: delivery.id, attempt: 1 })
    })

    test('has ten channels at most, also where two tabs add the last at once', async () => {
      for (let n = 0; n < 9; n++) await addChannel(db, ada)
      const both = await Promise.allSettled([addChannel(db, ada), addChannel(db, ada)])
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await sqlState(addChannel(db, ada))).toBe(CHECK_VIOLATION)
    })

    test('gives a channel neither another owner nor another kind, nor a reason for being off', async () => {
      const channel = await addChannel(db, ada)
      const change = (set: string) =>
        asAda(`update public.alert_channels set ${set} where id = $1`, [channel])
      expect(await sqlState(change(`kind = 'slack'`))).toBe(CHECK_VIOLATION)
      expect(await sqlState(change(`id = gen_random_uuid()`))).toBe(CHECK_VIOLATION)
      await change(`is_enabled = false, disabled_reason = 'gone'`)
      const [row] = await query(
        db,
        'select disabled_reason from public.alert_channels where id = $1',
        [channel],
      )
      expect(row).toEqual({ disabled_reason: null })
    })

    test('stores no address that is not sealed', async () => {
      const bare = asAda(
        `insert into public.alert_channels (kind, name, events, encrypted, key_id, hint, audience)
         values ('slack', 'Team', '{failing}', 'https://hooks.slack.com/services/T/B/x', 'k', '', '{https://hooks.slack.com}')`,
      )
      expect(await sqlState(bare)).toBe(CHECK_VIOLATION)
    })
  })

  describe('what a person reads', () => {
    const list = async (call = 'public.list_alerts()') => {
      const { rows } = await request<{
        answer: { id: string; name: string; deliveries: unknown[] }[]
      }>(db, person(ada), `select ${call} as answer`)
      return rows[0]?.answer ?? []
    }

    test('page after page, each alert once, with what was sent of it', async () => {
      await addChannel(db, ada)
      for (let n = 0; n < 4; n++)
        await openIncident(db, ada, await addIntegration(db, ada, { typeId }))
      const seen: string[] = []
      let place = 'null, null'
      for (;;) {
        const page = await list(`public.list_alerts(false, ${place}, 3)`)
        if (page.length === 0) break
        seen.push(...page.map(({ id }) => id))
        expect(page.every(({ deliveries }) => deliveries.length === 1)).toBe(true)
        const last = page.at(-1) as unknown as { id: string; created_at: string }
        place = `'${last.created_at}', '${last.id}'`
      }
      expect(new Set(seen).size).toBe(4)
      expect(seen).toHaveLength(4)
    })

    test('how many are unread, and those alone', async () => {
      await openIncident(db, ada, github)
      await asAda('update public.alerts set read_at = now()')
      const incident = await openIncident(db, ada, await addIntegration(db, ada, { typeId }))
      const { rows } = await request(db, person(ada), 'select public.unread_alerts() as answer')
      expect(rows).toEqual([{ answer: { count: 1 } }])
      const unread = (await list('public.list_alerts(true)')) as unknown as {
        incident: { id: string }
      }[]
      expect(unread.map(({ incident: { id } }) => id)).toEqual([incident])
    })
  })
})
