import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  DATABASES,
  describeOnEachDatabase,
  person,
  query,
  request,
  type TestDatabase,
} from '../support/db.ts'
import { startPglite } from '../support/db-pglite.ts'
import { addIntegration, runTest, signUp } from '../support/db-rows.ts'

interface Offender {
  offender: string
}

/** Each finds what breaks a rule; none may find anything. */
const RULES: Record<string, string> = {
  'every table and partition has row level security': `
    select oid::regclass::text as offender from pg_class
    where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and relkind in ('r', 'p') and not relrowsecurity`,
  'every table has a comment': `
    select oid::regclass::text as offender from pg_class
    where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and relkind in ('r', 'p') and obj_description(oid, 'pg_class') is null`,
  'every column has a comment': `
    select attrelid::regclass || '.' || attname as offender
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and attnum > 0 and not attisdropped and col_description(attrelid, attnum) is null`,
  'every function has a comment': `
    select oid::regprocedure::text as offender from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and obj_description(oid, 'pg_proc') is null`,
  'every type has a comment': `
    select oid::regtype::text as offender from pg_type
    where typnamespace = 'public'::regnamespace and typtype = 'e' and obj_description(oid, 'pg_type') is null`,
  'a policy is named after its table, its operation and whom it lets': `
    select tablename || ': ' || policyname as offender from pg_policies
    where schemaname = 'public'
      and policyname !~ ('^' || tablename || '_' || lower(cmd) || '_[a-z]+$')`,
  'a policy is permissive, for one operation and to roles that it names': `
    select policyname as offender from pg_policies
    where permissive <> 'PERMISSIVE' or cmd = 'ALL' or 'public' = any (roles) or 'service_role' = any (roles)`,
  'no policy is always true': `
    select policyname as offender from pg_policies
    where 'true' in (trim('()' from coalesce(qual, '')), trim('()' from coalesce(with_check, '')))`,
  'a policy asks auth.uid() once a statement, not once a row': `
    select policyname as offender from pg_policies
    where regexp_replace(coalesce(qual, '') || coalesce(with_check, ''),
      '\\( *SELECT auth\\.(uid|jwt|role)\\(\\) AS \\w+\\)', '', 'g') ~ 'auth\\.'`,
  'whoever updates a row that is theirs cannot give it away': `
    select policyname as offender from pg_policies
    where cmd = 'UPDATE' and with_check is distinct from qual`,
  'security definer functions are in private alone': `
    select oid::regprocedure::text as offender from pg_proc
    where prosecdef and pronamespace not in ('private'::regnamespace, 'pg_catalog'::regnamespace, 'auth'::regnamespace)`,
  'nobody but their owner may call a security definer function': `
    select oid::regprocedure::text as offender from pg_proc
    where prosecdef and pronamespace = 'private'::regnamespace
      and (has_function_privilege('anon', oid, 'execute') or has_function_privilege('authenticated', oid, 'execute'))`,
  'every function has an empty search path': `
    select oid::regprocedure::text as offender from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not coalesce(proconfig @> array['search_path=""'], false)`,
  'no partition is in a schema that the API exposes': `
    select oid::regclass::text as offender from pg_class
    where relispartition and relkind in ('r', 'p') and relnamespace <> 'private'::regnamespace`,
  'constraints are named after their table': `
    select conname as offender from pg_constraint
    where connamespace = 'public'::regnamespace and conrelid <> 0
      and contype in ('p', 'f', 'u', 'c') and conname !~ ('^' || conrelid::regclass::text)
      and conname !~ ('^' || split_part(conrelid::regclass::text, '.', -1))`,
  'every foreign key has an index for the rows that point': `
    select conname as offender from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and not exists (
      select from pg_index where indrelid = conrelid and (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey)`,
}

describeOnEachDatabase('rules of the schema, on $name', ({ start }) => {
  let db: TestDatabase

  beforeAll(async () => {
    db = await start()
  }, 60_000)
  afterAll(() => db.stop())

  test.for(Object.entries(RULES))('%s', async ([, find]) => {
    expect(await query<Offender>(db, find)).toEqual([])
  })
})

