import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../supabase/functions/_shared/probe/redact.ts'

const SECRET = 'canary-4711-x7Qa'
const PUNCTUATION = `(${'[{*+?|^$.)'.repeat(1_600)}`
const redact = (text: string, secret = SECRET, max = 300) => createRedactor([secret])(text, max)

describe('what is withheld', () => {
  it.each([
    ['as it stands', SECRET, `It is ${SECRET}!`, 'It is [withheld]!'],
    ['in another case', SECRET, `It is ${SECRET.toUpperCase()}!`, 'It is [withheld]!'],
    ['twice', SECRET, `${SECRET}, ${SECRET}`, '[withheld], [withheld]'],
    ['twice, one in the other', 'abababab', 'x abababababab x', 'x [withheld] x'],
    ['with letters that grow in upper case', 'straße-4711', 'STRAßE-4711 ß', '[withheld] ß'],
    [
      'with what patterns are made of',
      PUNCTUATION.slice(0, 200),
      PUNCTUATION.slice(0, 200),
      '[withheld]',
    ],
  ])('a secret %s', (_how, secret, text, shown) => {
    expect(redact(text, secret)).toBe(shown)
  })

  it.each(['\u200b', '\u00ad', '\ufeff', '\u0007', '\u202e'])(
    'a secret that holds an invisible character, with it and without: %j',
    (invisible) => {
      const secret = `canary${invisible}-4711`
      for (const echo of [
        secret,
        'canary-4711',
        JSON.stringify(secret),
        encodeURIComponent(secret),
      ]) {
        expect(redact(`It is ${echo}!`, secret)).toMatch(/^It is "?\[withheld\]"?!$/)
      }
    },
  )

  it('a secret with gaps, however wide they are', () => {
    expect(redact('canary \u200b 4711', 'canary\t 4711')).toBe('[withheld]')
  })
})

describe('a long text', () => {
  it('is cut, and says so', () => {
    expect(redact('x'.repeat(1_000_000), SECRET, 10)).toBe('xxxxxxxxx…')
  })

  it('shows no part of a secret at the cut, wherever that falls', () => {
    const long = `canary${'0123456789'.repeat(1_000)}`
    for (const secret of [SECRET, long]) {
      for (let room = 0; room < 40; room++) {
        const shown = redact('.'.repeat(4_096 - room) + secret + 'x'.repeat(9_000), secret, 9_000)
        expect(shown).toMatch(/^\.{4000,}(\[withheld\]x*)+…$/)
      }
    }
  })

  it('shows no end of a secret whose beginning is full of what nobody sees', () => {
    const secret = 'canary\u200b'.repeat(1_000)
    expect(redact('canary'.repeat(1_000), secret, 9_000)).toMatch(/^(\[withheld\])+…$/)
  })
})

describe('a secret that no pattern could hold', () => {
  it.each([
    ['16,000 marks', PUNCTUATION],
    ['4,000 Chinese letters', '密'.repeat(4_000)],
  ])('%s', (_what, secret) => {
    expect(redact('harmless', secret)).toBe('harmless')
    expect(redact(`It is ${secret}`, secret)).toMatch(/^It is (\[withheld\])+…?$/)
  })

  it('forty-one of the largest cost less than the function has', () => {
    const secrets = Array.from({ length: 41 }, (_, index) => `${index}${'密碼'.repeat(8_000)}`)
    const before = process.cpuUsage()
    const redactor = createRedactor(secrets)
    for (let name = 0; name < 400; name++) redactor('An ordinary description of a tool')
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(1_500)
  })
})
