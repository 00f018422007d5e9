import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import ssh2, { type Connection, type ParsedKey, type ServerChannel, type ServerConfig } from 'ssh2'

const { Server, utils } = ssh2

export type SshKeyPair = ReturnType<typeof utils.generateKeyPairSync>
export const newRsaHostKey = () => utils.generateKeyPairSync('rsa', { bits: 2048 })
/** An Ed25519 key. One of some hundred that ssh2 makes has lost a zero, and nothing reads it. */
export function newSshKey(passphrase?: string): SshKeyPair {
  for (;;) {
    const pair =
      passphrase === undefined
        ? utils.generateKeyPairSync('ed25519')
        : utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-ctr', rounds: 8 })
    const halves = [utils.parseKey(pair.private, passphrase), utils.parseKey(pair.public)]
    if (!halves.some((half) => half instanceof Error)) return pair
  }
}

export interface SshServer {
  port: number
  hostKey: SshKeyPair
  /** Public keys that ada may come with, as they stand in authorized_keys. */
  authorized: Set<string>
  /** How clients tried to sign in, in order: `offered`, or the hash (else the key's type) of what they signed. */
  attempts: string[]
  commands: string[]
  close(): Promise<void>
}

interface Behaviour {
  hostKey?: SshKeyPair
  algorithms?: ServerConfig['algorithms']
  /** Refused unless given. */
  run?: (command: string, channel: ServerChannel) => void
  /** In place of any judgement. */
  onAttempt?: (connection: Connection) => void
}

/** A real SSH server on a free port of the loopback. */
export async function startSsh(
  authorized: readonly string[],
  { hostKey = newSshKey(), algorithms, run, onAttempt }: Behaviour = {},
): Promise<SshServer> {
  const state = {
    hostKey,
    authorized: new Set(authorized),
    attempts: [] as string[],
    commands: [] as string[],
  }
  const connections = new Set<Connection>()
  const server = new Server(
    { hostKeys: [hostKey.private], ident: 'TestSSH_1.0', ...(algorithms ? { algorithms } : {}) },
    (connection) => {
      connections.add(connection)
      connection.on('error', () => {}).on('close', () => connections.delete(connection))
      connection.on('authentication', (context) => {
        if (context.method !== 'publickey') return context.reject(['publickey'])
        state.attempts.push(context.signature ? (context.hashAlgo ?? context.key.algo) : 'offered')
        if (onAttempt) return onAttempt(connection)
        const key = [...state.authorized]
          .map(parsedKey)
          .find((one) => one.getPublicSSH().equals(context.key.data))
        const isRight =
          key !== undefined &&
          (!context.signature ||
            !context.blob ||
            key.verify(context.blob, context.signature, context.hashAlgo) === true)
        if (context.username === 'ada' && isRight) context.accept()
        else context.reject(['publickey', 'password'])
      })
      connection.on('session', (accept) => {
        accept().on('exec', (acceptExec, reject, { command }) => {
          state.commands.push(command)
          if (run) run(command, acceptExec())
          else reject()
        })
      })
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    ...state,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const connection of connections) connection.end()
      }),
  }
}

/** The same key as authorized_keys has it. */
export function authorizedLine(privateKey: string): string {
  const key = parsedKey(privateKey)
  return `${key.type} ${key.getPublicSSH().toString('base64')}`
}

function parsedKey(text: string): ParsedKey {
  const parsed = utils.parseKey(text)
  if (parsed instanceof Error) throw parsed
  const [key] = [parsed].flat()
  if (key === undefined) throw new Error('There is no key in it')
  return key
}

/** SHA256:…, as ssh-keygen -l writes it, of a public key as authorized_keys has it. */
export function fingerprintOf({ public: line }: SshKeyPair): string {
  const one = parsedKey(line)
  const digest = createHash('sha256').update(one.getPublicSSH()).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}
