import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ANONYMOUS,
  type Caller,
  describeOnEachDatabase,
  person,
  query,
  REFUSED,
  rehearse,
  SERVICE,
  sqlState,
  type TestDatabase,
} from '../support/db.ts'
import { prepareAlerts } from '../support/db-alerts-fixture.ts'
import { addWatched, claimChecks, letBeDue } from '../support/db-checks.ts'
import {
  addCredential,
  addIntegration,
  addType,
  CONFIG,
  report,
  runTest,
  SEALED,
  signUp,
  startedRun,
} from '../support/db-rows.ts'
import { claimJob, enqueueJob, hashOf, openCode, pairRunner } from '../support/db-runners.ts'
import {
  aFlow,
  answerFlow,
  beginFlow,
  GRANT,
  grantUnderRenewal,
  hash,
  TOKENS,
} from '../support/oauth-rows.ts'

const CALLERS = ['anonymous', 'owner', 'stranger', 'service'] as const
const OPERATIONS = ['select', 'insert', 'update', 'delete'] as const
type Who = (typeof CALLERS)[number]
type Operation = (typeof OPERATIONS)[number]

const everybody: readonly Who[] = CALLERS
const owner: readonly Who[] = ['owner', 'service']
const service: readonly Who[] = ['service']
const ownerReads: Record<Operation, readonly Who[]> = {
  select: owner,
  insert: service,
  update: service,
  delete: service,
}

/** Who may do what to a row of the owner's. No other table exists. */
const TABLES: Record<string, Record<Operation, readonly Who[]>> = {
  integration_types: { select: owner, insert: owner, update: owner, delete: owner },
  user_integrations: { select: owner, insert: owner, update: owner, delete: owner },
  integration_credentials: { select: owner, insert: owner, update: owner, delete: owner },
  integration_grants: ownerReads,
  integration_logs: { select: owner, insert: owner, update: service, delete: service },
  integration_log_days: ownerReads,
  integration_health_metrics: { select: owner, insert: owner, update: service, delete: service },
  check_schedules: ownerReads,
  integration_incidents: ownerReads,
  integration_health_hourly: ownerReads,
  integration_health_daily: ownerReads,
  integration_day_counts: ownerReads,
  runners: { select: owner, insert: service, update: service, delete: owner },
  alerts: { select: owner, insert: service, update: owner, delete: service },
  alert_channels: { select: owner, insert: owner, update: owner, delete: owner },
  alert_deliveries: { select: owner, insert: service, update: owner, delete: service },
  alert_settings: { select: owner, insert: owner, update: owner, delete: owner },
}

/** The rows of `integration_types` that are nobody's. */
const CATALOGUE = { select: everybody, insert: service, update: service, delete: service }

type Answer = 'works' | 'nothing' | 'refused'
const forFunctionsOnly: Record<Who, Answer> = {
  anonymous: 'refused',
  owner: 'refused',
  stranger: 'refused',
  service: 'works',
}
/** It relies on row level security, which does not bind the service: not for it. */
const forThePage: Record<Who, Answer> = {
  anonymous: 'refused',
  owner: 'works',
  stranger: 'nothing',
  service: 'refused',
}

