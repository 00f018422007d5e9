import { IntegrationType } from '@contract/type-defaults'
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { catalogue } from '../../../../supabase/catalogue/catalogue'
import {
  enter,
  openModal,
  SECRET,
  saveAndConnect,
  type User,
} from '../../../../tests/support/connection-form'
import { type ConnectionWire, connectionWire } from '../../../../tests/support/connection-wire'
import {
  aHint,
  anMcpIntegration,
  anMcpType,
  aPassedReport,
  aRunner,
  minutesAgo,
} from '../../../../tests/support/factories'
import { KEY_PASSPHRASE, keyFile } from '../../../../tests/support/key-files'
import { signInAsAda } from '../../../../tests/support/signed-in'

// Whole stories, on machines that do other things too.
vi.setConfig({ testTimeout: 20_000 })

beforeEach(signInAsAda)

function typeOf(id: string): IntegrationType {
  const entry = catalogue.find((each) => each.id === id)
  return IntegrationType.parse({ ...entry, owner_id: null })
}

const field = (label: string | RegExp) => screen.getByLabelText<HTMLInputElement>(label)
const choose = (user: User, label: string) => user.click(screen.getByRole('radio', { name: label }))

/** The one config that was stored, and the secret that was sealed in a slot, as a function opens it. */
const configOf = (wire: ConnectionWire) => [...wire.rows.values()][0]?.config
async function sealedIn(wire: ConnectionWire, slot: string) {
  const sealed = wire.sealed.get(slot)
  return sealed && { audience: sealed.audience, secret: await wire.open(sealed) }
}

describe('an SSH server', () => {
  const type = typeOf('ssh-server')
  const stored = anMcpIntegration({
    type_id: type.id,
    name: 'Web 1',
    auth_method: 'ssh_key',
    config: {
      kind: 'ssh',
      host: 'web1.acme.test',
      port: 22,
      username: 'deploy',
      host_key: `SHA256:${'A'.repeat(43)}`,
    },
  })
  const hints = [aHint({ hint: '', audience: ['ssh://web1.acme.test:22'] })]

  it('is a host, a user and a key, sealed for that host and port', async () => {
    const wire = await connectionWire({ runners: [aRunner()] })
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type })
    await screen.findByText('SSH is spoken by a runner: Workshop is online.')
    await enter(user, field('Host'), 'Web1.Acme.test')
    await enter(user, field('Port'), '2222')
    await enter(user, field('User name'), 'deploy')
    await enter(user, field('Private key'), keyFile('ed25519.key'))
    await enter(user, field(/^Command/), 'uptime')
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(configOf(wire)).toEqual({
      kind: 'ssh',
      host: 'Web1.Acme.test',
      port: 2222,
      username: 'deploy',
      command: 'uptime',
    })
    const { audience, secret } = (await sealedIn(wire, 'auth')) ?? {}
    expect(audience).toEqual(['ssh://web1.acme.test:2222'])
    // Line by line as it was: a key whose lines are trimmed or joined is none.
    expect(secret).toEqual({ kind: 'ssh_key', key: keyFile('ed25519.key'), passphrase: '' })
  })

  it('says at the field what is no private key, and that a locked one wants its passphrase', async () => {
    const wire = await connectionWire({ runners: [aRunner()] })
    const { user } = openModal({ type })
    await enter(user, field('Host'), 'web1.acme.test')
    await enter(user, field('User name'), 'deploy')
    await enter(user, field('Private key'), 'ssh-ed25519 AAAAC3Nza ada@acme')
    await user.tab()
    await screen.findByText(/This is the public key/)
    await enter(user, field('Private key'), keyFile('rsa-aes256.key'))
    await user.click(saveAndConnect())
    await screen.findByText('This key has a passphrase: enter it')
    expect(wire.steps).toEqual([])
  })

  it('keeps the host key that it trusted, until another host is entered or it is forgotten', async () => {
    const wire = await connectionWire({ hints, runners: [aRunner()] })
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type, integration: stored })
    await screen.findByText(`SHA256:${'A'.repeat(43)}`)
    await enter(user, field('Port'), '23')
    expect(screen.queryByText(/^SHA256:/)).toBeNull()
    await enter(user, field('Port'), '22')
    screen.getByText(/^SHA256:/)
    await user.click(screen.getByRole('button', { name: 'Forget it' }))
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(configOf(wire)).toEqual({
      kind: 'ssh',
      host: 'web1.acme.test',
      port: 22,
      username: 'deploy',
    })
  })

  it('wants its key again for another host', async () => {
    const wire = await connectionWire({ hints, runners: [aRunner()] })
    const { user } = openModal({ type, integration: stored })
    await enter(user, await screen.findByLabelText('Host'), 'evil.test')
    await user.click(saveAndConnect())
    await screen.findByText('The host or the port changed: enter the key again')
    expect(wire.steps).toEqual([])
  })
})

