import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seal } from '../../src/services/seal.ts'
import { localSecrets } from '../../supabase/local/secrets.ts'
import { playgroundRows } from '../support/connection-tests.ts'
import { runKeys } from '../support/keys-command.ts'
import { type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'

const STORED = 4_000
const FLOOR_PER_SECOND = 100

let stack: Stack
let ada: Person

beforeAll(async () => {
  stack = await startStack()
  ada = await signUp(stack)
}, 120_000)
afterAll(() => stack?.stop())

it(`seals at least ${FLOOR_PER_SECOND} secrets a second anew, on the embedded stack`, async () => {
  const [key] = (await localSecrets(stack.home)).sealingKeys
  if (!key) throw new Error('There is always a key.')
  const { d: _private, ...publicKey } = key
  const row = playgroundRows(stack.playground).keyed
  const audience = [stack.playground.rest]
  for (let stored = 0; stored < STORED; stored += 500) {
    const rows = Array.from({ length: 500 }, (_, n) => ({
      id: randomUUID(),
      ...row(`Key ${stored + n}`),
    }))
    const sealed = rows.map(async ({ id }) => ({
      ...(await seal(
        { kind: 'api_key', key: randomUUID() },
        { integrationId: id, ownerId: ada.id, slot: 'auth', audience },
        publicKey,
      )),
      user_integration_id: id,
    }))
    await ada.db.from('user_integrations').insert(rows).throwOnError()
    await ada.db
      .from('integration_credentials')
      .insert(await Promise.all(sealed))
      .throwOnError()
  }
  const startedAt = performance.now()
  const { code, stdout } = await runKeys(['rotate'], { PATCHBAY_HOME: stack.home })
  const seconds = (performance.now() - startedAt) / 1_000
  expect(code).toBe(0)
  expect(stdout).toContain(`Done: ${STORED} sealed anew.`)
  const perSecond = Math.round(STORED / seconds)
  console.info(
    `${STORED} secrets in ${seconds.toFixed(1)} s: ${perSecond} a second, all steps included`,
  )
  expect(perSecond).toBeGreaterThanOrEqual(FLOOR_PER_SECOND)
}, 300_000)
