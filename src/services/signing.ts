import type { KeyKind, PrivateKey } from './private-key'

type Bytes = Uint8Array<ArrayBuffer>
type Algorithm = RsaHashedImportParams & EcKeyImportParams & EcdsaParams

/** One set of parameters serves importing and signing. */
function algorithmOf(kind: KeyKind): Algorithm {
  if (kind === 'RSA') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', namedCurve: '' }
  const name = kind === 'Ed25519' ? 'Ed25519' : 'ECDSA'
  return { name, namedCurve: kind, hash: 'SHA-256' }
}

/**
 * True where the public key (SubjectPublicKeyInfo, DER) verifies what the private one signs. Where a
 * browser knows no Ed25519 yet it cannot be told: then they pass, and the runner looks again.
 */
export async function belongTogether(
  { kind, pkcs8 }: PrivateKey,
  publicKey: Bytes,
): Promise<boolean> {
  const algorithm = algorithmOf(kind)
  const message = crypto.getRandomValues(new Uint8Array(32))
  try {
    const own = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
    const other = await crypto.subtle.importKey('spki', publicKey, algorithm, false, ['verify'])
    const signature = await crypto.subtle.sign(algorithm, own, message)
    return await crypto.subtle.verify(algorithm, other, signature, message)
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotSupportedError' && kind === 'Ed25519'
  }
}