/** Each is broken in one statement, to prove that the rule sees it. */
const VIOLATIONS: Record<string, string> = {
  'every table and partition has row level security': 'create table public.bare (id int)',
  'every table has a comment': 'create table public.bare (id int)',
  'every column has a comment': 'alter table public.user_integrations add column bare int',
  'every function has a comment': `create function public.bare() returns int language sql as 'select 1'`,
  'every type has a comment': `create type public.bare as enum ('a')`,
  'a policy is named after its table, its operation and whom it lets':
    'create policy mine on public.user_integrations for select to authenticated using (user_id is null)',
  'a policy is permissive, for one operation and to roles that it names':
    'create policy user_integrations_all_anyone on public.user_integrations using (user_id is null)',
  'no policy is always true':
    'create policy user_integrations_select_anyone on public.user_integrations for select to anon using (true)',
  'a policy asks auth.uid() once a statement, not once a row':
    'create policy bare on public.user_integrations for select to anon using (user_id = auth.uid())',
  'whoever updates a row that is theirs cannot give it away':
    'create policy bare on public.user_integrations for update to anon using (false) with check (user_id is null)',
  'security definer functions are in private alone': `create function public.bare() returns int language sql security definer as 'select 1'`,
  'nobody but their owner may call a security definer function': `create function private.bare() returns int language sql security definer as 'select 1'`,
  'every function has an empty search path': `create function public.bare() returns int language sql set search_path = 'public' as 'select 1'`,
  'no partition is in a schema that the API exposes': `create table public.bare partition of public.integration_logs
     for values from ('1999-01-01') to ('1999-02-01')`,
  'constraints are named after their table':
    'alter table public.user_integrations add constraint bare check (name is not null)',
  'every foreign key has an index for the rows that point':
    'alter table public.user_integrations add constraint bare foreign key (test_run_id) references public.user_integrations (id)',
}

describe.for(DATABASES.filter(({ name }) => name === 'PostgreSQL 17'))(
  'the rules see',
  ({ start }) => {
    let db: TestDatabase

    beforeAll(async () => {
      db = await start()
    }, 60_000)
    afterAll(() => db.stop())

    test.for(Object.entries(RULES))('what breaks: %s', async ([rule, find]) => {
      const plant = VIOLATIONS[rule]
      const undo = new Error('rolled back on purpose')
      const planted = db.transaction(async (run) => {
        if (plant === undefined) throw new Error('This rule has no violation planted.')
        await run(plant)
        const { rows } = await run<Offender>(find)
        expect(rows.map(({ offender }) => offender).join()).toMatch(/bare|mine|user_integrations_/)
        throw undo
      })
      await expect(planted).rejects.toBe(undo)
    })

    test('a new partition stands behind the same wall as its parent', async () => {
      const owner = await signUp(db)
      await runTest(db, owner, await addIntegration(db, owner), 'passed')
      await query(
        db,
        `select private.make_partition('integration_logs', '2020-01-06 00:00+00', '2020-01-13 00:00+00', 100)`,
      )
      const [made] = await query<{ relrowsecurity: boolean; comment: string }>(
        db,
        `select relrowsecurity, obj_description(oid) as comment from pg_class where relname = 'integration_logs_20200106'`,
      )
      expect(made).toEqual({
        relrowsecurity: true,
        comment: 'public.integration_logs from 20200106 on.',
      })
      // Even with everything granted, as on the embedded backend.
      await query(db, 'grant all on all tables in schema private to authenticated')
      const look =
        'select from private.integration_logs_20200106 union all select from private.integration_logs_default'
      expect((await request(db, person(owner), look)).count).toBe(0)
    })
  },
)

test('the embedded data API answers for the schema public and for no other of ours', async () => {
  const { app, stop } = await startPglite()
  const statusOf = async (schema: string, table: string) => {
    const headers = { 'accept-profile': schema }
    return (await app.fetch(new Request(`http://localhost/rest/v1/${table}`, { headers }))).status
  }
  expect(await statusOf('public', 'integration_logs')).toBe(200)
  expect(await statusOf('private', 'integration_logs_default')).toBe(406)
  expect(await statusOf('auth', 'users')).toBe(406)
  await stop()
}, 60_000)