describe('a client certificate', () => {
  const type = typeOf('docker-engine')

  it('is read in the browser: who it is, until when, and its key unlocked before it is sealed', async () => {
    const wire = await connectionWire({ runners: [aRunner()] })
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type })
    await enter(user, field('API URL'), 'https://docker.acme.test:2376')
    await enter(user, field('Client certificate'), keyFile('p256.crt'))
    await enter(user, field('Private key'), keyFile('p256.key'))
    await screen.findByText('Certificate and key belong together.')
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    const { audience, secret } = (await sealedIn(wire, 'auth')) ?? {}
    expect(audience).toEqual(['https://docker.acme.test:2376'])
    expect(secret).toMatchObject({ kind: 'certificate', ca: null })
    expect(JSON.stringify(secret)).toContain('BEGIN PRIVATE KEY')
    expect(wire.sealed.get('auth')?.expires_at).not.toBeNull()
  })

  it('and a key that is not its own are told apart at the key', async () => {
    const wire = await connectionWire({ runners: [aRunner()] })
    const { user } = openModal({ type })
    await enter(user, field('API URL'), 'https://docker.acme.test:2376')
    await enter(user, field('Client certificate'), keyFile('p256.crt'))
    await enter(user, field('Private key'), keyFile('p384.key'))
    await user.tab()
    await screen.findByText('This key does not belong to the certificate above.')
    await user.click(saveAndConnect())
    await waitFor(() => expect(document.activeElement).toBe(field('Private key')))
    expect(wire.steps).toEqual([])
  })

  it('wants the passphrase of a locked key, which is not stored', async () => {
    const wire = await connectionWire({ runners: [aRunner()] })
    const { user } = openModal({ type })
    await enter(user, field('API URL'), 'https://docker.acme.test:2376')
    await enter(user, field('Client certificate'), keyFile('p256.crt'))
    await enter(user, field('Private key'), keyFile('rsa-aes256.key'))
    await enter(user, field(/^Passphrase/), 'wrong')
    await user.tab()
    await screen.findByText('This passphrase does not open the key.')
    await enter(user, field(/^Passphrase/), KEY_PASSPHRASE)
    await user.tab()
    await screen.findByText('This key does not belong to the certificate above.')
    expect(wire.steps).toEqual([])
  })

  it('is taken from a file, and a file that is none is refused', async () => {
    await connectionWire({ runners: [aRunner()] })
    const { user } = openModal({ type })
    const [picker] = document.querySelectorAll<HTMLInputElement>('input[type=file]')
    if (!picker) throw new Error('There is nothing to choose a file with.')
    await user.upload(picker, new File([keyFile('p256.crt')], 'client.crt'))
    await waitFor(() => expect(field('Client certificate').value).toContain('BEGIN CERTIFICATE'))
    await user.upload(picker, new File([new Uint8Array(70_000)], 'movie.crt'))
    await screen.findByText(/movie\.crt is too large to be one/)
    expect(field('Client certificate').value).toContain('BEGIN CERTIFICATE')
  })

  it('says how to start a runner where none is online', async () => {
    await connectionWire({ runners: [aRunner({ last_seen_at: minutesAgo(5) })] })
    openModal({ type })
    await screen.findByText('No runner is online.')
    expect(screen.getByRole('link', { name: /^Start a runner/ }).getAttribute('href')).toBe(
      '/settings/runners',
    )
  })
})

