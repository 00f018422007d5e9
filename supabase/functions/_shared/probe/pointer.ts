type Scalar = string | number | boolean | null

/** What a JSON Pointer (RFC 6901) leads to; undefined where it leads nowhere. */
export function at(json: unknown, pointer: string): unknown {
  let value = json
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Reflect.get(value, key)
  }
  return value
}

/** The string, number or boolean that a pointer leads to; undefined for anything else. */
export function scalarAt(json: unknown, pointer: string): Scalar | undefined {
  const value = at(json, pointer)
  const isScalar = value === null || ['string', 'number', 'boolean'].includes(typeof value)
  return isScalar ? (value as Scalar) : undefined
}

/** The first of `pointers` that leads to a text or a number. */
export function firstText(json: unknown, pointers: readonly string[]): string | null {
  for (const pointer of pointers) {
    const value = scalarAt(json, pointer)
    if (typeof value === 'string' && value.trim() !== '') return value
    if (typeof value === 'number') return String(value)
  }
  return null
}