/** What each function answers, asked about the owner's integrations. No other function exists. */
const FUNCTIONS: Record<string, Record<Who, Answer>> = {
  recent_checks: forThePage,
  integration_cards: forThePage,
  log_page: forThePage,
  log_counts: forThePage,
  health_overview: forThePage,
  integration_health: forThePage,
  keep_history: forFunctionsOnly,
  claim_archive: forFunctionsOnly,
  read_archive: forFunctionsOnly,
  note_archived: forFunctionsOnly,
  note_archive_failure: forFunctionsOnly,
  list_alerts: forThePage,
  unread_alerts: forThePage,
  claim_deliveries: forFunctionsOnly,
  settle_deliveries: forFunctionsOnly,
  begin_channel_test: forFunctionsOnly,
  begin_test: forFunctionsOnly,
  finish_test: forFunctionsOnly,
  abandon_test: forFunctionsOnly,
  release_stale_tests: forFunctionsOnly,
  begin_draft_test: forFunctionsOnly,
  claim_checks: forFunctionsOnly,
  record_checks: forFunctionsOnly,
  release_checks: forFunctionsOnly,
  note_newest_sealing_key: forFunctionsOnly,
  find_credentials_to_reseal: forFunctionsOnly,
  reseal_credentials: forFunctionsOnly,
  sealing_key_usage: forFunctionsOnly,
  prepare_authorization: forFunctionsOnly,
  begin_oauth_flow: forFunctionsOnly,
  answer_oauth_flow: forFunctionsOnly,
  finish_oauth_flow: forFunctionsOnly,
  store_grant: forFunctionsOnly,
  begin_token_refresh: forFunctionsOnly,
  finish_token_refresh: forFunctionsOnly,
  fail_token_refresh: forFunctionsOnly,
  create_runner_pairing: forFunctionsOnly,
  pair_runner: forFunctionsOnly,
  enrol_project_runner: forFunctionsOnly,
  enqueue_runner_job: forFunctionsOnly,
  claim_runner_job: forFunctionsOnly,
  progress_runner_job: forFunctionsOnly,
  finish_runner_job: forFunctionsOnly,
  read_runner_job: forFunctionsOnly,
  end_runner_job: forFunctionsOnly,
  functions_to_call: forFunctionsOnly,
  do_chores: forFunctionsOnly,
}

interface Fixture {
  ownerId: string
  callers: Record<Who, Caller>
  /** For each table, or `table` where that is not its name: what finds the row asked about, and a row to add. */
  rows: Record<string, { table?: string; where: string; change: string; insert: string }>
  /** For each function: a call whose value is true when it did what it is for. */
  calls: Record<string, string>
}

describeOnEachDatabase('who may do what, on $name', ({ start }) => {
  let db: TestDatabase
  let fixture: Fixture

  beforeAll(async () => {
    db = await start()
    fixture = await prepare(db)
  }, 60_000)
  afterAll(() => db.stop())

  test('the matrix lists the tables and functions that the database has, and no others', async () => {
    const tables = await query<{ name: string }>(
      db,
      `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')`,
    )
    const functions = await query<{ name: string }>(
      db,
      `select proname as name from pg_proc where pronamespace = 'public'::regnamespace`,
    )
    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(TABLES).sort())
    expect(functions.map(({ name }) => name).sort()).toEqual(Object.keys(FUNCTIONS).sort())
  })

  const rulesOf = Object.entries({ ...TABLES, 'the catalogue': CATALOGUE })
  describe.for(rulesOf)('%s', ([table, rules]) => {
    test.for(
      CALLERS.flatMap((who) =>
        OPERATIONS.map((operation) => ({
          who,
          operation,
          may: rules[operation].includes(who) ? 'may' : 'may not',
        })),
      ),
    )('$who $may $operation', async ({ who, operation, may }) => {
      const attempt = rehearse(db, fixture.callers[who], statement(fixture, table, operation))
      if (may === 'may') {
        expect((await attempt).count).toBe(1)
      } else if (operation === 'insert') {
        expect(await sqlState(attempt)).toBe(REFUSED)
      } else {
        const changed = await attempt.then(({ count }) => count).catch(refusal)
        expect(changed === 0 || changed === REFUSED).toBe(true)
      }
    })
  })

  describe.for(Object.entries(FUNCTIONS))('%s', ([name, answers]) => {
    test.for(CALLERS.map((who) => ({ who, answer: answers[who] })))(
      '$who: $answer',
      async ({ who, answer }) => {
        const call = fixture.calls[name]
        const attempt = rehearse<{ done: boolean }>(
          db,
          fixture.callers[who],
          `select ${call} as done`,
        )
        if (answer === 'refused') expect(await sqlState(attempt)).toBe(REFUSED)
        else expect((await attempt).rows).toEqual([{ done: answer === 'works' }])
      },
    )
  })

  test("nobody connects to another person's own type", async () => {
    const ownType = await addType(db, fixture.ownerId)
    const stranger = await signUp(db)
    expect(await sqlState(addIntegration(db, stranger, { typeId: ownType }))).toBe(REFUSED)
    await addIntegration(db, fixture.ownerId, { typeId: ownType })
  })
})

