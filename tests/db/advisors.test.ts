import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { type PostgresServer, startPostgres } from '../support/db-postgres.ts'
import { supabaseCli } from '../support/db-supabase-cli.ts'

const Findings = z.object({
  results: z.array(z.object({ name: z.string(), level: z.string(), detail: z.string() })),
})

/** What Supabase's own security and performance lints must see, each planted by one statement. */
const VIOLATIONS: Record<string, string> = {
  rls_disabled_in_public: 'create table public.planted (id integer primary key, user_id uuid)',
  policy_exists_rls_disabled:
    'create policy planted_select_owner on public.planted for select to authenticated using (user_id is null)',
  function_search_path_mutable: `create function public.planted() returns integer language sql as 'select 1'`,
  auth_rls_initplan:
    'create policy planted on public.integration_logs for delete to authenticated using (user_id = auth.uid())',
  multiple_permissive_policies: `create policy planted on public.integration_types for select to anon using (id = 'planted')`,
  rls_references_user_metadata: `create policy planted on public.user_integrations for select to anon
     using ((select auth.jwt() -> 'user_metadata' ->> 'admin') = 'true')`,
  duplicate_index: 'create index planted_type_id_idx on public.user_integrations (type_id)',
  security_definer_view:
    'create view public.planted_view as select id, config from public.user_integrations',
  auth_users_exposed: 'create view public.planted_people as select id, email from auth.users',
  materialized_view_in_api:
    'create materialized view public.planted_copy as select id from public.user_integrations',
  extension_in_public: 'create extension citext schema public',
}

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
}, 60_000)
afterAll(() => server.stop())

async function findings(): Promise<z.output<typeof Findings>['results']> {
  const target = [`--remote=${server.url}`, '--type', 'all', '--level', 'warn', '--fail-on', 'none']
  const answer = await supabaseCli(['db', 'advisors', ...target, '--output-format', 'json'])
  return z.parse(Findings, JSON.parse(answer)).results
}

test("Supabase's advisors have nothing to warn of, and would have", async () => {
  expect(await findings()).toEqual([])
  for (const plant of Object.values(VIOLATIONS)) await server.sql.unsafe(plant)
  const seen = new Set((await findings()).map(({ name }) => name))
  expect([...seen]).toEqual(expect.arrayContaining(Object.keys(VIOLATIONS)))
}, 60_000)
