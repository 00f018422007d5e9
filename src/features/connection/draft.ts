/** A config as it is typed, not yet judged. Every key of the config must be thought of. */
export type Draft<Config> = Record<keyof Config, unknown>

/** NaN for what is no number, an empty text among it: the schema then says what it wants. */
export function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

/** Undefined for nothing: an optional setting that is not given. */
export function orNothing(text: string): string | undefined {
  return text.trim() || undefined
}

/** A header or variable: its name is configuration, its value a secret that is only typed, never shown. */
export interface SecretRow {
  name: string
  value: string
}

/** A stored one: its value cannot be read back. */
export function toRow(name: string): SecretRow {
  return { name, value: '' }
}