function statement({ rows }: Fixture, table: string, operation: Operation): string {
  const row = rows[table]
  if (row === undefined) throw new Error(`The fixture has no row of ${table}.`)
  const name = row.table ?? table
  return {
    select: `select from public.${name} where ${row.where}`,
    insert: `insert into public.${name} ${row.insert}`,
    update: `update public.${name} set ${row.change} where ${row.where}`,
    delete: `delete from public.${name} where ${row.where}`,
  }[operation]
}

function refusal(thrown: unknown): string {
  if (thrown instanceof Error && 'code' in thrown) return String(thrown.code)
  throw thrown
}

/** The owner has a tested integration with a secret, and a second one whose test died. */
async function prepare(db: TestDatabase): Promise<Fixture> {
  const [ownerId, strangerId] = [await signUp(db), await signUp(db)]
  const typeId = await addType(db)
  const unusedTypeId = await addType(db)
  const ownTypeId = await addType(db, ownerId)
  const tested = await addIntegration(db, ownerId, { typeId })
  await addCredential(db, ownerId, tested)
  await runTest(db, ownerId, tested, 'passed')
  await query(db, `select private.count_days(now() + interval '1 hour')`)
  const dying = await addIntegration(db, ownerId, { typeId })
  const run = await startedRun(db, ownerId, dying, 1)
  const passed = JSON.stringify(report(dying, run, 'passed'))
  const checked = await addWatched(db, ownerId, { typeId })
  await letBeDue(db, [checked])
  const { lease: checking } = await claimChecks(db)
  const oauth = await prepareOAuth(db, ownerId, typeId)
  const alerts = await prepareAlerts(db, ownerId, tested)
  const runner = await pairRunner(db, ownerId)
  await enqueueJob(db, ownerId)
  const held = await claimJob(db, runner.tokenHash)
  await enqueueJob(db, ownerId)
  const lease = `'${runner.tokenHash}', '${held.id}', '${held.lease}'`
  const code = await openCode(db, ownerId)
  const archive = await prepareArchive(db)
  const ofTested = `user_integration_id = '${tested}'`
  return {
    ownerId,
    callers: {
      anonymous: ANONYMOUS,
      owner: person(ownerId),
      stranger: person(strangerId),
      service: SERVICE,
    },
    rows: {
      integration_types: {
        where: `id = '${ownTypeId}'`,
        change: `name = 'Renamed'`,
        insert: `(id, owner_id, name, type, category, description, auth_methods, defaults)
          values ('own-${randomUUID()}', '${ownerId}', 'New', 'custom', 'Custom', 'Something that is new.', '{none}', '{"kind":"rest"}')`,
      },
      'the catalogue': {
        table: 'integration_types',
        where: `id = '${unusedTypeId}'`,
        change: `name = 'Renamed'`,
        insert: `(id, owner_id, name, type, category, description, docs_url, auth_methods, defaults)
          values ('new', null, 'New', 'vendor', 'AI', 'Something that is new.', 'https://new.test', '{none}', '{"kind":"rest"}')`,
      },
      user_integrations: {
        where: `id = '${tested}'`,
        change: `name = 'Renamed'`,
        insert: `(user_id, type_id, name, auth_method, config)
          values ('${ownerId}', '${typeId}', 'Another', 'none', '${JSON.stringify(CONFIG)}')`,
      },
      integration_credentials: {
        where: ofTested,
        change: `hint = 'abcd'`,
        insert: `(user_integration_id, user_id, slot, encrypted, key_id, hint, audience)
          values ('${tested}', '${ownerId}', 'env:TEAM', '${SEALED}', 'key-1', '', '{https://api.acme.test}')`,
      },
      integration_grants: oauth.rows,
      integration_logs: {
        where: `${ofTested} and event_type = 'created'`,
        change: `message = 'Changed'`,
        insert: `(user_integration_id, user_id, event_type, message)
          values ('${tested}', '${ownerId}', 'setup_finished', 'Done.')`,
      },
      integration_log_days: {
        where: `${ofTested} and event_type = 'created'`,
        change: `info = 2`,
        insert: `(user_integration_id, user_id, day, event_type, debug, info, warn, error)
          values ('${tested}', '${ownerId}', '2001-01-01', 'created', 0, 1, 0, 0)`,
      },
      integration_health_metrics: {
        where: ofTested,
        change: `response_time_ms = 1`,
        insert: `(user_integration_id, user_id, success, error_code, source)
          values ('${tested}', '${ownerId}', false, 'unavailable', 'client')`,
      },
      check_schedules: {
        where: ofTested,
        change: `due_at = now()`,
        insert: `(user_integration_id, user_id, host, due_at, claimable_at)
          values ('${dying}', '${ownerId}', 'acme.test:443', now(), now())`,
      },
      integration_incidents: {
        where: ofTested,
        change: `message = 'Changed'`,
        insert: `(user_integration_id, user_id, opened_at, code, message)
          values ('${dying}', '${ownerId}', now(), 'unavailable', 'Down.')`,
      },
      integration_health_hourly: {
        where: ofTested,
        change: `checks = checks + 1`,
        insert: `(user_integration_id, user_id, hour, checks, failures)
          values ('${tested}', '${ownerId}', '2026-01-01 00:00+00', 1, 0)`,
      },
      integration_health_daily: {
        where: ofTested,
        change: `checks = checks + 1`,
        insert: `(user_integration_id, user_id, day, checks, failures)
          values ('${tested}', '${ownerId}', '2026-01-01', 1, 0)`,
      },
      integration_day_counts: {
        where: ofTested,
        change: `checks = '{}'`,
        insert: `(user_integration_id, user_id, checks, failures) values ('${dying}', '${ownerId}', '{}', '{}')`,
      },
      ...alerts.rows,
      runners: {
        where: `id = '${runner.id}'`,
        change: `name = 'Renamed'`,
        insert: `(user_id, name, platform, version) values ('${ownerId}', 'laptop', 'linux', '1')`,
      },
    },
    calls: {
      recent_checks: `public.recent_checks() <> '{}'`,
      integration_cards: `public.integration_cards() <> '[]'`,
      log_page: `public.log_page(p_text => 'created') -> 'entries' <> '[]'`,
      log_counts: `public.log_counts(p_integrations => '{${tested}}', p_last_s => 3600) -> 'bars' <> '[]'`,
      health_overview: `json_array_length(public.health_overview() -> 'integrations') > 0`,
      integration_health: `public.integration_health('${tested}', '24h') is not null`,
      keep_history: `public.keep_history() is not null`,
      claim_archive: `public.claim_archive(1000) ->> 'name' = 'leaving'`,
      read_archive: `public.read_archive('leaving', '${archive}', null, null, 10) ->> 'count' = '0'`,
      note_archived: `public.note_archived('leaving', '${archive}', 0, null, null, true)`,
      note_archive_failure: `public.note_archive_failure('leaving', '${archive}', 'It is full.')`,
      begin_test: `public.begin_test('${ownerId}', '${tested}', 1000) ->> 'outcome' = 'started'`,
      finish_test: `public.finish_test('${dying}', '${run}', 'test', '${passed}')`,
      abandon_test: `public.abandon_test('${dying}', '${run}')`,
      release_stale_tests: `public.release_stale_tests() = 1`,
      begin_draft_test: `public.begin_draft_test('${ownerId}', '${typeId}', '${tested}') ->> 'outcome' = 'started'`,
      claim_checks: `public.claim_checks(1, 1, 1, 1000, now() + interval '1 hour') #>> '{checks,0,type,name}' = 'Acme'`,
      record_checks: `public.record_checks('${checking}', jsonb_build_array(jsonb_build_object(
        'integration_id', '${checked}', 'report', '${passed}'::jsonb))) ->> 'recorded' = '1'`,
      release_checks: `public.release_checks('${checking}', '{${checked}}') = 1`,
      note_newest_sealing_key: `public.note_newest_sealing_key('key-2') <= now() + interval '1 minute'`,
      find_credentials_to_reseal: `public.find_credentials_to_reseal('key-2', null, null, 100) -> 'credentials' @> '[{"slot": "auth"}, {"slot": "channel"}]'`,
      reseal_credentials: `public.reseal_credentials(jsonb_build_array(jsonb_build_object(
        'user_integration_id', '${tested}', 'slot', 'auth', 'opened', '${SEALED}', 'encrypted', '${SEALED}x'))) = 1`,
      sealing_key_usage: `(public.sealing_key_usage('{key-1}') ->> 'key-1')::integer > 0`,
      ...oauth.calls,
      ...alerts.calls,
      create_runner_pairing: `public.create_runner_pairing('${ownerId}', '${hashOf('code')}', 1000) ->> 'outcome' = 'created'`,
      pair_runner: `public.pair_runner('${code}', '${hashOf('token')}', 'n', 'p', '1') ->> 'outcome' = 'paired'`,
      enrol_project_runner: `public.enrol_project_runner('${hashOf('token')}', 'n', 'p', '1') is not null`,
      enqueue_runner_job: `public.enqueue_runner_job('${ownerId}', null, null, null, '{}', 1000, 1000, 60000)
        ->> 'outcome' = 'enqueued'`,
      claim_runner_job: `public.claim_runner_job('${runner.tokenHash}', 1000, 1000, 3, 1000) ->> 'outcome' = 'claimed'`,
      progress_runner_job: `public.progress_runner_job(${lease}, '[]', 1000) = 'kept'`,
      finish_runner_job: `public.finish_runner_job(${lease}, '{"stages": []}') = 'kept'`,
      read_runner_job: `public.read_runner_job('${held.id}', 3, 1000) ->> 'state' = 'running'`,
      end_runner_job: `public.end_runner_job('${held.id}')`,
      functions_to_call: `jsonb_typeof(public.functions_to_call()) = 'array'`,
      do_chores: `public.do_chores() -> 'history' is not null`,
    },
  }
}

