import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expiryOfCertificate, readCertificate } from './certificate'
import { DerProblem, lengthOctets } from './der'
import { pemBlocks } from './pem'

const FOLDERS = ['key-files', 'client-certificates', 'upstream-certificates']
const FILES = FOLDERS.map((folder) => `tests/support/${folder}`).flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.crt'))
    .map((name) => `${folder}/${name}`),
)

function derIn(file: string): Uint8Array<ArrayBuffer> {
  const der = pemBlocks(readFileSync(file, 'utf8'))[0]?.der
  if (!der) throw new Error(`No certificate in ${file}`)
  return der
}

/** Node’s form of a name: a line a part, the most general first, commas with a backslash. */
const inOneLine = (told: string) => told.replaceAll('\\,', ',').split('\n').reverse().join(',')

describe('a certificate that openssl made', () => {
  test.each(FILES)('is read as openssl reads it: %s', (file) => {
    const read = readCertificate(derIn(file))
    const told = new X509Certificate(readFileSync(file))
    expect(read.subject).toBe(inOneLine(told.subject))
    expect(read.issuer).toBe(inOneLine(told.issuer))
    expect(read.notAfter).toEqual(new Date(told.validTo))
    const spki = told.publicKey.export({ type: 'spki', format: 'der' })
    expect(Buffer.from(read.publicKey).equals(spki)).toBe(true)
  })

  test('tells its end, and what is none tells none', () => {
    const pem = readFileSync('tests/support/key-files/past.crt', 'utf8')
    const end = new Date(new X509Certificate(pem).validTo).toISOString()
    expect(expiryOfCertificate(pem)).toBe(end)
    expect(expiryOfCertificate(pem.replace(/\n.{64}\n/, '\n'))).toBeNull()
    expect(expiryOfCertificate('')).toBeNull()
  })

  test('with some bytes changed is read or refused, and nothing else', () => {
    const whole = FILES.map(derIn)
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.constantFrom(...whole), changes, (file, changed) => {
        const broken = file.slice()
        for (const [at, byte] of changed) broken[at % file.length] = byte
        try {
          expect(readCertificate(broken).notAfter.getTime()).not.toBeNaN()
        } catch (error) {
          expect(error).toBeInstanceOf(DerProblem)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

type Octets = readonly number[]
const value = (tag: number, ...content: Octets[]): Octets => [
  tag,
  ...lengthOctets(content.flat().length),
  ...content.flat(),
]
const sequence = (...content: Octets[]) => value(0x30, ...content)
const ascii = (text: string): Octets => Array.from(text, (letter) => letter.charCodeAt(0))
const name = (text: Octets) => sequence(value(0x31, sequence(value(0x06, [0x55, 4, 3]), text)))
const UTC_END = value(0x17, ascii('301231235959Z'))

/** Version 1, as few as may be: only what is read of it. */
function certificate(commonName: Octets, end = UTC_END): Uint8Array<ArrayBuffer> {
  const serial = value(0x02, [1])
  const validity = sequence(value(0x17, ascii('200101000000Z')), end)
  const given = name(commonName)
  const toBeSigned = sequence(serial, sequence(), given, validity, given, sequence())
  return Uint8Array.from(sequence(toBeSigned))
}

test.each([
  ['UTF-8', value(0x0c, [0xd0, 0x90, 0xd0, 0xb4, 0xd0, 0xb0]), 'Ада'],
  ['UTF-16', value(0x1e, [0x04, 0x10, 0x04, 0x34, 0x04, 0x30]), 'Ада'],
  ['Latin', value(0x14, [0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]), 'Müller'],
  ['ASCII', value(0x16, ascii('ada@acme.test')), 'ada@acme.test'],
  ['no text', value(0x04, [1, 2]), '…'],
])('a name in %s is read', (_kind, text, said) => {
  expect(readCertificate(certificate(text)).subject).toBe(`CN=${said}`)
})

test.each([
  ['of 1999', value(0x17, ascii('991231235959Z')), '1999-12-31T23:59:59.000Z'],
  ['of 1950', value(0x17, ascii('500101000000Z')), '1950-01-01T00:00:00.000Z'],
  ['of 2049', value(0x17, ascii('491231235959Z')), '2049-12-31T23:59:59.000Z'],
  ['of 9999', value(0x18, ascii('99991231235959Z')), '9999-12-31T23:59:59.000Z'],
])('an end %s is read', (_when, end, said) => {
  expect(readCertificate(certificate([], end)).notAfter.toISOString()).toBe(said)
})

test.each([
  ['a day that is none', value(0x17, ascii('300231000000Z'))],
  ['an hour that is none', value(0x17, ascii('300101250000Z'))],
  ['a time without its zone', value(0x17, ascii('300101000000'))],
  ['a time of another zone', value(0x18, ascii('20300101000000+0100'))],
  ['a word', value(0x18, ascii('tomorrow'))],
  ['a number', value(0x02, [1])],
])('an end that is %s is refused', (_what, end) => {
  expect(() => readCertificate(certificate([], end))).toThrow(DerProblem)
})
