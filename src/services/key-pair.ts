/**
 * Reads a client certificate and its key, in the browser and in no other place. Guarantees that what it
 * gives is a pair, in the form that is sealed; assumes nothing of the text. Loaded when a form needs it.
 */
import { type Certificate, readCertificate } from './certificate'
import { KeyProblem } from './key-problem'
import { type PemBlock, pemBlocks, toPem } from './pem'
import { type PrivateKey, readPrivateKey } from './private-key'
import { belongTogether } from './signing'

/** As a person pasted it; any of them may be empty. */
export interface PastedKeyPair {
  /** PEM, one or several; its private key may stand here too. */
  certificate: string
  key: string
  passphrase: string
  ca: string
}

/** Ready to be sealed as a `certificate`, and what to show of it. */
export interface KeyPair {
  /** The one that belongs to the key first, the rest of its chain after it. */
  certificate: string
  /** PKCS#8, unencrypted. */
  key: string
  ca: string | null
  /** ISO 8601. */
  expires_at: string
  /** As RFC 4514 writes it: CN=ada,O=Acme. */
  subject: string
  issuer: string
  /** A sentence where it is past already: some servers take it all the same. */
  warning: string | null
}

const MISSING = new KeyProblem('key', 'Enter the private key')
const hasPrivateKey = (blocks: readonly PemBlock[]) =>
  blocks.some(({ label }) => label.endsWith('PRIVATE KEY'))

export type KeyPairProblems = Partial<Record<keyof PastedKeyPair, string>>

/** Both sides of it: what was read, or what is wrong in which field. */
export type KeyPairResult = { pair: KeyPair } | { problems: KeyPairProblems }

export async function readKeyPair(pasted: PastedKeyPair, now = new Date()): Promise<KeyPairResult> {
  const problems: KeyPairProblems = {}
  const note = (error: unknown): null => {
    if (!(error instanceof KeyProblem)) throw error
    problems[error.field] ??= error.message
    return null
  }
  const inCertificate = pemBlocks(pasted.certificate)
  const isElsewhere = pasted.key.trim() === ''
  const ownKey = isElsewhere ? inCertificate : pemBlocks(pasted.key)
  const key = await readPrivateKey(ownKey, pasted.passphrase).catch((error: unknown) =>
    note(isElsewhere && !hasPrivateKey(inCertificate) ? MISSING : error),
  )
  const chain = attempt(() => certificatesIn(inCertificate, 'certificate'), note)
  const authorities =
    pasted.ca.trim() === '' ? [] : attempt(() => certificatesIn(pemBlocks(pasted.ca), 'ca'), note)
  if (key === null || chain === null || authorities === null) return { problems }
  const leaf = await ownerOf(key, chain)
  if (leaf === null) {
    return { problems: { key: 'This key does not belong to the certificate above.' } }
  }
  const { notAfter, subject, issuer } = leaf
  const rest = chain.filter((one) => one !== leaf)
  return {
    pair: {
      certificate: pemOf([leaf, ...rest]),
      key: toPem('PRIVATE KEY', key.pkcs8),
      ca: authorities.length === 0 ? null : pemOf(authorities),
      expires_at: notAfter.toISOString(),
      subject,
      issuer,
      warning: notAfter <= now ? `This certificate expired on ${dayOf(notAfter)}.` : null,
    },
  }
}

function attempt<Value>(work: () => Value, note: (error: unknown) => null): Value | null {
  try {
    return work()
  } catch (error) {
    return note(error)
  }
}

function certificatesIn(blocks: readonly PemBlock[], field: 'certificate' | 'ca'): Certificate[] {
  const found = blocks.filter(({ label }) => /^(X509 )?CERTIFICATE$/.test(label))
  if (found.length === 0) throw new KeyProblem(field, whatItIs(blocks))
  return found.map(({ der }) => {
    try {
      if (der !== null) return readCertificate(der)
    } catch {
      // Told below.
    }
    throw new KeyProblem(field, 'This certificate is damaged: copy it again, whole.')
  })
}

function whatItIs(blocks: readonly PemBlock[]): string {
  const labels = blocks.map(({ label }) => label)
  if (labels.some((label) => label.endsWith('CERTIFICATE REQUEST'))) {
    return 'This is the request for a certificate: enter the certificate that was made of it.'
  }
  if (labels.some((label) => label.endsWith('PRIVATE KEY'))) {
    return 'This is a private key: the certificate belongs here.'
  }
  return 'Paste the whole certificate, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.'
}

/** Which of a chain is the key's; most write it first, but not all. */
async function ownerOf(
  key: PrivateKey,
  chain: readonly Certificate[],
): Promise<Certificate | null> {
  for (const certificate of chain) {
    if (await belongTogether(key, certificate.publicKey)) return certificate
  }
  return null
}

function pemOf(certificates: readonly Certificate[]): string {
  return certificates.map(({ der }) => toPem('CERTIFICATE', der)).join('')
}

function dayOf(date: Date): string {
  return date.toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' })
}
