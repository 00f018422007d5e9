import { lengthOctets, Tag } from './der'

/** PrivateKeyInfo (RFC 5958 §2) around a key in the form of its own algorithm, in DER. */
export function privateKeyInfo(
  algorithm: string,
  parameters: string | null,
  key: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const version = value(Tag.INTEGER, [0])
  const parametersDer = parameters === null ? value(Tag.NULL, []) : oid(parameters)
  const identifier = value(Tag.SEQUENCE, [...oid(algorithm), ...parametersDer])
  const octets = value(Tag.OCTET_STRING, Array.from(key))
  return Uint8Array.from(value(Tag.SEQUENCE, [...version, ...identifier, ...octets]))
}

function value(tag: number, content: readonly number[]): number[] {
  return [tag, ...lengthOctets(content.length), ...content]
}

function oid(dotted: string): number[] {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return value(Tag.OID, [first * 40 + second, ...rest].flatMap(septets))
}

/** X.690 §8.19.2: seven bits an octet, the eighth says that more follow. */
function septets(arc: number): number[] {
  const before = arc < 0x80 ? [] : septets(Math.floor(arc / 0x80))
  return [...before.map((octet) => octet | 0x80), arc & 0x7f]
}
