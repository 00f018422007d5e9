import { inside, oidOf, parse, tagOf } from './der'
import { openPkcs8 } from './encrypted-key'
import { KeyProblem, wrongPassphrase } from './key-problem'
import type { PemBlock } from './pem'
import { privateKeyInfo } from './pkcs8'

/** What a key signs with; of ECDSA its curve. */
export type KeyKind = 'RSA' | 'P-256' | 'P-384' | 'P-521' | 'Ed25519'

export interface PrivateKey {
  kind: KeyKind
  /** PKCS#8 (RFC 5958) in DER, unencrypted. */
  pkcs8: Uint8Array<ArrayBuffer>
}

const RSA = '1.2.840.113549.1.1.1'
const EC = '1.2.840.10045.2.1'
const KINDS: Record<string, KeyKind> = {
  [RSA]: 'RSA',
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.101.112': 'Ed25519',
}

const DAMAGED = 'This private key is damaged: copy it again, whole.'
const OLD_FORM =
  'This key is encrypted in an old form that browsers cannot open. Convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem'
const SSH_FORM =
  'This key is in OpenSSH form. Turn a copy into PEM: ssh-keygen -p -m PKCS8 -f copy-of-key'
const OTHER_KIND = 'Only RSA, ECDSA (P-256, P-384, P-521) and Ed25519 keys can be used.'

/** A private key out of PEM: PKCS#8 (open, or closed with PBES2), PKCS#1 or SEC1. Throws KeyProblem. */
export async function readPrivateKey(
  blocks: readonly PemBlock[],
  passphrase: string,
): Promise<PrivateKey> {
  const block = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'))
  if (block === undefined) throw new KeyProblem('key', whatItIs(blocks))
  if (block.isClosed) throw new KeyProblem('key', OLD_FORM)
  if (block.label === 'OPENSSH PRIVATE KEY') throw new KeyProblem('key', SSH_FORM)
  if (block.der === null) throw new KeyProblem('key', DAMAGED)
  const pkcs8 = await toPkcs8(block.label, block.der, passphrase)
  return { kind: kindOf(pkcs8, block.label), pkcs8 }
}

function whatItIs(blocks: readonly PemBlock[]): string {
  const labels = blocks.map(({ label }) => label)
  if (labels.some((label) => label.endsWith('PUBLIC KEY'))) {
    return 'This is the public key: the private one belongs here.'
  }
  if (labels.includes('CERTIFICATE')) return 'This is a certificate: its private key belongs here.'
  return 'Paste the whole private key, from -----BEGIN to -----END.'
}

async function toPkcs8(label: string, der: Uint8Array<ArrayBuffer>, passphrase: string) {
  try {
    switch (label) {
      case 'PRIVATE KEY':
        return der
      case 'ENCRYPTED PRIVATE KEY':
        return await openPkcs8(der, passphrase)
      case 'RSA PRIVATE KEY':
        return privateKeyInfo(RSA, null, der)
      case 'EC PRIVATE KEY':
        return privateKeyInfo(EC, curveIn(der), der)
    }
  } catch (error) {
    throw error instanceof KeyProblem ? error : new KeyProblem('key', DAMAGED)
  }
  throw new KeyProblem('key', OTHER_KIND)
}

/** RFC 5915 §3: the curve's OID in [0] of an ECPrivateKey. */
function curveIn(der: Uint8Array<ArrayBuffer>): string {
  const tagged = inside(parse(der)).find((node) => tagOf(node) === 0)
  return oidOf(inside(tagged)[0])
}

function kindOf(pkcs8: Uint8Array<ArrayBuffer>, label: string): KeyKind {
  const kind = KINDS[algorithmIn(pkcs8, label)]
  if (kind === undefined) throw new KeyProblem('key', OTHER_KIND)
  return kind
}

function algorithmIn(pkcs8: Uint8Array<ArrayBuffer>, label: string): string {
  try {
    const [, algorithm] = inside(parse(pkcs8))
    const [type, curve] = inside(algorithm)
    return oidOf(type) === EC ? oidOf(curve) : oidOf(type)
  } catch {
    // A wrong passphrase may decrypt to well-padded rubbish.
    throw label === 'ENCRYPTED PRIVATE KEY' ? wrongPassphrase() : new KeyProblem('key', DAMAGED)
  }
}
