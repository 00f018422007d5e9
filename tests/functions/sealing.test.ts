import { CompactEncrypt, exportJWK, generateKeyPair, importJWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { type SealTarget, seal } from '../../src/services/seal.ts'
import type { CredentialSecret } from '../../supabase/functions/_shared/contract/auth.ts'
import { audienceOf, IntegrationConfig } from '../../supabase/functions/_shared/contract/config.ts'
import type { SealedCredential } from '../../supabase/functions/_shared/contract/sealing.ts'
import { createKeyring, type Keyring } from '../../supabase/functions/_shared/sealing/keyring.ts'
import { openCredentials } from '../../supabase/functions/_shared/sealing/open-credentials.ts'
import { clientPem } from '../support/upstream-server.ts'

const ada = '5f0c6a1e-0000-4000-8000-00000000000a'
const eve = '5f0c6a1e-0000-4000-8000-00000000000e'
const github = '6a1e5f0c-0000-4000-8000-000000000001'
const stripe = '6a1e5f0c-0000-4000-8000-000000000002'
const SECRET = 'ghp_canary-7f3a9c-secret-x7Qa'
const token: CredentialSecret = { kind: 'api_key', key: SECRET }

async function makeKey(kid: string) {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  return { ...(await exportJWK(privateKey)), kid, use: 'enc', alg: 'ECDH-ES' }
}

describe('a sealed credential', () => {
  let keyring: Keyring
  let sealed: SealedCredential
  const target: SealTarget = {
    integrationId: github,
    ownerId: ada,
    slot: 'auth',
    audience: ['https://api.github.com'],
  }
  const rightfully = {
    integrationId: github,
    ownerId: ada,
    slots: ['auth', 'header:X-Team'],
    audience: 'https://api.github.com',
  }
  const newest = () => {
    const [key] = keyring.publicKeys.keys
    if (!key) throw new Error('no key')
    return key
  }

  beforeAll(async () => {
    keyring = createKeyring(JSON.stringify([await makeKey('new'), await makeKey('old')]))
    sealed = await seal(token, target, newest())
  })

  it('opens for the integration, owner, slot and origin it was sealed for', async () => {
    const opened = await openCredentials([sealed], rightfully, keyring)
    expect(opened.ok && opened.secrets.get('auth')?.secret).toEqual(token)
  })

  it('stays closed where no slot of the configuration names it any more', async () => {
    const opened = await openCredentials([sealed], { ...rightfully, slots: [] }, keyring)
    expect(opened.ok && [...opened.secrets]).toEqual([])
  })

  it.each([
    ['no seal at all', { encrypted: 'sk_live_canary' }],
    ['an end that is no date', { expires_at: '58692-01-01T00:00:00Z' }],
    ['an audience that is none', { audience: ['anywhere'] }],
  ])('cannot be opened with %s, and only its own slot says so', async (_what, broken) => {
    const opened = await openCredentials([{ ...sealed, ...broken }], rightfully, keyring)
    expect(opened).toEqual({ ok: false, code: 'credential_unreadable', slot: 'auth' })
    const other = { ...sealed, ...broken, slot: 'env:OLD' }
    expect((await openCredentials([sealed, other], rightfully, keyring)).ok).toBe(true)
  })

  it('shows its last four characters, and nothing of a short one', async () => {
    expect(sealed.hint).toBe('x7Qa')
    expect((await seal({ kind: 'api_key', key: 'hunter2' }, target, newest())).hint).toBe('')
  })

  it('tells when a JWT ends, without the JWT', async () => {
    const claims = Buffer.from(JSON.stringify({ exp: 1_800_000_000 })).toString('base64url')
    const jwt = await seal({ kind: 'jwt', token: `e30.${claims}.c2ln` }, target, newest())
    expect(jwt.expires_at).toBe('2027-01-15T08:00:00.000Z')
  })

  it('does not know the end of a JWT that counts in milliseconds', async () => {
    const claims = Buffer.from(JSON.stringify({ exp: 1_790_000_000_000 })).toString('base64url')
    const jwt = await seal({ kind: 'jwt', token: `e30.${claims}.c2ln` }, target, newest())
    expect(jwt.expires_at).toBeNull()
  })

  it('tells when a certificate ends, of a chain the one that is presented', async () => {
    const sealing = (certificate: string) =>
      seal({ kind: 'certificate', certificate, key: '', ca: null }, target, newest())
    const ada = clientPem('ada.crt')
    const { expires_at, hint } = await sealing(ada + clientPem('past.crt'))
    expect({ expires_at, hint }).toEqual({ expires_at: '2120-01-01T00:00:00.000Z', hint: '' })
    expect((await sealing(ada.replace('MII', 'AAA'))).expires_at).toBeNull()
  })

  it('is different each time and holds the secret in no form', async () => {
    const again = await seal(token, target, newest())
    expect(again.encrypted).not.toBe(sealed.encrypted)
    const everything = JSON.stringify(sealed) + Buffer.from(sealed.encrypted, 'base64url')
    for (const form of [SECRET, btoa(SECRET), encodeURIComponent(SECRET)]) {
      expect(everything).not.toContain(form)
    }
  })

  it.each([
    ['copied to another integration of the same owner', { ...rightfully, integrationId: stripe }],
    ['copied by a stranger to their own integration', { ...rightfully, ownerId: eve }],
  ])('does not open when %s', async (_story, wanted) => {
    const opened = await openCredentials([sealed], wanted, keyring)
    expect(opened).toMatchObject({ ok: false, code: 'credential_unreadable' })
  })

  it('does not open in another slot', async () => {
    const opened = await openCredentials(
      [{ ...sealed, slot: 'header:X-Team' }],
      rightfully,
      keyring,
    )
    expect(opened).toMatchObject({ ok: false, code: 'credential_unreadable' })
  })

  it.each([
    'https://evil.example',
    'http://api.github.com',
    'https://api.github.com:8443',
    'https://api.github.com.evil.example',
    '',
    'null',
  ])('is not given out for another audience: %s', async (audience) => {
    const opened = await openCredentials([sealed], { ...rightfully, audience }, keyring)
    expect(opened).toMatchObject({ ok: false, code: 'audience_mismatch' })
  })

  it('does not open for an audience column that was widened: the header counts', async () => {
    const widened = { ...sealed, audience: ['https://evil.example'] }
    const opened = await openCredentials(
      [widened],
      { ...rightfully, audience: 'https://evil.example' },
      keyring,
    )
    expect(opened).toMatchObject({ ok: false, code: 'audience_mismatch' })
  })

  const ssh = { kind: 'ssh', host: 'Build.example.com', port: 22, username: 'deploy' } as const
  const stdio = {
    kind: 'mcp',
    protocol: 'stdio',
    command: 'npx',
    args: ['-y', '@acme/mcp'],
    env: ['ACME_KEY'],
  } as const
  const url = { kind: 'mcp', protocol: 'http', url: 'https://mcp.acme.test/mcp', headers: [] }
  it.each([
    ['a command', stdio, { ...stdio, command: '/tmp/npx' }],
    ['an argument', stdio, { ...stdio, args: ['-y', '@acme/mcp-evil'] }],
    ['an argument more', stdio, { ...stdio, args: [...stdio.args, '--to=evil.example'] }],
    ['an argument less', stdio, { ...stdio, args: ['@acme/mcp'] }],
    ['where one argument ends', stdio, { ...stdio, args: ['-y @acme/mcp'] }],
    ['a command for a server', stdio, url],
    ['a host', ssh, { ...ssh, host: 'evil.example.com' }],
    ['a port', ssh, { ...ssh, port: 2222 }],
    ['SSH for the web', ssh, { ...url, url: 'https://build.example.com:22/' }],
    ['a server for a command', url, stdio],
    ['a server’s origin', url, { ...url, url: 'https://mcp.acme.test:8443/mcp' }],
  ])('has to be entered again for another: %s', async (_what, from, to) => {
    const audience = (config: unknown) => audienceOf(IntegrationConfig.parse(config)) ?? ''
    const own = { ...target, slot: 'auth', audience: [audience(from)] }
    const stored = await seal(token, own, newest())
    const open = (config: unknown) =>
      openCredentials([stored], { ...rightfully, audience: audience(config) }, keyring)
    expect(await open(to)).toMatchObject({ ok: false, code: 'audience_mismatch', slot: 'auth' })
    expect(await open(from)).toMatchObject({ ok: true })
  })

  it.each([
    ['other variables', stdio, { ...stdio, env: ['ACME_KEY', 'ACME_TEAM'] }],
    ['another user there', ssh, { ...ssh, username: 'ada', command: 'uptime' }],
    ['the host in other letters', ssh, { ...ssh, host: 'build.EXAMPLE.com' }],
    ['another path there', url, { ...url, url: 'https://mcp.acme.test/v2' }],
  ])('stays for %s', async (_what, from, to) => {
    const audience = (config: unknown) => audienceOf(IntegrationConfig.parse(config)) ?? ''
    expect(audience(to)).toBe(audience(from))
  })

  it('does not open when its header is rewritten', async () => {
    const [header, ...rest] = sealed.encrypted.split('.')
    const rewritten = JSON.parse(Buffer.from(header ?? '', 'base64url').toString())
    rewritten.audience = ['https://evil.example']
    const encrypted = [Buffer.from(JSON.stringify(rewritten)).toString('base64url'), ...rest].join(
      '.',
    )
    const opened = await openCredentials(
      [{ ...sealed, encrypted }],
      { ...rightfully, audience: 'https://evil.example' },
      keyring,
    )
    expect(opened).toMatchObject({ ok: false, code: 'credential_unreadable' })
  })

  it('opens with an old key, and not with one that is gone', async () => {
    const [, old] = keyring.publicKeys.keys
    if (!old) throw new Error('no old key')
    const aged = await seal(token, target, old)
    expect((await openCredentials([aged], rightfully, keyring)).ok).toBe(true)
    const other = createKeyring(JSON.stringify([await makeKey('other')]))
    expect(await openCredentials([aged], rightfully, other)).toMatchObject({
      ok: false,
      code: 'credential_unreadable',
    })
  })

  it('refuses another algorithm, even under the right key', async () => {
    const encrypted = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(token)))
      .setProtectedHeader({
        alg: 'ECDH-ES+A256KW',
        enc: 'A256GCM',
        typ: 'patchbay-credential+jwe',
        kid: 'new',
        integration_id: github,
        owner_id: ada,
        slot: 'auth',
        audience: target.audience,
      })
      .encrypt(await importJWK(newest(), 'ECDH-ES+A256KW'))
    const opened = await openCredentials([{ ...sealed, encrypted }], rightfully, keyring)
    expect(opened).toMatchObject({ ok: false, code: 'credential_unreadable' })
  })

  it('does not open what is compressed: we never compress, and it may be a bomb', async () => {
    const encrypted = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(token)))
      .setProtectedHeader({
        alg: 'ECDH-ES',
        enc: 'A256GCM',
        zip: 'DEF',
        typ: 'patchbay-credential+jwe',
        kid: 'new',
        integration_id: github,
        owner_id: ada,
        slot: 'auth',
        audience: target.audience,
      })
      .encrypt(await importJWK(newest(), 'ECDH-ES'))
    const opened = await openCredentials([{ ...sealed, encrypted }], rightfully, keyring)
    expect(opened).toMatchObject({ ok: false, code: 'credential_unreadable' })
  })

  it('never tells the secret in a failure', async () => {
    const failures = await Promise.all([
      openCredentials([sealed], { ...rightfully, ownerId: eve }, keyring),
      openCredentials([sealed], { ...rightfully, audience: 'https://evil.example' }, keyring),
    ])
    expect(JSON.stringify(failures)).not.toContain(SECRET)
  })
})

describe('the keyring', () => {
  it('publishes no private part', async () => {
    const { publicKeys } = createKeyring(JSON.stringify([await makeKey('one')]))
    expect(Object.keys(publicKeys.keys[0] ?? {}).sort()).toEqual([
      'alg',
      'crv',
      'kid',
      'kty',
      'use',
      'x',
      'y',
    ])
  })

  it.each([
    ['not JSON', 'd-canary-private'],
    [
      'a public key',
      JSON.stringify([{ kty: 'EC', crv: 'P-256', x: 'd-canary-private', y: 'y', kid: 'k' }]),
    ],
    ['nothing', '[]'],
  ])('refuses %s without repeating it', (_story, text) => {
    expect(() => createKeyring(text)).toThrow(/SEALING_KEYS/)
    expect(() => createKeyring(text)).not.toThrow(/canary/)
  })
})
