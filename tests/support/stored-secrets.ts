import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPgliteConnection } from '@supabase/lite/pglite'
import { seal } from '../../src/services/seal.ts'
import { PLAYGROUND_CREDENTIALS } from '../../supabase/catalogue/playground-credentials.ts'
import type { CredentialSecret } from '../../supabase/functions/_shared/contract/auth.ts'
import { createKeyring } from '../../supabase/functions/_shared/sealing/keyring.ts'
import { openCredentials } from '../../supabase/functions/_shared/sealing/open-credentials.ts'
import type { PrivateSealingKey } from '../../supabase/local/sealing-key.ts'
import { localSecrets } from '../../supabase/local/secrets.ts'
import { playgroundRows, test } from './connection-tests.ts'
import { type NewIntegration, type Person, signUp } from './person.ts'
import { type Stack, startStack } from './stack.ts'

export const SECRET: CredentialSecret = { kind: 'api_key', key: PLAYGROUND_CREDENTIALS.apiKey }
type Integration = NewIntegration & { id: string }

/** A stack on which a person has many integrations, each with a secret that its server accepts. */
export class StoredSecrets {
  private constructor(
    public stack: Stack,
    readonly person: Person,
    readonly integrations: readonly Integration[],
  ) {}

  static async start(count: number): Promise<StoredSecrets> {
    const stack = await startStack({ home: mkdtempSync(join(tmpdir(), 'patchbay-home-')) })
    const person = await signUp(stack)
    const { keyed } = playgroundRows(stack.playground)
    const integrations = Array.from({ length: count }, (_, n) => ({
      id: randomUUID(),
      ...keyed(`Key ${n}`),
    }))
    const stored = new StoredSecrets(stack, person, integrations)
    const [key] = await stored.keys()
    if (!key) throw new Error('There is always a key.')
    const sealed = integrations.map((integration) => stored.seal(integration, key))
    await person.db.from('user_integrations').insert(integrations).throwOnError()
    await person.db
      .from('integration_credentials')
      .insert(await Promise.all(sealed))
      .throwOnError()
    return stored
  }

  async stop(): Promise<void> {
    await this.stack.stop()
    rmSync(this.stack.home, { recursive: true, force: true })
  }

  /** The stack's own, newest first. */
  async keys(): Promise<PrivateSealingKey[]> {
    return (await localSecrets(this.stack.home)).sealingKeys
  }

  async keyIds(): Promise<string[]> {
    return (await this.keys()).map(({ kid }) => kid)
  }

  at(index: number): Integration {
    const integration = this.integrations.at(index)
    if (!integration) throw new Error(`There is no integration ${index}.`)
    return integration
  }

  async seal({ id }: Integration, { d: _private, ...key }: PrivateSealingKey, secret = SECRET) {
    const audience = [this.stack.playground.rest]
    const target = { integrationId: id, ownerId: this.person.id, slot: 'auth', audience }
    return { ...(await seal(secret, target, key)), user_integration_id: id }
  }

  /** As a browser does that has that key in its cache. */
  async store(integration: Integration, key: PrivateSealingKey, secret = SECRET): Promise<void> {
    const sealed = await this.seal(integration, key, secret)
    await this.person.db.from('integration_credentials').upsert(sealed).throwOnError()
  }

  /** What is stored, opened with the keys as they are now; null where it cannot be. */
  async opened({ id }: Integration): Promise<CredentialSecret | null> {
    const { data } = await this.person.db
      .from('integration_credentials')
      .select()
      .eq('user_integration_id', id)
      .throwOnError()
    const owner = { integrationId: id, ownerId: this.person.id }
    const wanted = { ...owner, slots: ['auth'], audience: this.stack.playground.rest }
    const keyring = createKeyring(JSON.stringify(await this.keys()))
    const result = await openCredentials(data, wanted, keyring)
    return result.ok ? (result.secrets.get('auth')?.secret ?? null) : null
  }

  /**
   * Tests so many of them at once and without a pause, until the function that it gives is called;
   * that gives what the tests came to.
   */
  testAllTheTime(count: number): () => Promise<string[]> {
    let isOver = false
    const outcomes: string[] = []
    const testers = this.integrations.slice(0, count).map(async ({ id }) => {
      while (!isOver) {
        const report = await test(this.person, { integrationId: id }).catch(String)
        const isReport = typeof report !== 'string'
        outcomes.push(isReport ? (report.failure?.code ?? report.outcome) : report)
      }
    })
    return async () => {
      isOver = true
      await Promise.all(testers)
      return outcomes
    }
  }

  /** Stops the stack, lets half an hour pass in its database, and starts it again. */
  async halfAnHourLater(): Promise<void> {
    const { home, url } = this.stack
    await this.stack.stop()
    const connection = await createPgliteConnection({ url: join(home, 'data') })
    await connection.exec(
      `update private.newest_sealing_key set since = since - interval '30 minutes'`,
    )
    await connection.close()
    this.stack = await startStack({ home, env: { PORT: new URL(url).port } })
  }
}
