import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, person, query, request } from '../support/db.ts'
import { type PostgresServer, startPostgres } from '../support/db-postgres.ts'
import { signUp } from '../support/db-rows.ts'

interface PolicyRow {
  name: string
  table: string
  operation: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'
  role: 'anon' | 'authenticated'
  /** The columns of a row that an insert names: it is planned, and never run. */
  columns: string
}

interface PlanNode {
  'Node Type': string
  'Subplan Name'?: string
  'Parent Relationship'?: string
  Filter?: string
  'Index Cond'?: string
  Plans?: PlanNode[]
}

let db: PostgresServer
let owner: string

beforeAll(async () => {
  db = await startPostgres()
  owner = await signUp(db)
}, 60_000)
afterAll(() => db.stop())

const POLICIES = `
  select p.policyname as name, p.tablename as table, p.cmd as operation, role::text as role,
    (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
     where attrelid = ('public.' || quote_ident(p.tablename))::regclass and attnum > 0 and not attisdropped
       and attgenerated = '' and attidentity = '') as columns
  from pg_policies as p, unnest(p.roles) as role where p.schemaname = 'public' order by 1, 4`

function statementOf({ table, operation, columns }: PolicyRow): string {
  const first = columns.split(', ')[0]
  return {
    SELECT: `select * from public.${table}`,
    INSERT: `insert into public.${table} (${columns}) select ${columns} from public.${table}`,
    UPDATE: `update public.${table} set ${first} = ${first}`,
    DELETE: `delete from public.${table}`,
  }[operation]
}

function nodes(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodes)]
}

/** What would be done for each row: a call of a function, or a query that the row takes part in. */
async function perRow(policy: PolicyRow): Promise<string[]> {
  const caller: Caller = policy.role === 'anon' ? { role: 'anon' } : person(owner)
  const { rows } = await request<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
    db,
    caller,
    `explain (format json, verbose) ${statementOf(policy)}`,
  )
  const all = rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodes(Plan)))
  expect(all.length, policy.name).toBeGreaterThan(0)
  return all.flatMap((node) => [
    ...conditionsOf([node]).filter((condition) => CALL.test(condition)),
    ...(node['Parent Relationship'] === 'SubPlan' && isAbout(node, policy.table)
      ? [node['Subplan Name'] ?? 'SubPlan']
      : []),
  ])
}

/** `auth.uid()` is a query over settings, and stands in a plan as that. */
const CALL = /\b(current_setting|(auth|private|public)\.\w+)\(/

function conditionsOf(all: readonly PlanNode[]): string[] {
  return all.flatMap((node) => [node.Filter ?? '', node['Index Cond'] ?? ''])
}

/** A subplan that knows the row it is asked about runs for each; one that does not, once. */
function isAbout(subplan: PlanNode, table: string): boolean {
  return conditionsOf(nodes(subplan)).some((condition) => condition.includes(`${table}.`))
}

test('no policy calls a function, or asks another table, for each row', async () => {
  const policies = await query<PolicyRow>(db, POLICIES)
  expect(policies.length).toBeGreaterThan(20)
  const offenders: Record<string, string[]> = {}
  for (const policy of policies) {
    const found = await perRow(policy)
    if (found.length > 0) offenders[policy.name] = found
  }
  expect(offenders).toEqual({})
})

test.for([
  ['a function', 'user_id = auth.uid()'],
  ['a function of ours', 'private.is_client() and user_id is not null'],
  [
    'another table',
    '(select i.user_id from public.user_integrations as i where i.id = user_integration_id) is not null',
  ],
])('a policy that asks %s for each row is seen', async ([, condition]) => {
  await query(
    db,
    `create policy planted on public.integration_incidents for select to authenticated using (${condition ?? ''})`,
  )
  try {
    const planted = (await query<PolicyRow>(db, POLICIES)).find(({ name }) => name === 'planted')
    if (planted === undefined) throw new Error('It was planted.')
    expect(await perRow(planted)).not.toEqual([])
  } finally {
    await query(db, 'drop policy planted on public.integration_incidents')
  }
})
