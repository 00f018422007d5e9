import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ResealedBatch } from '../../supabase/functions/_shared/contract/resealing.ts'
import { SealingKeySet } from '../../supabase/functions/_shared/contract/sealing.ts'
import { NONCE_HEADER, PROOF_HEADER, prove } from '../../supabase/local/key-proof.ts'
import { makeSealingKey, type PrivateSealingKey } from '../../supabase/local/sealing-key.ts'
import { localSecrets, replaceLocalSecrets } from '../../supabase/local/secrets.ts'
import { playgroundRows, recorded, startSlowApi, test } from '../support/connection-tests.ts'
import { functionsProcess } from '../support/functions-process.ts'
import { runKeys, startKeys } from '../support/keys-command.ts'
import type { Person } from '../support/person.ts'
import type { Stack } from '../support/stack.ts'
import { SECRET, StoredSecrets } from '../support/stored-secrets.ts'

const STORED = 300
const TESTED_AT_ONCE = 20
/** For a machine that has much else to do. */
const PATIENTLY = 120_000

let secrets: StoredSecrets
let stack: Stack
let ada: Person

beforeAll(async () => {
  secrets = await StoredSecrets.start(STORED)
  stack = secrets.stack
  ada = secrets.person
})
afterAll(() => secrets?.stop())

const home = () => ({ PATCHBAY_HOME: stack.home })
const keys = (...args: string[]) => runKeys(args, home())
const hosted = (line: string, ...args: string[]) =>
  runKeys(args, {
    SUPABASE_URL: stack.url,
    SUPABASE_SECRET_KEY: stack.secretKey,
    SEALING_KEYS: line,
  })

const ask = (headers: Record<string, string>, init: RequestInit = {}) =>
  fetch(`${stack.url}/functions/v1/reseal-credentials`, {
    method: 'POST',
    body: '{"after":null}',
    ...init,
    headers: { 'content-type': 'application/json', ...headers },
  })

const batch = async () => ResealedBatch.parse(await (await ask({ apikey: stack.secretKey })).json())

describe('nobody but the project’s own tools', () => {
  it.each([
    ['a stranger', () => ({})],
    ['the page without a person', () => ({ apikey: stack.publishableKey })],
    ['a person', () => ({ apikey: stack.publishableKey, authorization: `Bearer ${ada.token}` })],
    ['a key that begins alike', () => ({ apikey: stack.secretKey.slice(0, -1) })],
    ['an empty key', () => ({ apikey: '', authorization: 'Bearer ' })],
  ])('seals anew: %s is refused', async (_who, headers) => {
    const response = await ask(headers())
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } })
  })

  it('is heard otherwise than by POST, or with what is no place to go on from', async () => {
    const asTool = { apikey: stack.secretKey }
    expect((await ask(asTool, { method: 'GET', body: null })).status).toBe(405)
    expect((await ask(asTool, { body: '{}' })).status).toBe(400)
    expect((await ask({ authorization: `Bearer ${stack.secretKey}` })).status).toBe(200)
  })

  it.each([
    ['no proof', () => ({})],
    ['the secret key itself', () => ({ [PROOF_HEADER]: stack.secretKey, [NONCE_HEADER]: 'n' })],
    [
      'the stack’s own proof, sent back',
      () => ({ [PROOF_HEADER]: prove(stack.secretKey, 'took', 'n'), [NONCE_HEADER]: 'n' }),
    ],
    [
      'a proof of another time',
      () => ({ [PROOF_HEADER]: prove(stack.secretKey, 'asks', 'm'), [NONCE_HEADER]: 'n' }),
    ],
  ])('makes the stack take its keys anew: %s is refused', async (_what, headers) => {
    const before = functionsProcess(stack)
    const response = await fetch(`${stack.url}/local/sealing-keys`, {
      method: 'POST',
      headers: headers(),
    })
    expect(response.status).toBe(401)
    expect(response.headers.get(PROOF_HEADER)).toBeNull()
    expect(functionsProcess(stack)).toBe(before)
  })
})

