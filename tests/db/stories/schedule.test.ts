import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  describeOnEachDatabase,
  query,
  request,
  SERVICE,
  type TestDatabase,
} from '../../support/db.ts'
import { startPostgres } from '../../support/db-postgres.ts'
import { signUp } from '../../support/db-rows.ts'
import { addWatched, apiAt, dueNow } from '../../support/watched.ts'

const MANY = 900
const LATER = `update public.check_schedules set due_at = 'infinity', claimable_at = 'infinity'`

const watch = async (db: TestDatabase, count: number) =>
  addWatched(db, await signUp(db), {
    configs: Array.from({ length: count }, (_, n) => apiAt(`https://api-${n}.acme.test`)),
  })

describeOnEachDatabase('what is to be called now, on $name', ({ start }) => {
  let db: TestDatabase
  let ids: string[]
  beforeAll(async () => {
    db = await start()
    ids = await watch(db, MANY)
  })
  afterAll(() => db.stop())
  beforeEach(() => query(db, LATER))

  const wanted = async () => {
    const call = 'select public.functions_to_call() as wanted'
    return (await request<{ wanted: unknown }>(db, SERVICE, call)).rows[0]?.wanted
  }

  it('is nothing while nothing is due', async () => {
    expect(await wanted()).toEqual([])
  })

  it.each([
    [1, 1],
    [200, 1],
    [201, 2],
    // More workers at once would not make a runtime any faster.
    [MANY, 4],
  ])('with %i checks due: check-health, %i times', async (due, times) => {
    await dueNow(db, ids.slice(0, due))
    expect(await wanted()).toEqual([{ name: 'check-health', times }])
  })

  it('counts none that a worker has, until its lease ends', async () => {
    await dueNow(db, ids.slice(0, 3))
    await request(db, SERVICE, 'select public.claim_checks(10, 10, 10, 45000)')
    expect(await wanted()).toEqual([])
    await query(
      db,
      `update public.check_schedules set claimable_at = now() where lease is not null`,
    )
    expect(await wanted()).toEqual([{ name: 'check-health', times: 1 }])
  })
})

/**
 * What the hosted extensions offer of what we use, noting what they are asked for. Stand-ins: they show
 * what would be scheduled and posted, not that pg_cron and pg_net do it.
 */
const STAND_INS = `
  create schema cron;
  create table cron.job (jobid bigserial, jobname text unique, schedule text, command text);
  create table cron.job_run_details (jobid bigint, end_time timestamptz);
  create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as
    'insert into cron.job (jobname, schedule, command) values ($1, $2, $3)
     on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning jobid';
  create schema net;
  create table net.http_request_queue (id bigserial, url text, headers jsonb, body jsonb, timeout_milliseconds integer);
  create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}',
    headers jsonb default '{"Content-Type": "application/json"}', timeout_milliseconds integer default 5000)
    returns bigint language sql as
    'insert into net.http_request_queue (url, headers, body, timeout_milliseconds) values ($1, $4, $2, $5) returning id';
  create schema vault;
  create table vault.secrets (name text primary key, secret text);
  create view vault.decrypted_secrets as select name, secret as decrypted_secret from vault.secrets;
`
const PG_CRON = (version: string) => `
  set local allow_system_table_mods = on;
  insert into pg_catalog.pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
  select 4711, 'pg_cron', 10, 'cron'::regnamespace, false, '${version}'
`

describe('on Supabase, with stand-ins for its extensions', () => {
  let db: Awaited<ReturnType<typeof startPostgres>>
  let ids: string[]
  let setUp: string
  const schedules = () =>
    query<{ jobname: string; schedule: string; command: string }>(
      db,
      'select jobname, schedule, command from cron.job order by jobname',
    )
  const posted = () =>
    query(db, 'select url, headers, body from net.http_request_queue order by id')
  const tick = async () =>
    (await query<{ calls: number }>(db, 'select private.call_functions() as calls'))[0]?.calls

  beforeAll(async () => {
    db = await startPostgres()
    ids = await watch(db, 250)
    const migration = await readFile('supabase/migrations/20261126100900_schedule.sql', 'utf8')
    setUp = migration.slice(migration.indexOf('do $$'))
  })
  afterAll(() => db.stop())
  beforeEach(() => query(db, LATER))

  it('nothing is set up where an extension is missing', async () => {
    await db.sql.unsafe(setUp)
    expect(await query(db, `select to_regnamespace('cron') as cron`)).toEqual([{ cron: null }])
  })

  it.each([
    ['1.6.4', '2 seconds'],
    ['1.10', '2 seconds'],
    ['1.4-1', '* * * * *'],
  ])('pg_cron %s asks every %s', async (version, every) => {
    await db.sql.unsafe(`drop schema if exists cron, net, vault cascade; ${STAND_INS}`)
    await db.transaction(async (run) => {
      for (const statement of PG_CRON(version).split(';')) await run(statement)
      await run(setUp)
      await run('delete from pg_catalog.pg_extension where oid = 4711')
    })
    expect(await schedules()).toMatchObject([
      {
        jobname: 'patchbay-call-functions',
        schedule: every,
        command: 'select private.call_functions()',
      },
      { jobname: 'patchbay-do-chores', command: 'select public.do_chores()' },
      { jobname: 'patchbay-forget-runs', schedule: '*/5 * * * *' },
    ])
  })

  it('nothing is posted, and the Vault not opened, while nothing is due', async () => {
    expect(await tick()).toBe(0)
    expect(await posted()).toEqual([])
  })

  it('without its secrets the job fails, and says what is missing', async () => {
    await dueNow(db, ids)
    await expect(tick()).rejects.toThrow('patchbay_functions_url and patchbay_schedule_secret')
  })

  it('what is due is posted with the schedule’s own secret, and with no key', async () => {
    await query(
      db,
      `insert into vault.secrets values ('patchbay_functions_url', 'https://abc.supabase.co/functions/v1/'),
         ('patchbay_schedule_secret', 'of-the-schedule'), ('service_role_key', 'opens-everything')`,
    )
    await dueNow(db, ids)
    expect(await tick()).toBe(2)
    const call = {
      url: 'https://abc.supabase.co/functions/v1/check-health',
      headers: { 'content-type': 'application/json', 'x-schedule-secret': 'of-the-schedule' },
      body: {},
    }
    expect(await posted()).toEqual([call, call])
  })

  it('pg_cron’s own notes of its runs are forgotten after an hour, nobody else’s', async () => {
    await query(
      db,
      `with other as (insert into cron.job (jobname) values ('of somebody else') returning jobid)
       insert into cron.job_run_details
       select jobid, now() - age from (select jobid from cron.job union all select jobid from other) as job,
         (values (interval '2 hours'), (interval '1 minute')) as past (age)`,
    )
    const forget = (await schedules()).find(({ jobname }) => jobname === 'patchbay-forget-runs')
    await query(db, forget?.command ?? '')
    expect(await query(db, `select count(*)::integer as kept from cron.job_run_details`)).toEqual([
      { kept: 5 },
    ])
  })
})