/** A table that is on its way to an archive. Answers the lease of who writes it. */
async function prepareArchive(db: TestDatabase): Promise<string> {
  const lease = randomUUID()
  await query(db, `update private.retention set archive_url = 'https://archive.test'`)
  await query(db, 'create table private.leaving (like public.integration_health_metrics)')
  await query(
    db,
    `insert into private.archives (name, parent, lease) values ('leaving', 'integration_health_metrics', $1)`,
    [lease],
  )
  return lease
}

/** One connection with a grant whose renewal is under way, two sign-ins, one of them answered, and no grant on another. */
async function prepareOAuth(db: TestDatabase, ownerId: string, typeId: string) {
  const add = () => addIntegration(db, ownerId, { typeId, authMethod: 'oauth' })
  const [granted, bare] = [await add(), await add()]
  const config = `'${JSON.stringify(CONFIG)}'`
  const { lease } = await grantUnderRenewal(db, ownerId, granted)
  const waiting = await beginFlow(db, ownerId, granted)
  const answered = await beginFlow(db, ownerId, granted)
  await answerFlow(db, answered)
  const flow = `'${JSON.stringify(aFlow())}'`
  const ofOwner = `'${ownerId}', '${granted}'`
  const given = `'${JSON.stringify(GRANT)}', '${JSON.stringify(TOKENS)}'`
  return {
    rows: {
      where: `user_integration_id = '${granted}'`,
      change: `client_id = 'another'`,
      insert: `(user_integration_id, user_id, client_id, authority, scopes, missing_scopes, is_renewable)
        values ('${bare}', '${ownerId}', 'client', '{}', '{}', '{}', false)`,
    },
    calls: {
      prepare_authorization: `public.prepare_authorization(${ofOwner}) ->> 'outcome' = 'ready'`,
      begin_oauth_flow: `public.begin_oauth_flow(${ofOwner}, ${config}, ${flow}, 1000) is not null`,
      answer_oauth_flow: `public.answer_oauth_flow('${waiting.state_hash}', '${hash()}', 'sealed') ->> 'outcome' = 'accepted'`,
      finish_oauth_flow: `public.finish_oauth_flow('${ownerId}', '${answered.ticket_hash}', '${answered.browser_hash}', 600000) ->> 'outcome' = 'accepted'`,
      store_grant: `public.store_grant(${ofOwner}, ${config}, ${given}, true)`,
      begin_token_refresh: `public.begin_token_refresh(${ofOwner}, 1, 1000) ->> 'outcome' = 'busy'`,
      finish_token_refresh: `public.finish_token_refresh(${ofOwner}, '${lease}', ${given})`,
      fail_token_refresh: `public.fail_token_refresh(${ofOwner}, '${lease}', false)`,
    },
  }
}