describe('a rotation while people work', () => {
  let first: PrivateSealingKey
  let undo: () => unknown = () => {}
  afterAll(() => undo())
  const damaged = () => secrets.at(-1)
  const orphan = () => secrets.at(-2)
  const changed = () => secrets.at(-3)
  const late = () => secrets.at(-4)

  beforeAll(async () => {
    const [key] = await secrets.keys()
    if (!key) throw new Error('There is always a key.')
    first = key
    await secrets.store(orphan(), await makeSealingKey())
    const { encrypted } = await secrets.seal(damaged(), first)
    const spoilt = `${encrypted.slice(0, -22)}${encrypted.slice(-22).split('').reverse().join('')}`
    await ada.db
      .from('integration_credentials')
      .update({ encrypted: spoilt })
      .eq('user_integration_id', damaged().id)
  })

  it(
    'fails no test, is killed anywhere, and goes on without another key',
    async () => {
      const endTests = secrets.testAllTheTime(TESTED_AT_ONCE)
      undo = endTests
      for (const moment of ['New key', 'sealed anew,']) {
        const command = startKeys(['rotate'], home())
        await command.says(moment)
        command.process.kill('SIGKILL')
        await command.ended
        expect(await secrets.keyIds()).toHaveLength(2)
      }
      await secrets.store(changed(), first, { kind: 'api_key', key: 'entered-meanwhile-4711' })
      const { code, stdout } = await keys('rotate')
      expect(stdout).toContain('going on with it, without another key')
      expect(stdout).toContain('2 secrets could not be opened')
      expect(stdout).toContain('Browsers may still seal with the older key')
      expect(code).toBe(0)

      const outcomes = await endTests()
      expect(new Set(outcomes)).toEqual(new Set(['passed']))
      expect(outcomes.length).toBeGreaterThan(TESTED_AT_ONCE)
    },
    PATIENTLY,
  )

  it('leaves every secret as it was, the one that was entered meanwhile too', async () => {
    const [newest, old] = await secrets.keyIds()
    expect(old).toBe(first.kid)
    const { data } = await ada.db.from('integration_credentials').select('key_id')
    const count = (kid?: string) => data?.filter(({ key_id }) => key_id === kid).length
    expect(count(newest)).toBe(STORED - 2)
    expect(count(old)).toBe(1)
    expect(await secrets.opened(secrets.at(0))).toEqual(SECRET)
    expect(await secrets.opened(changed())).toEqual({
      kind: 'api_key',
      key: 'entered-meanwhile-4711',
    })
    expect(await secrets.opened(damaged())).toBeNull()
    expect(await secrets.opened(orphan())).toBeNull()
    expect(await batch()).toMatchObject({
      newest,
      resealed: 0,
      skipped: 2,
      damaged: { [first.kid]: 1 },
      next: null,
      usage: { [String(newest)]: STORED - 2, [first.kid]: 1 },
    })
  })

  it('tells the log nothing: only what people stored', async () => {
    const { count } = await ada.db
      .from('integration_logs')
      .select('*', { count: 'exact', head: true })
      .eq('event_type', 'credential_stored')
    // One for each, and the three that were stored again.
    expect(count).toBe(STORED + 3)
  })

  it('goes on with what a browser still seals with the old key, which stays as long', async () => {
    await secrets.store(late(), first)
    expect(await test(ada, { integrationId: late().id })).toMatchObject({ outcome: 'passed' })
    const { code, stdout } = await keys('retire')
    expect(stdout).toContain('1 sealed anew')
    expect(code).toBe(0)
    expect(await secrets.keyIds()).toHaveLength(2)
    expect(await secrets.opened(late())).toEqual(SECRET)
  })

  it('lets a test end whose reader has gone', async () => {
    const slow = await startSlowApi(2_000)
    const { id } = await ada.create(playgroundRows(stack.playground).openAt(slow.url, 'Slow'))
    const leaving = new AbortController()
    const answer = await ada.call('test-connection', {
      method: 'POST',
      body: JSON.stringify({ integrationId: id }),
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      signal: leaving.signal,
    })
    await answer.body?.getReader().read()
    leaving.abort()
    expect(await keys('reseal')).toMatchObject({ code: 0 })
    expect(await recorded(ada, id)).toMatchObject({ row: { status: 'connected' } })
    slow.stop()
  })

  it('on a hosted project waits and refuses in the same places, and says why', async () => {
    const line = `SEALING_KEYS=${JSON.stringify(await secrets.keys())}`
    const early = await hosted(line, 'retire')
    expect(early).toMatchObject({ code: 1, stdout: '' })
    expect(early.stderr).toContain('Browsers may still seal with the older key')
    const twice = await hosted(line, 'rotate')
    expect(twice).toMatchObject({ code: 1, stdout: '' })
    expect(twice.stderr).toContain('The last rotation is not finished')
    const other = await hosted(`[${JSON.stringify(await makeSealingKey())}]`, 'reseal')
    expect(other.stderr).toContain('The project has the sealing keys')
    expect(other.code).toBe(1)
  })

  it(
    'ends when nothing needs the old key: what is damaged does not hold it',
    async () => {
      await secrets.halfAnHourLater()
      stack = secrets.stack
      const [newest] = await secrets.keys()
      const printed = await hosted(JSON.stringify(await secrets.keys()), 'retire')
      expect(printed).toMatchObject({
        code: 0,
        stdout: `SEALING_KEYS=${JSON.stringify([newest])}\n`,
      })

      const { code, stdout } = await keys('retire')
      expect(stdout).toContain(`Retired ${first.kid}`)
      expect(code).toBe(0)
      expect(await secrets.keys()).toEqual([newest])
      const published = await fetch(`${stack.url}/functions/v1/sealing-keys`)
      const { keys: shown } = SealingKeySet.parse(await published.json())
      expect(shown.map(({ kid }) => kid)).toEqual([newest?.kid])
      expect(await test(ada, { integrationId: late().id })).toMatchObject({ outcome: 'passed' })
    },
    PATIENTLY,
  )
})

