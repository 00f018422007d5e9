import type { CredentialSecret } from '@contract/auth'
import type { KeyPair } from '@/services/key-pair'
import type { ConnectionValues } from './model'
import type { SecretInput } from './secrets'

/** A key as it is sealed, or what is wrong by field. `pair`: what to show of a certificate. */
export type KeyReading =
  | { is: 'read'; secret: CredentialSecret; pair: KeyPair | null }
  | { is: 'wrong'; problems: Readonly<Record<string, string>> }

export type KeyReader = (input: SecretInput, values: ConnectionValues) => Promise<KeyReading>

const KEYS: ReadonlySet<string> = new Set(['certificate', 'jwt_key', 'ssh_key'])

/** True for what must be read before it can be sealed: vendors give keys in many forms. */
export function isKey({ secret }: Pick<SecretInput, 'secret'>): boolean {
  return KEYS.has(secret.kind)
}

/** Reads the keys of one form. What was read last is kept with it: unlocking a key takes its time. */
export function createKeyReader(): KeyReader {
  let last: { of: string; reading: Promise<KeyReading> } | null = null
  return (input, values) => {
    const { certificate, jwt } = values
    const of = JSON.stringify([input.secret, certificate.passphrase, jwt.alg, jwt.passphrase])
    if (last?.of !== of) {
      const reading = read(input.secret, values)
      last = { of, reading }
      // A script that did not come is asked for again.
      reading.catch(() => {
        if (last?.reading === reading) last = null
      })
    }
    return last.reading
  }
}

async function read(secret: CredentialSecret, values: ConnectionValues): Promise<KeyReading> {
  switch (secret.kind) {
    case 'certificate':
      return readCertificate(values.certificate)
    case 'jwt_key': {
      const { readSigningKey } = await import('@/services/signing-key')
      const result = await readSigningKey(secret.key, values.jwt.alg, values.jwt.passphrase)
      if ('problem' in result) return wrong({ 'jwt.key': result.problem })
      return { is: 'read', secret: { ...secret, key: result.key }, pair: null }
    }
    case 'ssh_key': {
      const { readSshKey } = await import('@/services/ssh-key')
      const result = readSshKey(secret.key)
      if ('problem' in result) return wrong({ 'ssh.key': result.problem })
      const { key, hasPassphrase } = result
      if (hasPassphrase && secret.passphrase === '') {
        return wrong({ 'ssh.passphrase': 'This key has a passphrase: enter it' })
      }
      const passphrase = hasPassphrase ? secret.passphrase : ''
      return { is: 'read', secret: { ...secret, key, passphrase }, pair: null }
    }
    default:
      return { is: 'read', secret, pair: null }
  }
}

async function readCertificate(typed: ConnectionValues['certificate']): Promise<KeyReading> {
  const { readKeyPair } = await import('@/services/key-pair')
  const result = await readKeyPair(typed)
  if ('problems' in result) {
    return wrong(
      Object.fromEntries(
        Object.entries(result.problems).map(([field, problem]) => [
          `certificate.${field}`,
          problem,
        ]),
      ),
    )
  }
  const { pair } = result
  const { certificate, key, ca } = pair
  return { is: 'read', secret: { kind: 'certificate', certificate, key, ca }, pair }
}

function wrong(problems: Record<string, string>): KeyReading {
  return { is: 'wrong', problems }
}
