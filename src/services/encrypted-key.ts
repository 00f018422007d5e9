import { inside, type Node, numberOf, octetsOf, oidOf, parse, Tag } from './der'
import { KeyProblem, wrongPassphrase } from './key-problem'

/** RFC 8018 §A.2, §A.4, §B.2; what WebCrypto has of it. */
const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
const HASHES: Record<string, string> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
}
const DEFAULT_HASH = '1.2.840.113549.2.7'
const CIPHER_BITS: Record<string, number> = {
  '2.16.840.1.101.3.4.1.2': 128,
  '2.16.840.1.101.3.4.1.42': 256,
}
/** Some seconds in a browser; OpenSSL's own is 2,048. */
const MAX_ITERATIONS = 10_000_000

/** EncryptedPrivateKeyInfo (RFC 5958 §3) → PrivateKeyInfo, both DER. Throws KeyProblem. */
export async function openPkcs8(
  der: Uint8Array<ArrayBuffer>,
  passphrase: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const [scheme, encrypted] = inside(parse(der))
  const { hash, salt, iterations, bits, iv } = settingsOf(scheme)
  if (passphrase === '') throw new KeyProblem('passphrase', 'This key has a passphrase: enter it.')
  const typed = new TextEncoder().encode(passphrase)
  const secret = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey'])
  const key = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash, salt, iterations },
    secret,
    { name: 'AES-CBC', length: bits },
    false,
    ['decrypt'],
  )
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, octetsOf(encrypted)),
    )
  } catch {
    throw wrongPassphrase()
  }
}

function settingsOf(scheme: Node | undefined) {
  const [type, parameters] = inside(scheme)
  if (oidOf(type) !== PBES2) throw unknownCipher()
  const [derivation, encryption] = inside(parameters)
  const [function_, derivationParameters] = inside(derivation)
  const [cipher, iv] = inside(encryption)
  if (oidOf(function_) !== PBKDF2) throw unknownCipher()
  const [salt, count, ...rest] = inside(derivationParameters)
  // The length of the key may stand before the hash, and says nothing that the cipher does not.
  const prf = rest.findLast(({ tag }) => tag === Tag.SEQUENCE)
  const hash = HASHES[prf === undefined ? DEFAULT_HASH : oidOf(inside(prf)[0])]
  const bits = CIPHER_BITS[oidOf(cipher)]
  const iterations = numberOf(count)
  if (hash === undefined || bits === undefined || iterations > MAX_ITERATIONS) throw unknownCipher()
  return { hash, salt: octetsOf(salt), iterations, bits, iv: octetsOf(iv) }
}

function unknownCipher(): KeyProblem {
  return new KeyProblem(
    'key',
    'This key is encrypted in a way that browsers cannot open. Convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem',
  )
}
