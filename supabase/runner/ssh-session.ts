// Guarantees that the host key is known, or seen for the first time, before anything is authenticated,
// and that neither side uses what is no longer safe. Assumes a socket to a judged address.
import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { type AuthHandlerMiddleware, Client, type ParsedKey } from 'ssh2'
import type { SshConfig } from '../functions/_shared/contract/config.ts'
import type { Evidence } from '../functions/_shared/contract/report.ts'
import { abortable } from '../functions/_shared/egress/resolver.ts'
import { type Run, Stop } from '../functions/_shared/probe/run.ts'
import { ALGORITHMS } from './ssh-algorithms.ts'

export interface HostKey {
  /** As the key itself says: ssh-ed25519. */
  type: string
  /** As `ssh-keygen -l` writes it: SHA256:… */
  fingerprint: string
}

/** A session that is authenticated. */
export interface Session {
  client: Client
  /** The identification string without `SSH-2.0-` (RFC 4253 §4.2). Unredacted. */
  software: string
  hostKey: HostKey
}

/** What was learnt so far: it decides what an error means. */
interface Seen {
  /** The identification string without `SSH-2.0-`. */
  software: string | null
  hostKey: HostKey | null
  /** When the keys were exchanged (performance.now()), and how. */
  keysAt: number | null
  keyExchange: string
  /** Authentication methods that the server would take (RFC 4252 §5.1). */
  methods: string[]
}

/**
 * Climbs `speak` and `authenticate`. Throws Stop: not_ssh, ssh_algorithms_outdated, host_key_changed,
 * response_reset, response_timeout, credential_refused.
 */
export async function openSession(
  run: Run,
  config: SshConfig,
  key: ParsedKey,
  socket: Socket,
): Promise<Session> {
  const seen: Seen = { software: null, hostKey: null, keysAt: null, keyExchange: '', methods: [] }
  const client = new Client()
  run.atEnd(async () => {
    client.end()
  })
  const ready = new Promise<void>((resolve, reject) => {
    client
      .on('ready', resolve)
      .on('handshake', ({ kex, cs }) => {
        // Keys are exchanged anew in a long session: only the first time says that it was SSH.
        seen.keysAt ??= performance.now()
        seen.keyExchange = `${kex}, ${cs.cipher}`
      })
      .on('error', (error: Error & { level?: string }) => reject(stopFor(error, seen, run)))
      .on('close', () => reject(stopFor(null, seen, run)))
    client.connect({
      sock: socket,
      username: config.username,
      algorithms: ALGORITHMS,
      ident: 'Patchbay',
      readyTimeout: 0,
      hostVerifier: (blob: Uint8Array) => {
        seen.hostKey = read(blob)
        if (config.host_key === undefined || config.host_key === seen.hostKey.fingerprint)
          return true
        reject(changed(config.host_key, seen.hostKey))
        return false
      },
      authHandler: onlyWith(key, config.username, seen),
      debug: (line: string) => noteIdentification(line, seen),
    })
  })
  await abortable(ready, run.signal, () => new Stop('response_timeout'))
  const { software, hostKey } = seen
  if (software === null || hostKey === null) throw new Error('Ready comes after both')
  passSpeak(run, seen, config.host_key !== undefined)
  run.ladder.pass('authenticate', [{ label: 'Auth', value: `Key accepted (${key.type})` }])
  return { client, software, hostKey }
}

/** Offers the one key, once; what else the server would take is worth telling. */
function onlyWith(key: ParsedKey, username: string, seen: Seen): AuthHandlerMiddleware {
  let isTried = false
  return (left) => {
    // Null before the server was asked.
    seen.methods = left ?? []
    if (isTried) return false
    isTried = true
    return { type: 'publickey', username, key }
  }
}

/** ssh2 tells the identification string in no event. */
function noteIdentification(line: string, seen: Seen): void {
  const [, software] = /^Remote ident: .SSH-[\d.]+-(.{0,255}?)(\\r)?(\\n)?.$/.exec(line) ?? []
  seen.software ??= software ?? null
}

function read(blob: Uint8Array): HostKey {
  // RFC 4253 §6.6: a public key begins with its type as a string.
  const length = new DataView(blob.buffer, blob.byteOffset).getUint32(0)
  const type = new TextDecoder().decode(blob.subarray(4, 4 + Math.min(length, 60)))
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')
  return { type, fingerprint: `SHA256:${digest}` }
}

function changed(pinned: string, { fingerprint }: HostKey): Stop {
  return new Stop('host_key_changed', { detail: `${fingerprint} instead of ${pinned}` }, [
    { label: 'Host key before', value: pinned },
    { label: 'Host key now', value: fingerprint },
  ])
}

/** `error` is null where the connection just ended. */
function stopFor(
  error: (Error & { level?: string; code?: unknown }) | null,
  seen: Seen,
  run: Run,
): Stop {
  const message = error?.message ?? ''
  if (seen.software === null) {
    if (/identification/i.test(message)) {
      return new Stop('not_ssh', { detail: 'it speaks a version of SSH that nobody should use' })
    }
    const isTalk = /greeting|header/i.test(message)
    return isTalk
      ? new Stop('not_ssh', { detail: 'it says something else' })
      : new Stop('response_reset')
  }
  if (seen.keysAt === null) return stopForKeyExchange(message)
  if (error?.level === 'client-authentication' || isGoneOverAuthentication(error)) {
    passSpeak(run, seen, false)
    const takes = run.redact(seen.methods.join(', '), 120)
    const evidence = takes === '' ? [] : [{ label: 'The server takes', value: takes }]
    return new Stop('credential_refused', {}, evidence)
  }
  return new Stop('response_reset')
}

function stopForKeyExchange(message: string): Stop {
  const [, what] = /no matching (.+)/i.exec(message) ?? []
  if (what !== undefined)
    return new Stop('ssh_algorithms_outdated', { detail: `no ${what} of today` })
  if (/signature verification/i.test(message)) {
    return new Stop('not_ssh', { detail: 'it does not have the host key that it shows' })
  }
  return message === ''
    ? new Stop('response_reset')
    : new Stop('not_ssh', { detail: 'its answers are malformed' })
}

/** RFC 4253 §11.1: 2 with OpenSSH's “Too many authentication failures”, or 14. */
function isGoneOverAuthentication(error: { message: string; code?: unknown } | null): boolean {
  return error?.code === 14 || /authentication failures/i.test(error?.message ?? '')
}

function passSpeak({ ladder, redact }: Run, seen: Seen, isPinned: boolean): void {
  if (!ladder.isAt('speak') || seen.keysAt === null) return
  const { software, hostKey, keyExchange, keysAt } = seen
  const known = isPinned ? 'as before' : 'seen for the first time'
  const evidence: Evidence[] = [
    { label: 'Server', value: redact(software ?? '', 100) },
    { label: 'Host key', value: `${hostKey?.type} ${hostKey?.fingerprint}, ${known}` },
    { label: 'Key exchange', value: keyExchange },
  ]
  ladder.pass('speak', evidence, keysAt)
}
