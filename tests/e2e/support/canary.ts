import { randomBytes } from 'node:crypto'

export interface Canaries {
  /** Stands in every secret of one story, and nowhere else in the world. */
  mark: string
  /** A secret with all the characters that an encoding changes. */
  plant: (what: string) => string
  /** One of letters and digits alone, as most tokens are: it fits into a host name too. */
  plantPlain: (what: string) => string
}

export function newCanaries(): Canaries {
  const mark = randomBytes(10).toString('hex')
  return {
    mark,
    plant: (what) => `${mark}/${what}+"\\'%&=?<ü>${mark}`,
    plantPlain: (what) => `${mark}${what}${mark}`,
  }
}

/** The longest run of letters and digits in a secret that was not planted: a token, a key in PEM. */
export function markIn(secret: string): string {
  const runs = secret.replace(/-----[A-Z ]+-----/g, ' ').match(/[A-Za-z0-9]+/g) ?? []
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  if (longest.length < 16) throw new Error('Too short to be told from other text')
  return longest
}

/**
 * The form in which a text or file holds a secret of these canaries; null where it holds none. A
 * mark's letters and digits stay as they are in plain text, in URLs and in JSON. In base64 (the
 * Basic scheme's, a JWT's, URL-safe or not) they take one of three forms, by where they begin.
 */
export function traceOf(mark: string, evidence: string | Buffer): string | null {
  const forms = { plain: mark, hex: Buffer.from(mark).toString('hex'), ...base64FormsOf(mark) }
  for (const [form, needle] of Object.entries(forms)) if (evidence.includes(needle)) return form
  return null
}

/** The letters of base64 that hold bits of the mark alone, whatever stands before and after it. */
function base64FormsOf(mark: string): Record<string, string> {
  return Object.fromEntries(
    [0, 1, 2].map((offset) => {
      const whole = Buffer.from(`${'-'.repeat(offset)}${mark}`).toString('base64url')
      const start = Math.ceil((offset * 8) / 6)
      const end = Math.floor(((offset + mark.length) * 8) / 6)
      return [`base64 at ${offset}`, whole.slice(start, end)]
    }),
  )
}
