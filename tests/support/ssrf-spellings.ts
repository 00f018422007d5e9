/** Every way that we know to write an IPv4 address as the host of a URL; some are no addresses at all. */
export function spellingsOf(address: string): string[] {
  const octets = address.split('.').map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = octets
  const whole = ((a * 256 + b) * 256 + c) * 256 + d
  const dotted = (write: (octet: number) => string) => octets.map(write).join('.')
  const hex = (value: number, digits = 1) => value.toString(16).padStart(digits, '0')
  const octal = (value: number) => `0${value.toString(8)}`
  const v4 = [
    address,
    `${whole}`,
    `0x${hex(whole, 8)}`,
    `0X${hex(whole, 8).toUpperCase()}`,
    octal(whole),
    `000000${octal(whole)}`,
    dotted((octet) => `0x${hex(octet)}`),
    dotted((octet) => `0x000000${hex(octet)}`),
    dotted(octal),
    dotted((octet) => `00000${octal(octet)}`),
    `${octal(a)}.${b}.${c}.${d}`,
    `0x${hex(a)}.${b}.${octal(c)}.${d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `0x${hex(a)}.${(b * 256 + c) * 256 + d}`,
    `${octal(a)}.0x${hex((b * 256 + c) * 256 + d)}`,
  ]
  const overflowing = [
    `${whole + 2 ** 32}`,
    `0x41414141${hex(whole, 8)}`,
    dotted((octet) => `${octet + 256}`),
    `${address}.0`,
    `0.${address}`,
    `${octets.join('..')}`,
  ]
  return [
    ...v4,
    ...v4.map((spelling) => `${spelling}.`),
    ...overflowing,
    ...inUnicode(address),
    ...inIPv6(octets),
  ]
}

/** UTS 46 maps all of these to ASCII before a host is parsed as IPv4 (WHATWG URL, "domain to ASCII"). */
function inUnicode(address: string): string[] {
  const digits = (zero: number) =>
    address.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
  const circled = address.replace(/\d/g, (digit) =>
    digit === '0' ? '⓪' : String.fromCodePoint(0x2460 + Number(digit) - 1),
  )
  const percent = [...address]
    .map((character) => `%${character.charCodeAt(0).toString(16)}`)
    .join('')
  return [
    digits(0xff10), // fullwidth
    digits(0x1d7ce), // mathematical bold
    digits(0x1d7f6), // mathematical monospace
    digits(0x1fbf0), // segmented
    circled,
    ...['。', '．', '｡'].map((dot) => address.replaceAll('.', dot)),
    address.replaceAll('.', '%2e'),
    address.replaceAll('.', '%E3%80%82'),
    percent,
    percent.replaceAll('%', '%25'),
    `${address.slice(0, 1)}\u00ad${address.slice(1)}`, // soft hyphen
    `${address.slice(0, 1)}\u200b${address.slice(1)}`, // zero-width space
  ]
}

/** IPv4 embedded in IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP. */
function inIPv6(octets: readonly number[]): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = octets
  const words = (flip: number) =>
    [a * 256 + b, c * 256 + d].map((word) => (word ^ flip).toString(16)).join(':')
  const [plain, inverted] = [words(0), words(0xffff)]
  const address = octets.join('.')
  const hosts = [
    `::ffff:${address}`,
    `::ffff:${plain}`,
    `0:0:0:0:0:ffff:${address}`,
    `0000:0000:0000:0000:0000:ffff:${plain}`,
    `::${address}`,
    `::${plain}`,
    `::ffff:0:${address}`,
    `::ffff:0:${plain}`,
    `64:ff9b::${address}`,
    `64:ff9b::${plain}`,
    `64:ff9b:1::${address}`,
    `64:ff9b:1:ffff:ffff:ffff:${plain}`,
    `2002:${plain}::`,
    `2002:${plain}::1`,
    `2001:0:${plain}::1`,
    `2001:0:808:808:0:0:${inverted}`,
    `fe80::5efe:${address}`,
    `::ffff:${address}%25lo`,
  ]
  return hosts.flatMap((host) => [`[${host}]`, `[${host.toUpperCase()}]`])
}
