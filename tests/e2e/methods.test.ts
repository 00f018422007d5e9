import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { importSPKI, jwtVerify } from 'jose'
import { newSshKey, startSsh } from '../support/ssh-server.ts'
import { clientPem, startMutualTls, startUpstream } from '../support/upstream-server.ts'
import { markIn, newCanaries } from './support/canary.ts'
import { expectNoTrace } from './support/no-trace.ts'
import {
  choose,
  expect,
  openForm,
  pageOf,
  save,
  stack,
  story,
  testDraft,
  testStored,
} from './support/story.ts'
import { Witness } from './support/witness.ts'

story(
  'a client certificate: refused while it is a stranger’s, past or revoked',
  async ({ ada }) => {
    const witness = await Witness.of(ada)
    const api = await startMutualTls((_request, response) => response.end('Hello'), {
      isStrict: true,
      isPrivate: true,
    })
    const form = await begin(ada, 'Any HTTP API')
    await form.getByLabel('API URL').fill(api.origin)
    await choose(form, 'Certificate')
    await form.getByLabel('CA certificate').fill(clientPem('servers.crt'))
    for (const [whose, sentence] of [
      ['stranger', 'refused the client certificate'],
      ['past', 'has expired'],
      ['revoked', 'refused the client certificate'],
    ] as const) {
      await present(form, whose)
      await expectFailure(form, sentence)
    }

    await form.getByLabel('Private key').fill(clientPem('stranger.key'))
    await testDraft(form)
    await expect(form.getByText(/does not belong to/)).toBeVisible()
    await present(form, 'ada')
    await connect(ada, form)
    await expectNoTrace(ada, keysOf('ada', 'stranger', 'past', 'revoked'), witness, NAME)
    await witness.leave()
    await api.close()
  },
)

story('SSH: a key is refused, let in, and taken off the server’s list again', async ({ ada }) => {
  const witness = await Witness.of(ada)
  const passphrase = newCanaries().plantPlain('passphrase')
  const key = newSshKey(passphrase)
  const other = newSshKey()
  const server = await startSsh([], {
    run(command, channel) {
      channel.write(`ran ${command}`)
      channel.exit(0)
      channel.end()
    },
  })
  const form = await begin(ada, 'SSH server')
  await form.getByLabel('Host').fill('127.0.0.1')
  await form.getByLabel('Port').fill(`${server.port}`)
  await form.getByLabel('User name').fill('ada')
  await form.getByLabel('Command').fill('uptime')
  await form.getByLabel('Private key').fill(other.private)
  await expectFailure(form, 'the credential was refused')

  server.authorized.add(key.public)
  await form.getByLabel('Private key').fill(key.private)
  await form.getByLabel('Passphrase').fill('not this one')
  await expectFailure(form, 'passphrase')
  await form.getByLabel('Passphrase').fill(passphrase)
  const details = await connect(ada, form)
  expect(server.commands).toContain('uptime')
  await expect(details).toContainText('SHA256:')

  server.authorized.delete(key.public)
  await testStored(details)
  await expect(details).toContainText('the credential was refused')
  const marks = [passphrase, markIn(key.private), markIn(other.private)]
  await expectNoTrace(ada, marks, witness, NAME)
  await witness.leave()
  await server.close()
})

story('a token signed for each request, until its key is revoked', async ({ ada }) => {
  const witness = await Witness.of(ada)
  const pair = () =>
    generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
  const [known, unknown] = [pair(), pair()]
  const seen: string[] = []
  let isRevoked = false
  const api = await startUpstream(async (request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    seen.push(token)
    const verified = await jwtVerify(token, await importSPKI(known.publicKey, 'ES256'), {
      issuer: 'patchbay',
    }).catch(() => null)
    response.statusCode = verified === null || isRevoked ? 401 : 200
    response.end(`Your token is ${token}`)
  })
  const form = await begin(ada, 'Any HTTP API')
  await form.getByLabel('API URL').fill(api.origin)
  await choose(form, 'Bearer token')
  await choose(form, 'Signed for each request')
  await form.getByLabel('Algorithm').selectOption('ES256')
  await form.getByRole('button', { name: 'Add claim' }).click()
  await form.getByLabel('Name of claim 1').fill('iss')
  await form.getByLabel('Value of claim 1').fill('patchbay')
  await form.getByLabel('Signing key').fill(unknown.privateKey)
  await expectFailure(form, 'the credential was refused')
  await form.getByLabel('Signing key').fill(known.privateKey)
  const details = await connect(ada, form)
  isRevoked = true
  await testStored(details)
  await expect(details).toContainText('the credential was refused')
  const marks = [known.privateKey, unknown.privateKey].map(markIn)
  await expectNoTrace(ada, [...marks, ...seen.map(signatureOf)], witness, NAME)
  await witness.leave()
  await api.close()
})

story(
  'a command: started once it was approved, word for word, with its secret',
  async ({ ada }) => {
    const witness = await Witness.of(ada)
    const secret = newCanaries().plantPlain('variable')
    const program = resolve('tests/support/stdio-server.mjs')
    const form = await begin(ada, 'Any MCP server')
    await choose(form, 'stdio')
    await form.getByLabel('Command').fill('node')
    await form.getByLabel('Arguments').fill(`${program}\ncrash`)
    await form.getByRole('button', { name: 'Add variable' }).click()
    await form.getByLabel('Name of variable 1').fill('API_KEY')
    await form.getByLabel('Value of variable 1').fill(secret)
    await expectFailure(form, 'has not been allowed to start')

    // It tells its secret on stderr, and ends.
    approve('node', program, 'crash')
    await expectFailure(form, 'ended as soon as it was started')
    await form.getByText('Details').click()
    await expect(form).toContainText('cannot start: the key [withheld] is no good')

    await form.getByLabel('Arguments').fill(`${program}\nmodern`)
    await expectFailure(form, 'has not been allowed to start')
    approve('node', program, 'modern')
    const details = await connect(ada, form)
    await details.getByRole('tab', { name: 'Tools' }).click()
    await expect(details).toContainText('greet')
    await expectNoTrace(ada, [secret], witness, NAME)
    await witness.leave()
  },
)

const NAME = 'By every method'

async function begin(page: Page, type: string): Promise<Locator> {
  const form = await openForm(page, type)
  await form.getByLabel('Name', { exact: true }).fill(NAME)
  return form
}

async function present(form: Locator, whose: string): Promise<void> {
  await form.getByLabel('Client certificate').fill(clientPem(`${whose}.crt`))
  await form.getByLabel('Private key').fill(clientPem(`${whose}.key`))
}

async function expectFailure(form: Locator, sentence: string): Promise<void> {
  await testDraft(form)
  await expect(form.getByRole('status').first()).toContainText(sentence)
}

/** Saves what is in the form. Answers the page of what is connected now. */
async function connect(page: Page, form: Locator): Promise<Locator> {
  await save(form)
  await expect(form).toBeHidden()
  await page.getByRole('searchbox').fill('')
  await page.getByRole('article', { name: NAME }).getByRole('link', { name: NAME }).first().click()
  const details = pageOf(page, NAME)
  await expect(details).toContainText('Connected')
  return details
}

const keysOf = (...names: string[]) => names.map((name) => markIn(clientPem(`${name}.key`)))
const signatureOf = (token: string) => token.slice(token.lastIndexOf('.') + 1)

/** As whoever runs the stack does it in a terminal. */
function approve(...command: string[]): void {
  const home = join(stack().home, 'runner')
  execFileSync('npm', ['run', '-s', 'runner', '--', 'approve', '--home', home, ...command])
}
