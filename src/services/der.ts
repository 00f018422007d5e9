/**
 * Reads the little of DER (X.690) that keys and certificates are made of. Guarantees that garbage ends in
 * a DerProblem, in time linear to its length; assumes nothing of the bytes. What BER has beyond DER
 * (indefinite or padded lengths) is refused: neither keys nor certificates may use it.
 */

/** One value. What is in it is read when asked for, so that nesting costs nothing. */
export interface Node {
  /** Its identifier octet: class, form and number. */
  tag: number
  content: Uint8Array<ArrayBuffer>
  /** As it stood in what was parsed, its tag and length included. */
  der: Uint8Array<ArrayBuffer>
}

/** What the bytes are not. Names none of them: they may be a key's. */
export class DerProblem extends Error {
  override readonly name = 'DerProblem'
}

/** Identifier octets (X.690 §8.1.2). */
export const Tag = {
  INTEGER: 0x02,
  OCTET_STRING: 0x04,
  NULL: 0x05,
  OID: 0x06,
  UTF8_STRING: 0x0c,
  NUMERIC_STRING: 0x12,
  PRINTABLE_STRING: 0x13,
  TELETEX_STRING: 0x14,
  IA5_STRING: 0x16,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  VISIBLE_STRING: 0x1a,
  BMP_STRING: 0x1e,
  SEQUENCE: 0x30,
} as const

const CONSTRUCTED = 0x20
/** The largest keys are 10 KB. */
const MAX_BYTES = 1_000_000
const MAX_LENGTH_BYTES = 3
const MAX_OID_BYTES = 64

/** Throws DerProblem when the bytes are not exactly one value. */
export function parse(der: Uint8Array<ArrayBuffer>): Node {
  if (der.length > MAX_BYTES) throw new DerProblem('Too long')
  const node = valueAt(der, 0)
  if (node.der.length < der.length) throw new DerProblem('Something follows the value')
  return node
}

/** The values inside a SEQUENCE, a SET or an explicit tag. */
export function inside(node: Node | undefined): Node[] {
  if (node === undefined || !(node.tag & CONSTRUCTED)) throw new DerProblem('Not a sequence')
  const nodes: Node[] = []
  for (let at = 0; at < node.content.length; ) {
    const value = valueAt(node.content, at)
    nodes.push(value)
    at += value.der.length
  }
  return nodes
}

/** An OBJECT IDENTIFIER with dots. */
export function oidOf(node: Node | undefined): string {
  const [both = 0n, ...rest] = arcsIn(contentOf(node, Tag.OID))
  // X.690 §8.19.4: the first two share a number.
  const first = both < 80n ? both / 40n : 2n
  return [first, both - first * 40n, ...rest].join('.')
}

/** The bytes of an OCTET STRING. */
export function octetsOf(node: Node | undefined): Uint8Array<ArrayBuffer> {
  return contentOf(node, Tag.OCTET_STRING)
}

/** An INTEGER from 0 to 2³¹ − 1. */
export function numberOf(node: Node | undefined): number {
  const bytes = contentOf(node, Tag.INTEGER)
  const [first = 0x80, second = 0x80] = bytes
  const isPadded = bytes.length > 1 && first === 0 && second < 0x80
  if (first >= 0x80 || isPadded || bytes.length > 4) throw new DerProblem('Not a small number')
  return bigEndian(bytes)
}

/** The content of a value that must be of this kind. */
export function contentOf(node: Node | undefined, tag: number): Uint8Array<ArrayBuffer> {
  if (node?.tag !== tag) throw new DerProblem('Not of the kind that belongs here')
  return node.content
}

/** A value as it stood in what was parsed. */
export function derOf(node: Node | undefined): Uint8Array<ArrayBuffer> {
  if (node === undefined) throw new DerProblem('Nothing is there')
  return node.der
}

/** The n of a constructed context-specific tag [n]; null for any other value. */
export function tagOf({ tag }: Node): number | null {
  return tag >> 5 === 0b101 ? tag & 0x1f : null
}

/** A length as DER writes it (X.690 §10.1): in as few octets as will do. */
export function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes = [length >> 16, (length >> 8) & 0xff, length & 0xff]
  const needed = bytes.slice(bytes.findIndex((byte) => byte > 0))
  return [0x80 | needed.length, ...needed]
}

function valueAt(bytes: Uint8Array<ArrayBuffer>, at: number): Node {
  const [tag, first] = bytes.subarray(at, at + 2)
  if (tag === undefined || first === undefined) throw new DerProblem('Cut off')
  if ((tag & 0x1f) === 0x1f) throw new DerProblem('A tag of several octets')
  const isShort = first < 0x80
  const start = at + 2 + (isShort ? 0 : first & 0x7f)
  if (first === 0x80) throw new DerProblem('An indefinite length')
  if (start > at + 2 + MAX_LENGTH_BYTES) throw new DerProblem('Too long')
  const length = isShort ? first : bigEndian(bytes.subarray(at + 2, start))
  const end = start + length
  if (end > bytes.length) throw new DerProblem('Cut off')
  if (at + 1 + lengthOctets(length).length !== start) throw new DerProblem('A padded length')
  return { tag, content: bytes.subarray(start, end), der: bytes.subarray(at, end) }
}

/** X.690 §8.19.2: seven bits an octet, the eighth says that more follow. */
function arcsIn(bytes: Uint8Array): bigint[] {
  if (bytes.length > MAX_OID_BYTES) throw new DerProblem('Too long')
  const arcs: bigint[] = []
  let arc = 0n
  let isAtStart = true
  for (const byte of bytes) {
    if (isAtStart && byte === 0x80) throw new DerProblem('A padded object identifier')
    arc = (arc << 7n) | BigInt(byte & 0x7f)
    isAtStart = byte < 0x80
    if (!isAtStart) continue
    arcs.push(arc)
    arc = 0n
  }
  if (arcs.length === 0 || !isAtStart) throw new DerProblem('Cut off')
  return arcs
}

/** At most four bytes, the first of them below 0x80 where there are four. */
function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => (value << 8) | byte, 0)
}
