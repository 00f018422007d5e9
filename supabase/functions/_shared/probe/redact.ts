// Guarantees that text from outside is short, plain and without any of the given secrets, in the
// forms that programs echo them in. Assumes that every secret of the integration is given. A secret
// never becomes a pattern: an engine that refuses a pattern quotes it.

const MAX_TEXT = 300
/** No text is looked at further, and so no secret either: what is shown is far shorter. */
const MAX_LOOKED_AT = 4_096
const WITHHELD = '[withheld]'
/** Shorter secrets would be found in every text: replacing them would spell them out. */
const MIN_LENGTH = 4
/** A secret that runs over the end of a text is known by this many of its letters. */
const KEY_LENGTH = 16

export interface Redactor {
  /** Text that came from outside → text that may be shown, stored and logged, at most `max` characters. */
  (text: string, max?: number): string
  /** From now on this is a secret too: a token that was made or got on the way. */
  withhold(secret: string): void
}

export function createRedactor(secrets: Iterable<string>): Redactor {
  const forms = new Set<string>()
  const withhold = (secret: string) => {
    for (const form of formsOf(secret)) if (form.length >= MIN_LENGTH) forms.add(form)
  }
  for (const secret of secrets) withhold(secret)
  const redact = (text: string, max = MAX_TEXT) => {
    const isCut = text.length > MAX_LOOKED_AT
    const clean = without(forms, plain(text.slice(0, MAX_LOOKED_AT)), isCut)
    const letters = [...clean]
    return letters.length <= max && !isCut ? clean : `${letters.slice(0, max - 1).join('')}…`
  }
  return Object.assign(redact, { withhold })
}

function without(forms: ReadonlySet<string>, text: string, isCut: boolean): string {
  const folded = fold(text)
  const spans: [start: number, end: number][] = []
  for (const form of forms) {
    const key = form.slice(0, KEY_LENGTH)
    for (let at = folded.indexOf(key); at !== -1; at = folded.indexOf(key, at + 1)) {
      const found = folded.slice(at, at + form.length)
      if (form.startsWith(found)) spans.push([at, at + found.length])
    }
  }
  // So few letters may be the beginning of a secret that the cut left unrecognisable.
  if (isCut) spans.push([Math.max(0, text.length - KEY_LENGTH), text.length])
  spans.sort(([a], [b]) => a - b)
  let clean = ''
  let end = 0
  for (const span of spans) {
    if (span[0] >= end) clean += text.slice(end, span[0]) + WITHHELD
    end = Math.max(end, span[1])
  }
  return clean + text.slice(end)
}

/** On one line, and without what nobody sees: it would hide a secret from the search. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t\n\v\f\r]/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Upper case, where that leaves each letter in its place: ß and its like stay as they are. */
function fold(text: string): string {
  const upper = text.toUpperCase()
  if (upper.length === text.length) return upper
  return Array.from(text, (letter) => {
    const one = letter.toUpperCase()
    return one.length === letter.length ? one : letter
  }).join('')
}

function formsOf(secret: string): string[] {
  const typed = beginningOf(secret)
  const seen = beginningOf(plain(secret))
  const forms = new Set([typed, seen, ...base64FormsOf(typed)].flatMap(escapesOf))
  return Array.from(forms, (form) => fold(plain(form)).slice(0, MAX_LOOKED_AT))
}

function beginningOf(secret: string): string {
  return secret.slice(0, MAX_LOOKED_AT).toWellFormed()
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
