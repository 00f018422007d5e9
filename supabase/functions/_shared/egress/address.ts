// Guarantees that only addresses of the public internet pass, unless private ones were allowed.
// Assumes that hosts come from a parsed WHATWG URL, which has made octal, hex and Unicode canonical.
import ipaddr from 'ipaddr.js'

/** Ranges that the one setting of the local stack opens; all others stay closed even then. */
const PRIVATE_RANGES = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'])

/** Azure's WireServer and Alibaba's metadata service: on no list of special addresses, or on a private one. */
const METADATA_ADDRESSES = new Set(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254'])

const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/

/** `forbidden` is refused always, `private` where private addresses are not allowed. */
export type AddressKind = 'public' | 'private' | 'forbidden'

/** Judges an IP address in text form. What is no address is forbidden. */
export function kindOfAddress(text: string): AddressKind {
  if (!ipaddr.isValid(text)) return 'forbidden'
  // An IPv4 address in IPv6 clothes reaches the same machine: judge what is inside.
  const address = ipaddr.process(text)
  if (METADATA_ADDRESSES.has(canonical(address))) return 'forbidden'
  const range = address.range()
  if (PRIVATE_RANGES.has(range)) return 'private'
  if (range !== 'unicast') return 'forbidden'
  if (address instanceof ipaddr.IPv6 && !isGlobalUnicast(address)) return 'forbidden'
  return 'public'
}

/** Judges a URL's `hostname` before any look-up. Names that say nothing themselves are public. */
export function kindOfHost(hostname: string): AddressKind {
  const literal = addressLiteral(hostname)
  if (literal !== null) return kindOfAddress(literal)
  return PRIVATE_NAMES.test(hostname.toLowerCase().replace(/\.+$/, '')) ? 'private' : 'public'
}

/** The address that a URL's `hostname` is, without brackets; null for a name. */
export function addressLiteral(hostname: string): string | null {
  const text = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  return ipaddr.isValid(text) ? text : null
}

// RFC 4291 §2.4: only 2000::/3 is handed out. That also closes ::/96, where ::7f00:1 is 127.0.0.1.
function isGlobalUnicast(address: ipaddr.IPv6): boolean {
  return address.match(ipaddr.IPv6.parse('2000::'), 3)
}

function canonical(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString()
}
