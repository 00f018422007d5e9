import { Buffer } from 'node:buffer'
import { createPrivateKey } from 'node:crypto'
import { type ParsedKey, utils } from 'ssh2'
import type { CredentialSecret } from '../functions/_shared/contract/auth.ts'
import { Stop } from '../functions/_shared/probe/run.ts'
import type { Secrets } from '../functions/_shared/sealing/open-credentials.ts'

type SshKeySecret = Extract<CredentialSecret, { kind: 'ssh_key' }>

/**
 * The key to authenticate with: OpenSSH, PKCS#1, SEC1 or PKCS#8, with its passphrase. Throws Stop:
 * credential_missing, credential_unreadable.
 */
export function sshKeyOf(secrets: Secrets): ParsedKey {
  const secret = secrets.get('auth')?.secret
  if (secret === undefined) throw new Stop('credential_missing', { detail: 'The private key' })
  if (secret.kind !== 'ssh_key') throw unreadable('it is not of the kind ssh_key')
  const key = parse(secret)
  if (!key.isPrivateKey()) throw unreadable('it is the public half: the private key is wanted')
  if (key.type === 'ssh-dss') throw unreadable('it is a DSA key, which is no longer safe')
  const own = key.type === 'ssh-rsa' ? withSha2(key) : key
  // ssh2 notices only while it signs in, and then says that the server refused.
  const signed: unknown = own.sign(Buffer.alloc(1))
  if (signed instanceof Error) throw unreadable('it signs nothing')
  return own
}

function parse({ key, passphrase }: SshKeySecret): ParsedKey {
  const isPlain = /-----BEGIN OPENSSH |-----BEGIN (RSA|EC) PRIVATE KEY-----\s+[\w+/=]+\s/.test(key)
  const isPem = /-----BEGIN ((ENCRYPTED|RSA|EC) )?PRIVATE KEY-----/.test(key)
  const text = isPem && !isPlain ? classic(key, passphrase) : key.trim()
  const parsed: unknown = utils.parseKey(text, passphrase === '' ? undefined : passphrase)
  if (parsed instanceof Error) throw unreadable(problemOf(parsed.message, passphrase))
  const [first] = [parsed].flat() as [ParsedKey]
  return first
}

/** PKCS#8, and PEM that is closed (RFC 1421 §4.6), in the open older form that ssh2 reads well. */
function classic(pem: string, passphrase: string): string {
  const isClosed = pem.includes('ENCRYPTED')
  if (isClosed && passphrase === '') throw unreadable(NO_PASSPHRASE)
  try {
    const key = createPrivateKey({ key: pem, ...(isClosed ? { passphrase } : {}) })
    const type = key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1'
    return key.export({ type, format: 'pem' }).toString().trim()
  } catch {
    throw unreadable(
      isClosed
        ? 'the passphrase is wrong, or the key is damaged'
        : 'SSH cannot use it in this form',
    )
  }
}

const NO_PASSPHRASE = 'it has a passphrase, and none was entered'

function problemOf(message: string, passphrase: string): string {
  if (/no passphrase/i.test(message)) return NO_PASSPHRASE
  const isClosed = /passphrase|integrity check|decrypt/i.test(message)
  if (isClosed && passphrase !== '') return 'the passphrase is wrong'
  return 'it is no private key in OpenSSH or PEM form'
}

/** RFC 8332: the same RSA key, signing with SHA-256 whatever the server announces, and never with SHA-1. */
function withSha2(key: ParsedKey): ParsedKey {
  return Object.create(key, {
    type: { value: 'rsa-sha2-256' },
    sign: { value: (data: Buffer | string) => key.sign(data, 'sha256') },
  })
}

function unreadable(detail: string): Stop {
  return new Stop('credential_unreadable', { detail })
}