describe('tokens that are signed for each request', () => {
  it('take what their type asks for, and the key', async () => {
    const wire = await connectionWire()
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type: typeOf('app-store-connect') })
    await user.click(saveAndConnect())
    await screen.findByText('Enter the Issuer ID')
    screen.getByText('Enter the Key ID')
    await enter(user, field('Issuer ID'), '57246542-96fe')
    await enter(user, field('Key ID'), '2X9R4HXF34')
    await enter(user, field('Private key'), keyFile('rsa-pkcs1.key'))
    await user.tab()
    await screen.findByText('This is a key for RSA; ES256 signs with P-256.')
    await enter(user, field('Private key'), keyFile('rsa-aes256.key'))
    await user.tab()
    await screen.findByText('This key has a passphrase: enter it.')
    await enter(user, field(/^Passphrase/), KEY_PASSPHRASE)
    await user.tab()
    await screen.findByText('This is a key for RSA; ES256 signs with P-256.')
    await enter(user, field('Private key'), keyFile('p256-sec1.key'))
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(configOf(wire)).toMatchObject({
      jwt: {
        alg: 'ES256',
        key_id: '2X9R4HXF34',
        claims: { iss: '57246542-96fe' },
        lifetime_seconds: 1_200,
      },
    })
    const { secret } = (await sealedIn(wire, 'auth')) ?? {}
    expect(secret).toMatchObject({ kind: 'jwt_key' })
    expect(JSON.stringify(secret)).toContain('BEGIN PRIVATE KEY')
  })

  it('of an API that nobody knows say what one writes into them', async () => {
    const wire = await connectionWire()
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type: typeOf('any-http-api') })
    await enter(user, field('API URL'), 'https://api.acme.test')
    await choose(user, 'Bearer token')
    await choose(user, 'Signed for each request')
    await user.selectOptions(field('Algorithm'), 'HS256')
    await enter(user, field('Signing key'), SECRET)
    await enter(user, field('Valid for, in seconds'), '60')
    await user.click(screen.getByRole('button', { name: 'Add claim' }))
    await enter(user, field('Name of claim 1'), 'exp')
    await enter(user, field('Value of claim 1'), 'never')
    await user.click(saveAndConnect())
    await screen.findByText('Patchbay sets iat and exp itself')
    await enter(user, field('Name of claim 1'), 'iss')
    await enter(user, field('Value of claim 1'), 'acme')
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(configOf(wire)).toMatchObject({
      jwt: { alg: 'HS256', claims: { iss: 'acme' }, lifetime_seconds: 60 },
    })
    expect((await sealedIn(wire, 'auth'))?.secret).toEqual({ kind: 'jwt_key', key: SECRET })
  })

  it('are no given token: the stored one does not count for them', async () => {
    const type = typeOf('any-http-api')
    const wire = await connectionWire({ hints: [aHint({ audience: ['https://api.acme.test'] })] })
    const integration = anMcpIntegration({
      type_id: type.id,
      auth_method: 'jwt',
      config: { kind: 'rest', api_url: 'https://api.acme.test', scopes: [], headers: [], env: [] },
    })
    const { user } = openModal({ type, integration })
    await screen.findByPlaceholderText('Replace …x7Qa')
    await choose(user, 'Signed for each request')
    await user.click(saveAndConnect())
    await screen.findByText('Enter the signing key')
    expect(wire.steps).toEqual([])
  })
})

