import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SshConfig } from '../../../supabase/functions/_shared/contract/config.ts'
import type { SshFacts } from '../../../supabase/functions/_shared/contract/report.ts'
import {
  describeOnEachDatabase,
  person,
  query,
  request,
  type TestDatabase,
} from '../../support/db.ts'
import {
  addIntegration,
  addType,
  finishTest,
  logOf,
  report,
  signUp,
  startedRun,
  stateOf,
} from '../../support/db-rows.ts'

const CONFIG: SshConfig = { kind: 'ssh', host: 'server.acme.test', port: 22, username: 'ada' }
const KEY = `SHA256:${'a'.repeat(43)}`
const OTHER_KEY = `SHA256:${'b'.repeat(43)}`

describeOnEachDatabase('an SSH server’s host key, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let owner: string
  let id: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
    owner = await signUp(db)
  }, 60_000)
  afterAll(() => db.stop())
  beforeEach(async () => {
    id = await addIntegration(db, owner, { typeId, authMethod: 'ssh_key', config: CONFIG })
  })

  async function tested(fingerprint: string, outcome: 'passed' | 'failed' = 'passed') {
    const run = await startedRun(db, owner, id)
    const facts: SshFacts = {
      kind: 'ssh',
      server: { name: 'OpenSSH_10.0' },
      host_key: { type: 'ssh-ed25519', fingerprint },
      command: null,
    }
    return await finishTest(db, id, run, {
      ...report(id, run, outcome),
      facts: outcome === 'passed' ? facts : null,
    })
  }
  async function config(): Promise<SshConfig> {
    const [row] = await query<{ config: SshConfig }>(
      db,
      'select config from public.user_integrations where id = $1',
      [id],
    )
    return row?.config ?? expect.fail('It is gone')
  }
  const save = (changed: Partial<SshConfig>) =>
    request(
      db,
      person(owner),
      'update public.user_integrations set config = $2::text::jsonb where id = $1',
      [id, JSON.stringify({ ...CONFIG, ...changed })],
    )

  test('is pinned by the first test that passes, which stays connected, and the log tells it', async () => {
    expect(await tested(KEY, 'failed')).toBe(true)
    expect(await config()).toEqual(CONFIG)
    expect(await tested(KEY)).toBe(true)
    expect(await config()).toEqual({ ...CONFIG, host_key: KEY })
    expect(await stateOf(db, id)).toMatchObject({ status: 'connected' })
    expect((await logOf(db, id, 'config_changed')).map(({ message }) => message)).toEqual([
      'Changed: config.host_key.',
    ])
  })

  test('stays as it is, whatever later reports say', async () => {
    await tested(KEY)
    await tested(OTHER_KEY)
    expect((await config()).host_key).toBe(KEY)
    expect(await logOf(db, id, 'config_changed')).toHaveLength(1)
  })

  test('is not made of what is none', async () => {
    await tested('MD5:00:11')
    expect(await config()).toEqual(CONFIG)
  })

  test('is not pinned by a test of what was changed meanwhile', async () => {
    const run = await startedRun(db, owner, id)
    await save({ host: 'other.acme.test' })
    const facts = { kind: 'ssh', host_key: { type: 'ssh-ed25519', fingerprint: KEY } }
    expect(await finishTest(db, id, run, { ...report(id, run, 'passed'), facts })).toBe(false)
    expect((await config()).host_key).toBeUndefined()
  })

  test.each([{ host: 'other.acme.test' }, { port: 2222 }])(
    'is dropped when the browser moves to %j and keeps it',
    async (moved) => {
      await tested(KEY)
      await save({ ...moved, host_key: KEY })
      expect(await config()).toEqual({ ...CONFIG, ...moved })
      expect(await stateOf(db, id)).toMatchObject({ status: 'configuring' })
      await tested(OTHER_KEY)
      expect((await config()).host_key).toBe(OTHER_KEY)
    },
  )

  test('is kept where only the user or the command changes, and where the name’s case does', async () => {
    await tested(KEY)
    await save({ username: 'root', command: 'uptime', host: 'SERVER.acme.test', host_key: KEY })
    expect((await config()).host_key).toBe(KEY)
  })

  test('is forgotten when its owner says so, and the next test pins anew', async () => {
    await tested(KEY)
    await save({})
    expect(await config()).toEqual(CONFIG)
    await tested(OTHER_KEY)
    expect((await config()).host_key).toBe(OTHER_KEY)
  })
})
