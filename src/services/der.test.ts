import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyFile } from '../../tests/support/key-files'
import { DerProblem, inside, type Node, numberOf, octetsOf, oidOf, parse, tagOf } from './der'
import { pemBlocks } from './pem'
import { privateKeyInfo } from './pkcs8'

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))

function derIn(file: string): Uint8Array<ArrayBuffer> {
  const der = pemBlocks(keyFile(file)).at(-1)?.der
  if (!der) throw new Error(`No block in ${file}`)
  return der
}

/** Reads all there is, as if somebody asked for it; gives how many values there were. */
function readAll(node: Node): number {
  for (const read of [oidOf, numberOf, octetsOf]) orProblem(() => read(node))
  const nodes = orProblem(() => inside(node)) ?? []
  return nodes.reduce((count, one) => count + readAll(one), 1)
}

function orProblem<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof DerProblem) return null
    throw error
  }
}

describe('a value', () => {
  test.each([
    ['0603550403', '2.5.4.3'],
    ['06062a864886f70d', '1.2.840.113549'],
    ['0603883703', '2.999.3'],
    ['06010a', '0.10'],
    ['06014f', '1.39'],
    ['060150', '2.0'],
  ])('%s names %s', (hex, oid) => {
    expect(oidOf(parse(bytes(hex)))).toBe(oid)
  })

  test('of a UUID’s arc keeps all its digits', () => {
    const hex = `061469${'83'.padEnd(36, '80')}01`
    expect(oidOf(parse(bytes(hex)))).toBe(`2.25.${3n * 128n ** 18n + 1n}`)
  })

  test.each([
    ['020100', 0],
    ['02020080', 128],
    ['02020800', 2048],
    ['02047fffffff', 2 ** 31 - 1],
  ])('%s is the number %i', (hex, number) => {
    expect(numberOf(parse(bytes(hex)))).toBe(number)
  })

  test('with a tag of its own context tells its number', () => {
    expect(tagOf(parse(bytes('a003020102')))).toBe(0)
    expect(tagOf(parse(bytes('a103020102')))).toBe(1)
    expect(tagOf(parse(bytes('30020500')))).toBeNull()
  })
})

describe('what is refused', () => {
  test.each([
    ['nothing at all', ''],
    ['a tag alone', '30'],
    ['a value that is cut off', '0403aabb'],
    ['a length that is cut off', '0482ff'],
    ['a second value', '05000500'],
    ['an indefinite length', '30800000'],
    ['a length with a zero before it', `048200ff${'00'.repeat(255)}`],
    ['a short length in the long form', '048101aa'],
    ['a length of four octets', '048400000001aa'],
    ['a tag of several octets', '1f810100'],
  ])('%s', (_what, hex) => {
    expect(() => parse(bytes(hex))).toThrow(DerProblem)
  })

  test.each([
    ['an object identifier of nothing', oidOf, '0600'],
    ['one that is cut off', oidOf, '06022a86'],
    ['one with padding', oidOf, '06032a8001'],
    ['one without end', oidOf, `0641${'81'.repeat(64)}01`],
    ['a negative number', numberOf, '0201ff'],
    ['a number of nothing', numberOf, '0200'],
    ['one with padding', numberOf, '0202007f'],
    ['a large number', numberOf, '02050100000000'],
    ['an octet string in pieces', octetsOf, '24040402aabb'],
    ['another kind', octetsOf, '0500'],
    ['the inside of what has none', inside, '0402aabb'],
    ['a sequence whose last value is longer than itself', inside, '30030402aa'],
  ])('%s', (_what, read, hex) => {
    expect(() => read(parse(bytes(hex)))).toThrow(DerProblem)
  })

  test('more than a megabyte', () => {
    const long = Uint8Array.from([0x04, 0x83, 0x0f, 0x42, 0x40, ...new Uint8Array(1_000_000)])
    expect(() => parse(long)).toThrow('Too long')
  })
})

describe('garbage', () => {
  test('ends in the problem or in values, however deep', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (garbage) => {
        const node = orProblem(() => parse(Uint8Array.from(garbage)))
        return node === null || readAll(node) <= garbage.length
      }),
      { numRuns: 1_000 },
    )
  })

  test('of a real key or certificate with some bytes changed does so too', () => {
    const files = ['rsa.crt', 'p256.crt', 'rsa-aes256.key', 'p256-sec1.key', 'ed25519.key'].map(
      derIn,
    )
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.constantFrom(...files), changes, fc.nat(), (file, changed, cut) => {
        const broken = file.slice(0, cut % 3 === 0 ? cut % file.length : file.length)
        for (const [at, byte] of changed) broken[at % file.length] = byte
        const node = orProblem(() => parse(broken))
        return node === null || readAll(node) <= file.length
      }),
      { numRuns: 1_000 },
    )
  })

  test('nested a hundred thousand deep costs no more than its outermost value', () => {
    // In lengths of three octets, which end where two would do.
    const nest = new Uint8Array(600_000)
    for (let at = 0; nest.length - at - 5 >= 0x10000; at += 5) {
      const length = nest.length - at - 5
      nest.set([0x30, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff], at)
    }
    expect(inside(parse(nest))).toHaveLength(1)
  })
})

test('what is written is what is read', () => {
  const arc = fc.integer({ min: 0, max: 2 ** 31 })
  const oid = fc
    .tuple(fc.constantFrom('0', '1', '2'), fc.nat(39), fc.array(arc, { maxLength: 8 }))
    .map(([first, second, rest]) => [first, second, ...rest].join('.'))
  const lengths = fc.oneof(fc.nat(300), fc.constantFrom(65_500, 65_535, 65_536))
  fc.assert(
    fc.property(oid, fc.option(oid), lengths, (algorithm, parameters, length) => {
      const key = new Uint8Array(length).fill(7)
      const [version, identifier, octets] = inside(
        parse(privateKeyInfo(algorithm, parameters, key)),
      )
      const [type, given] = inside(identifier)
      expect(numberOf(version)).toBe(0)
      expect(oidOf(type)).toBe(algorithm)
      expect(given?.tag === 0x05 ? null : oidOf(given)).toBe(parameters)
      expect(Buffer.compare(octetsOf(octets), key)).toBe(0)
    }),
  )
})
