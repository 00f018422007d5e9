import { contentOf, DerProblem, derOf, inside, type Node, oidOf, parse, Tag, tagOf } from './der'
import { pemBlocks } from './pem'

/** What is read of an X.509 certificate (RFC 5280 §4.1). */
export interface Certificate {
  der: Uint8Array<ArrayBuffer>
  /** Its SubjectPublicKeyInfo in DER. */
  publicKey: Uint8Array<ArrayBuffer>
  notAfter: Date
  /** As RFC 4514 writes it, the most telling part first: CN=ada,O=Acme. */
  subject: string
  issuer: string
}

/** Throws where it is damaged. Nothing is verified: whoever is shown it decides. */
export function readCertificate(der: Uint8Array<ArrayBuffer>): Certificate {
  const [toBeSigned] = inside(parse(der))
  const fields = inside(toBeSigned)
  const [first] = fields
  // Version 1 has no [0] before the serial number.
  const start = first !== undefined && tagOf(first) === 0 ? 1 : 0
  const [, , issuer, validity, subject, publicKey] = fields.slice(start)
  return {
    der,
    publicKey: derOf(publicKey),
    notAfter: dateOf(inside(validity)[1]),
    subject: nameOf(subject),
    issuer: nameOf(issuer),
  }
}

/**
 * The end of the first certificate in a PEM text, in ISO 8601, or null where there is none to read. Of
 * a chain it is the one that is presented.
 */
export function expiryOfCertificate(pem: string): string | null {
  try {
    const block = pemBlocks(pem).find(({ label }) => label === 'CERTIFICATE')
    return block?.der ? readCertificate(block.der).notAfter.toISOString() : null
  } catch {
    return null
  }
}

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/

/** RFC 5280 §4.1.2.5: in UTC, with seconds; a UTCTime leaves out its century. */
function dateOf(node: Node | undefined): Date {
  const isShort = node?.tag === Tag.UTC_TIME
  const bytes = contentOf(node, isShort ? Tag.UTC_TIME : Tag.GENERALIZED_TIME)
  const text = new TextDecoder().decode(bytes)
  const century = text < '50' ? '20' : '19'
  const iso = (isShort ? century + text : text).replace(TIME, '$1-$2-$3T$4:$5:$6.000Z')
  const date = new Date(iso)
  // A 31st of February would be taken for a day of March.
  if (Number.isNaN(date.getTime()) || date.toISOString() !== iso) throw new DerProblem('Not a time')
  return date
}

const NAMES: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'E',
}

function nameOf(node: Node | undefined): string {
  return inside(node)
    .flatMap(inside)
    .map((attribute) => {
      const [type, value] = inside(attribute)
      const oid = oidOf(type)
      return `${NAMES[oid] ?? oid}=${textOf(value)}`
    })
    .reverse()
    .join(',')
}

/** TeletexString is read as everybody writes it, not as T.61 has it. */
const ENCODINGS: Record<number, string> = {
  [Tag.UTF8_STRING]: 'utf-8',
  [Tag.BMP_STRING]: 'utf-16be',
  [Tag.NUMERIC_STRING]: 'latin1',
  [Tag.PRINTABLE_STRING]: 'latin1',
  [Tag.TELETEX_STRING]: 'latin1',
  [Tag.IA5_STRING]: 'latin1',
  [Tag.VISIBLE_STRING]: 'latin1',
}

function textOf(node: Node | undefined): string {
  const encoding = node && ENCODINGS[node.tag]
  return encoding ? new TextDecoder(encoding).decode(node.content) : '…'
}