describe('a rotation of a hosted project', () => {
  it('prints its new keys, and changes nothing before the project has them', async () => {
    const before = await secrets.keys()
    const { code, stdout, stderr } = await hosted(JSON.stringify(before), 'rotate')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^SEALING_KEYS=\[.*\]\n$/)
    expect(stderr).not.toContain('"d"')
    expect(await secrets.keys()).toEqual(before)

    const early = await hosted(stdout, 'reseal')
    expect(early).toMatchObject({ code: 1, stdout: '' })
    expect(early.stderr).toContain('set them with "npx supabase secrets set" first')

    const sealingKeys: PrivateSealingKey[] = JSON.parse(stdout.replace('SEALING_KEYS=', ''))
    expect(sealingKeys.slice(1)).toEqual(before)
    replaceLocalSecrets(stack.home, { ...(await localSecrets(stack.home)), sealingKeys })
  })

  it(
    'goes on after the functions died in the middle',
    async () => {
      const command = startKeys(['rotate'], home())
      await command.says('sealed anew,')
      process.kill(functionsProcess(stack), 'SIGKILL')
      await command.ended
      const [newest] = await secrets.keyIds()
      expect((await keys('rotate')).code).toBe(0)
      expect(await secrets.keyIds()).toHaveLength(2)
      const { usage } = await batch()
      expect(usage[String(newest)]).toBe(STORED - 2)
      expect(await hosted(JSON.stringify(await secrets.keys()), 'reseal')).toMatchObject({
        code: 0,
      })
      expect(await secrets.opened(secrets.at(0))).toEqual(SECRET)
    },
    PATIENTLY,
  )

  it('sends the secret key nowhere in plain text', async () => {
    const refused = await runKeys(['reseal'], {
      SUPABASE_URL: 'http://project.example',
      SUPABASE_SECRET_KEY: stack.secretKey,
      SEALING_KEYS: JSON.stringify(await secrets.keys()),
    })
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('is to begin with https://')
    expect(refused.stderr).not.toContain(stack.secretKey)
  })
})

it('its traces are none but the secrets’ file, which its owner alone can read', () => {
  const files = readdirSync(stack.home).filter((name) => name.startsWith('secrets'))
  expect(files).toEqual(['secrets.json'])
  expect(statSync(join(stack.home, 'secrets.json')).mode & 0o077).toBe(0)
})
