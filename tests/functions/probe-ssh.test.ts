import { generateKeyPairSync } from 'node:crypto'
import type { ServerChannel } from 'ssh2'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { SshConfig } from '../../supabase/functions/_shared/contract/config.ts'
import { ProbeRunner, type WireSubject } from '../support/probe-runner.ts'
import { auth, sshSubject } from '../support/probe-subjects.ts'
import {
  authorizedLine,
  fingerprintOf,
  newRsaHostKey,
  newSshKey,
  startSsh,
} from '../support/ssh-server.ts'
import { startRawUpstream } from '../support/upstream-server.ts'

const PASSPHRASE = 'canary-passphrase-4711'
const ADA = newSshKey()
const LOCKED = newSshKey(PASSPHRASE)

const key = (text: string, passphrase = '') => auth({ kind: 'ssh_key', key: text, passphrase })

describe('An SSH server', () => {
  const runner = new ProbeRunner('deno', 'runner-harness.ts')
  const opened: { close(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((server) => server.close()))
  })
  afterAll(() => runner.stop())

  async function keep<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
    const server = await starting
    opened.push(server)
    return server
  }
  const start = (...args: Parameters<typeof startSsh>) => keep(startSsh(...args))
  const raw = (...args: Parameters<typeof startRawUpstream>) => keep(startRawUpstream(...args))
  const asAda = (port: number, config: Partial<SshConfig> = {}) =>
    sshSubject(port, { ...key(ADA.private), config })
  async function failureOf(subject: WireSubject, deps = {}) {
    const { result } = await runner.probe(subject, deps)
    return result.failure && { ...result.failure, verdicts: result.stages.map((it) => it.verdict) }
  }

  test('is known by its host key, and lets ada in', async () => {
    const server = await start([ADA.public])
    const told = await runner.probe(asAda(server.port))
    expect(told.result.failure).toBeNull()
    expect(told.result.facts).toEqual({
      kind: 'ssh',
      server: { name: 'TestSSH_1.0' },
      host_key: { type: 'ssh-ed25519', fingerprint: fingerprintOf(server.hostKey) },
      command: null,
    })
    expect(told.result.stages.map(({ verdict }) => verdict)).toEqual(Array(5).fill('passed'))
    expect(told.events.map(({ stage }) => stage)).toEqual([
      'configure',
      'reach',
      'speak',
      'authenticate',
      'use',
    ])
    const sum = told.result.stages.reduce((total, { ms }) => total + (ms ?? 0), 0)
    expect(sum).toBe(told.result.duration_ms)
    expect(JSON.stringify(told)).toContain('seen for the first time')
    for (const line of ADA.private.split('\n').filter((text) => /^[\w+/=]{8,}$/.test(text))) {
      expect(JSON.stringify(told)).not.toContain(line)
    }
  })

  test('that shows the pinned key is the same as before', async () => {
    const server = await start([ADA.public])
    const host_key = fingerprintOf(server.hostKey)
    const told = await runner.probe(asAda(server.port, { host_key }))
    expect(told.result.failure).toBeNull()
    expect(JSON.stringify(told)).toContain('as before')
  })

  test('with another key than the pinned one learns nothing of ada', async () => {
    const server = await start([ADA.public], {
      run: (_, channel) => {
        channel.exit(0)
        channel.end()
      },
    })
    const host_key = fingerprintOf(newSshKey())
    const failure = await failureOf(asAda(server.port, { host_key, command: 'uptime' }))
    expect(failure).toMatchObject({ stage: 'speak', code: 'host_key_changed' })
    expect(failure?.message).toContain(fingerprintOf(server.hostKey))
    expect(failure?.message).toContain(host_key)
    expect(failure?.verdicts).toEqual(['passed', 'passed', 'failed', 'not_reached', 'not_reached'])
    expect(server.attempts).toEqual([])
    expect(server.commands).toEqual([])
  })

  test('refuses a key that it does not know, and one that it no longer knows', async () => {
    const server = await start([ADA.public])
    const stranger = sshSubject(server.port, key(newSshKey().private))
    expect(await failureOf(stranger)).toMatchObject({
      stage: 'authenticate',
      code: 'credential_refused',
      verdicts: ['passed', 'passed', 'passed', 'failed', 'not_reached'],
    })
    expect(await failureOf(asAda(server.port))).toBeNull()
    server.authorized.clear()
    const { result } = await runner.probe(asAda(server.port))
    expect(result.failure).toMatchObject({ code: 'credential_refused' })
    expect(JSON.stringify(result.stages)).toContain('publickey, password')
  })

  test('takes a key with a passphrase', async () => {
    const server = await start([LOCKED.public])
    expect(await failureOf(sshSubject(server.port, key(LOCKED.private, PASSPHRASE)))).toBeNull()
  })

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ed = generateKeyPairSync('ed25519')
  const pem = (pair: typeof rsa, type: 'pkcs1' | 'sec1' | 'pkcs8', passphrase?: string) =>
    pair.privateKey
      .export({
        type: type as 'pkcs8',
        format: 'pem',
        ...(passphrase ? { cipher: 'aes-256-cbc', passphrase } : {}),
      })
      .toString()
  const rsaLine = authorizedLine(pem(rsa, 'pkcs1'))
  const ecLine = authorizedLine(pem(ec, 'sec1'))
  test.each([
    ['RSA in PKCS#1', pem(rsa, 'pkcs1'), '', rsaLine, 'sha256'],
    ['RSA in PKCS#8', pem(rsa, 'pkcs8'), '', rsaLine, 'sha256'],
    ['RSA in PKCS#8, locked', pem(rsa, 'pkcs8', PASSPHRASE), PASSPHRASE, rsaLine, 'sha256'],
    ['RSA in PKCS#1, locked', pem(rsa, 'pkcs1', PASSPHRASE), PASSPHRASE, rsaLine, 'sha256'],
    ['ECDSA in SEC1', pem(ec, 'sec1'), '', ecLine, 'ecdsa-sha2-nistp256'],
    ['ECDSA in PKCS#8', pem(ec, 'pkcs8'), '', ecLine, 'ecdsa-sha2-nistp256'],
  ])('takes %s, and never a signature with SHA-1', async (_kind, text, passphrase, line, how) => {
    const server = await start([line])
    expect(await failureOf(sshSubject(server.port, key(text, passphrase)))).toBeNull()
    expect(server.attempts).toEqual(['offered', how])
  })

  test.each([
    ['with a wrong passphrase', LOCKED.private, 'canary-wrong', 'passphrase is wrong'],
    ['without its passphrase', LOCKED.private, '', 'none was entered'],
    [
      'PKCS#8 with a wrong one',
      pem(rsa, 'pkcs8', PASSPHRASE),
      'canary-wrong',
      'passphrase is wrong',
    ],
    ['PKCS#1 with a wrong one', pem(rsa, 'pkcs1', PASSPHRASE), 'canary-x', 'passphrase is wrong'],
    ['PKCS#1 without its passphrase', pem(rsa, 'pkcs1', PASSPHRASE), '', 'none was entered'],
    ['that is public', ADA.public, '', 'public half'],
    ['that is none', 'canary-no-key', '', 'no private key'],
    ['that was cut', ADA.private.slice(0, 200), '', 'no private key'],
    ['Ed25519 in PKCS#8', pem(ed as typeof rsa, 'pkcs8'), '', 'cannot use it in this form'],
  ])('is not even called with a key %s', async (_what, text, passphrase, said) => {
    const server = await start([ADA.public])
    const told = await runner.probe(sshSubject(server.port, key(text, passphrase)))
    expect(told.result.failure).toMatchObject({
      stage: 'configure',
      code: 'credential_unreadable',
      message: expect.stringContaining(said),
    })
    expect(server.attempts).toEqual([])
    expect(JSON.stringify(told)).not.toContain('canary')
  })

  test('runs the declared command, and shows its first line without secrets', async () => {
    const server = await start([LOCKED.public], {
      run: (command, channel) => {
        channel.write(`\n${command} says ${PASSPHRASE}\u001b[31m\nsecond line`)
        channel.exit(0)
        channel.end()
      },
    })
    const told = await runner.probe(
      sshSubject(server.port, {
        ...key(LOCKED.private, PASSPHRASE),
        config: { command: 'uptime' },
      }),
    )
    expect(told.result.failure).toBeNull()
    expect(told.result.facts).toMatchObject({
      command: { exit_status: 0, output: 'uptime says [withheld][31m' },
    })
    expect(server.commands).toEqual(['uptime'])
    expect(JSON.stringify(told)).not.toContain('second line')
    expect(JSON.stringify(told)).not.toContain('canary')
  })

  test.each([
    [
      'fails',
      (_: string, channel: ServerChannel) => {
        channel.stderr.write('no such unit\n')
        channel.exit(3)
        channel.end()
      },
      ['exit status 3', 'no such unit'],
    ],
    [
      'is killed',
      (_: string, channel: ServerChannel) => {
        channel.exit('KILL', false, '')
        channel.end()
      },
      ['ended by SIGKILL'],
    ],
    [
      'prints without end',
      (_: string, channel: ServerChannel) => {
        const line = Buffer.alloc(32_768, 'x')
        const pour = () => {
          while (channel.writable && channel.write(line));
        }
        channel.on('drain', pour)
        pour()
      },
      ['more than a test reads'],
    ],
    [
      'never says how it ended',
      (_: string, channel: ServerChannel) => channel.end(),
      ['did not say how it ended'],
    ],
    ['is not allowed', undefined, ['does not run commands']],
  ])('whose command %s says so', async (_what, run, said) => {
    const server = await start([ADA.public], run ? { run } : {})
    const failure = await failureOf(asAda(server.port, { command: 'systemctl is-active' }))
    expect(failure).toMatchObject({
      stage: 'use',
      code: 'command_failed',
      verdicts: ['passed', 'passed', 'passed', 'passed', 'failed'],
    })
    for (const words of said) expect(failure?.message).toContain(words)
  })

  test('whose command never ends is given up at the deadline', async () => {
    const server = await start([ADA.public], { run: () => {} })
    const subject = asAda(server.port, { command: 'sleep infinity' })
    const { result, wallMs } = await runner.probe(subject, { deadlineMs: 1_000 })
    expect(result.failure).toMatchObject({ stage: 'use', code: 'command_failed' })
    expect(wallMs).toBeLessThan(5_000)
  })

  const rsaHostKey = newRsaHostKey()
  test.each([
    ['host keys', { serverHostKey: ['ssh-rsa'] }],
    ['key exchanges', { kex: ['diffie-hellman-group14-sha1'] }],
    ['ciphers', { cipher: ['aes256-cbc'] }],
    ['checksums', { cipher: ['aes256-ctr'], hmac: ['hmac-sha1'] }],
  ] as const)('that offers only %s of the past is not spoken to', async (_what, algorithms) => {
    const server = await start([ADA.public], {
      hostKey: rsaHostKey,
      algorithms: { serverHostKey: ['rsa-sha2-256'], ...algorithms } as never,
    })
    expect(await failureOf(asAda(server.port))).toMatchObject({
      stage: 'speak',
      code: 'ssh_algorithms_outdated',
    })
    expect(server.attempts).toEqual([])
  })

  test.each([
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n<html>'.padEnd(60_000, 'x'), 'not_ssh'],
    ['speaks SSH 1', 'SSH-1.5-old\r\n', 'not_ssh'],
    ['greets without end', 'hello\r\n'.repeat(5_000), 'not_ssh'],
    ['breaks off after its name', 'SSH-2.0-broken\r\n', 'response_reset'],
    ['answers rubbish after its name', `SSH-2.0-broken\r\n${'\u0000'.repeat(64)}`, 'not_ssh'],
    ['hangs up', '', 'response_reset'],
  ])('that %s is none: at speak', async (_what, text, code) => {
    const server = await raw((socket) => {
      socket.end(text)
    })
    expect(await failureOf(asAda(server.port))).toMatchObject({ stage: 'speak', code })
  })

  test('that says nothing is given up at the deadline', async () => {
    const server = await raw(() => {})
    const { result, wallMs } = await runner.probe(asAda(server.port), { deadlineMs: 800 })
    expect(result.failure).toMatchObject({ stage: 'speak', code: 'response_timeout' })
    expect(wallMs).toBeLessThan(5_000)
  })

  test('that goes away while ada signs in broke off', async () => {
    const server = await start([ADA.public], { onAttempt: (connection) => connection.end() })
    expect(await failureOf(asAda(server.port))).toMatchObject({
      stage: 'speak',
      code: 'response_reset',
    })
  })

  test('is reached like any other: not there, no such name', async () => {
    const server = await startSsh([])
    await server.close()
    expect(await failureOf(asAda(server.port))).toMatchObject({
      stage: 'reach',
      code: 'connection_refused',
    })
    expect(await failureOf(asAda(22, { host: 'nowhere.invalid' }))).toMatchObject({
      stage: 'reach',
      code: 'dns_failed',
    })
  })

  test.each([
    'localhost',
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    'fd00::1',
    '169.254.169.254',
    'db.internal',
  ])('inside a private network is not called where that is not allowed: %s', async (host) => {
    const server = await start([ADA.public])
    const failure = await failureOf(asAda(server.port, { host }), { allowPrivate: false })
    expect(failure).toMatchObject({ stage: 'configure', code: 'address_forbidden' })
    expect(server.attempts).toEqual([])
  })

  test('is reached at port 22 and above 1023, and at no other service', async () => {
    const smtp = asAda(25, { host: '192.0.2.1' })
    expect(await failureOf(smtp, { allowPrivate: false })).toMatchObject({
      code: 'address_forbidden',
    })
    const odd = asAda(22, { host: 'example.com:2222' })
    expect(await failureOf(odd)).toMatchObject({ stage: 'configure', code: 'config_invalid' })
  })
})
