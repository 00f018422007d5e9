// Guarantees that text from outside is short, plain and without any of the given secrets, in the
// forms that programs echo them in. Assumes that every secret of the integration is given.

const MAX_TEXT = 300
const WITHHELD = '[withheld]'
/** Shorter secrets would be found in every text: replacing them would spell them out. */
const MIN_LENGTH = 4

/** Text that came from outside → text that may be shown, stored and logged, at most `max` characters. */
export type Redactor = (text: string, max?: number) => string

export function createRedactor(secrets: Iterable<string>): Redactor {
  const forms = new Set<string>()
  for (const secret of secrets) {
    for (const form of formsOf(secret)) if (form.length >= MIN_LENGTH) forms.add(form)
  }
  // The longest first, so that no part of one is left when a shorter one matched within it.
  const alternatives = [...forms].sort((a, b) => b.length - a.length).map(escapeRegExp)
  const pattern = alternatives.length === 0 ? null : new RegExp(alternatives.join('|'), 'giu')
  return (text, max = MAX_TEXT) => {
    // Invisible characters go first: one amid a secret would hide it from the pattern.
    const plain = text
      .toWellFormed()
      .replace(/\s+/gu, ' ')
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
      .trim()
    const clean = pattern === null ? plain : plain.replace(pattern, WITHHELD)
    const letters = [...clean]
    return letters.length <= max ? clean : `${letters.slice(0, max - 1).join('')}…`
  }
}

function formsOf(secret: string): string[] {
  const plain = secret.replace(/\s+/gu, ' ').trim()
  return [secret, plain, ...base64FormsOf(secret)].flatMap(escapesOf)
}

/** A text as it stands, in URLs, and in JSON. */
function escapesOf(text: string): string[] {
  const url = encodeURIComponent(text)
  return [
    text,
    url,
    url.replaceAll('%20', '+'),
    url.replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    JSON.stringify(text).slice(1, -1),
    text.replaceAll('/', '\\/'),
  ]
}

/** Base64 of the secret wherever it stands in a longer text: the three alignments, without their edges. */
function base64FormsOf(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret)
  return [0, 1, 2].flatMap((offset) => {
    const padded = new Uint8Array(offset + bytes.length)
    padded.set(bytes, offset)
    const whole = btoa(Array.from(padded, (byte) => String.fromCharCode(byte)).join(''))
    const start = offset === 0 ? 0 : offset + 1
    const end = Math.floor(((offset + bytes.length) * 8) / 6)
    const core = whole.slice(start, end)
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
