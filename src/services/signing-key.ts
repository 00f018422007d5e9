import type { JwtAlgorithm } from '@contract/auth'
import { KeyProblem } from './key-problem'
import { pemBlocks, toPem } from './pem'
import { type KeyKind, readPrivateKey } from './private-key'

const KIND_OF: Record<Exclude<JwtAlgorithm, 'HS256'>, KeyKind> = {
  RS256: 'RSA',
  ES256: 'P-256',
  EdDSA: 'Ed25519',
}

/**
 * A key that signs tokens, as it is sealed: PKCS#8 PEM, or for HS256 the shared secret as it was typed.
 * Vendors give keys in older forms too: they are turned into this one.
 */
export async function readSigningKey(
  text: string,
  alg: JwtAlgorithm,
  passphrase = '',
): Promise<{ key: string } | { problem: string }> {
  if (alg === 'HS256') return text === '' ? { problem: 'Enter the shared secret.' } : { key: text }
  try {
    const { kind, pkcs8 } = await readPrivateKey(pemBlocks(text), passphrase)
    if (kind === KIND_OF[alg]) return { key: toPem('PRIVATE KEY', pkcs8) }
    return { problem: `This is a key for ${kind}; ${alg} signs with ${KIND_OF[alg]}.` }
  } catch (error) {
    if (error instanceof KeyProblem) return { problem: error.message }
    throw error
  }
}
