import {
  type BaseBlock,
  Constructed,
  fromBER,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
} from 'asn1js'

/** One ASN.1 value (X.690) with all that is in it. */
export type Node = BaseBlock

/** Throws what is to be taken for “damaged” when the bytes are not exactly one DER value. */
export function parse(der: Uint8Array<ArrayBuffer>): Node {
  const { offset, result } = fromBER(der)
  if (offset !== der.byteLength) throw new Error('Not one DER value')
  return result
}

/** The values inside a SEQUENCE, a SET or an explicit tag. */
export function inside(node: Node | undefined): Node[] {
  if (node instanceof Constructed) return node.valueBlock.value
  throw new Error('Not a sequence')
}

/** An OBJECT IDENTIFIER with dots. */
export function oidOf(node: Node | undefined): string {
  if (node instanceof ObjectIdentifier) return node.getValue()
  throw new Error('Not an object identifier')
}

/** The bytes of an OCTET STRING. */
export function octetsOf(node: Node | undefined): Uint8Array<ArrayBuffer> {
  if (node instanceof OctetString) return new Uint8Array(node.valueBlock.valueHexView)
  throw new Error('Not an octet string')
}

/** An INTEGER that is small. */
export function numberOf(node: Node | undefined): number {
  if (node instanceof Integer) return node.valueBlock.valueDec
  throw new Error('Not an integer')
}

/** A value as it stood in what was parsed, its tag and length included. */
export function derOf(node: Node | undefined): Uint8Array<ArrayBuffer> {
  if (node === undefined) throw new Error('Nothing is there')
  return new Uint8Array(node.valueBeforeDecodeView)
}

/** The n of a context-specific tag [n]; null for any other value. */
export function tagOf({ idBlock }: Node): number | null {
  return idBlock.tagClass === 3 ? idBlock.tagNumber : null
}

/** PrivateKeyInfo (RFC 5958 §2) around a key in the form of its own algorithm, in DER. */
export function privateKeyInfo(
  algorithm: string,
  parameters: string | null,
  key: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const oid = (value: string) => new ObjectIdentifier({ value })
  const info = new Sequence({
    value: [
      new Integer({ value: 0 }),
      new Sequence({ value: [oid(algorithm), parameters === null ? new Null() : oid(parameters)] }),
      new OctetString({ valueHex: key }),
    ],
  })
  return new Uint8Array(info.toBER())
}