describe('a command', () => {
  const type = anMcpType({
    name: 'Any MCP server',
    type: 'custom',
    auth_methods: ['none', 'jwt'],
    defaults: {
      kind: 'mcp',
      own_address: true,
      protocols: ['http', 'sse', 'stdio'],
      urls: {},
      auth: { jwt: { help: { label: 'Token' } } },
    },
  })
  const files = anMcpType({
    name: 'Files',
    auth_methods: ['none'],
    defaults: {
      kind: 'mcp',
      own_address: true,
      protocols: ['stdio'],
      urls: {},
      stdio: {
        command: 'npx',
        args: ['-y', 'files'],
        env: [
          { name: 'FILES_KEY', is_required: true, help: { label: 'Files key' } },
          { name: 'FILES_LOG', is_required: false, help: { label: 'Log level' } },
        ],
      },
      auth: {},
    },
  })
  const audienceOf = (...words: string[]) => `stdio:${encodeURIComponent(JSON.stringify(words))}`

  it('pasted as one types it fills command, arguments and variables', async () => {
    const wire = await connectionWire({ runners: [aRunner()] })
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type })
    await choose(user, 'stdio')
    expect(screen.queryByText('Authentication')).toBeNull()
    await enter(user, field('Command'), `NOTES_KEY=${SECRET} npx -y notes --root '/my notes'`)
    expect(field('Command').value).toBe('npx')
    expect(field(/^Arguments/).value).toBe('-y\nnotes\n--root\n/my notes')
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect([...wire.rows.values()]).toMatchObject([
      {
        auth_method: 'none',
        config: {
          kind: 'mcp',
          protocol: 'stdio',
          command: 'npx',
          args: ['-y', 'notes', '--root', '/my notes'],
          env: ['NOTES_KEY'],
        },
      },
    ])
    expect(await sealedIn(wire, 'env:NOTES_KEY')).toEqual({
      audience: [audienceOf('npx', '-y', 'notes', '--root', '/my notes')],
      secret: { kind: 'value', value: SECRET },
    })
    for (const body of wire.bodies) expect(body).not.toContain(SECRET)
  })

  it('pasted as another client’s settings fills the name too', async () => {
    await connectionWire({ runners: [aRunner()] })
    const { user } = openModal({ type })
    await choose(user, 'stdio')
    const settings = { mcpServers: { notes: { command: 'uvx', args: ['notes'], env: { K: 'v' } } } }
    await enter(user, field('Command'), JSON.stringify(settings))
    expect(field('Name').value).toBe('notes')
    expect(field('Command').value).toBe('uvx')
    expect(field('Name of variable 1').value).toBe('K')
    expect(field('Value of variable 1').value).toBe('v')
  })

  it('whose settings name an address fills that, and the token', async () => {
    await connectionWire()
    const { user } = openModal({ type })
    const entry = { url: 'https://mcp.acme.test/mcp', headers: { Authorization: 'Bearer t0ken' } }
    await enter(user, field('Server URL'), JSON.stringify({ mcpServers: { acme: entry } }))
    expect(field('Server URL').value).toBe('https://mcp.acme.test/mcp')
    expect(field('Token').value).toBe('t0ken')
  })

  it('asks for what its type knows that it needs, and offers the rest', async () => {
    const wire = await connectionWire({ runners: [aRunner()] })
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type: files })
    await user.click(saveAndConnect())
    await screen.findByText('Enter the value')
    await enter(user, field('Files key'), SECRET)
    await user.click(screen.getByRole('button', { name: 'Add Log level' }))
    await enter(user, await screen.findByLabelText('Log level'), 'debug')
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(configOf(wire)).toMatchObject({ env: ['FILES_KEY', 'FILES_LOG'] })
  })

  it('that is changed wants its secrets again', async () => {
    const wire = await connectionWire({
      hints: [aHint({ slot: 'env:FILES_KEY', audience: [audienceOf('npx', '-y', 'files')] })],
      runners: [aRunner()],
    })
    const integration = anMcpIntegration({
      auth_method: 'none',
      config: {
        kind: 'mcp',
        protocol: 'stdio',
        command: 'npx',
        args: ['-y', 'files'],
        env: ['FILES_KEY'],
      },
    })
    const { user } = openModal({ type: files, integration })
    await screen.findByPlaceholderText('Replace …x7Qa')
    await enter(user, field(/^Arguments/), '-y\nevil')
    await user.click(saveAndConnect())
    await screen.findByText('The command changed: enter the secret again')
    expect(wire.steps).toEqual([])
  })
})

describe('a type of a newer Patchbay', () => {
  it('asks for the new page instead of showing half a form', async () => {
    openModal({ type: anMcpType({ auth_methods: JSON.parse('["passkey"]') }) })
    await screen.findByText('This page is older than the catalogue.')
    expect(screen.queryByText('Save and connect')).toBeNull()
  })
})
