import type { JwtAlgorithm } from '@contract/auth'
import type { JwtConfig } from '@contract/config'
import type { IntegrationType, JwtMint } from '@contract/type-defaults'
import { type Draft, orNothing, toNumber } from './draft'

export interface Claim {
  name: string
  value: string
}

export interface JwtValues {
  mode: 'given' | 'signed'
  alg: JwtAlgorithm
  /** What the type asks for, in its order. */
  asked: { value: string }[]
  /** Claims of the person's own, where the type leaves all of it to them. */
  claims: Claim[]
  lifetime: string
  key: string
  /** Unlocks the key before it is sealed. */
  passphrase: string
}

/** Where `asks` means the header's `kid` and no claim. */
const KEY_ID = 'key_id'

export function mintOf(type: IntegrationType): JwtMint | undefined {
  return type.defaults.auth.jwt?.mint
}

/** True where the person says what stands in the token, as of the request. */
export function hasOwnClaims({ defaults }: IntegrationType): boolean {
  return 'own_request' in defaults && defaults.own_request
}

export function jwtValuesOfType(type: IntegrationType): JwtValues {
  const { jwt } = type.defaults.auth
  return {
    mode: jwt?.mint && !jwt.help ? 'signed' : 'given',
    alg: jwt?.mint?.algs[0] ?? 'RS256',
    asked: (jwt?.mint?.asks ?? []).map(() => ({ value: '' })),
    claims: [],
    lifetime: jwt?.mint?.lifetime_seconds.toString() ?? '',
    key: '',
    passphrase: '',
  }
}

export function jwtValuesOf(jwt: JwtConfig | undefined, type: IntegrationType): JwtValues {
  const blank = jwtValuesOfType(type)
  const mint = mintOf(type)
  if (jwt === undefined || mint === undefined) return blank
  const placed = new Set([...mint.asks.map(({ into }) => into), ...Object.keys(mint.claims)])
  return {
    ...blank,
    mode: 'signed',
    alg: jwt.alg,
    asked: mint.asks.map(({ into }) => ({
      value: (into === KEY_ID ? jwt.key_id : jwt.claims[into]) ?? '',
    })),
    claims: Object.entries(jwt.claims)
      .filter(([name]) => !placed.has(name))
      .map(([name, value]) => ({ name, value })),
    lifetime: jwt.lifetime_seconds.toString(),
  }
}

export function jwtDraft(jwt: JwtValues, type: IntegrationType): Draft<JwtConfig> | undefined {
  const mint = mintOf(type)
  if (jwt.mode === 'given' || mint === undefined) return undefined
  const isOwn = hasOwnClaims(type)
  const given = mint.asks.map(({ into }, index) => ({
    into,
    value: jwt.asked[index]?.value.trim() ?? '',
  }))
  const keyId = given.find(({ into }) => into === KEY_ID)?.value
  const claims = [
    ...given
      // What a type asks for it needs; of an API that nobody knows that is not known either.
      .filter(({ into, value }) => into !== KEY_ID && (value !== '' || !isOwn))
      .map(({ into, value }) => [into, value]),
    ...(isOwn ? jwt.claims.map(({ name, value }) => [name.trim(), value.trim()]) : []),
  ]
  return {
    alg: jwt.alg,
    key_id: isOwn ? orNothing(keyId ?? '') : keyId,
    claims: Object.fromEntries(claims),
    lifetime_seconds: isOwn ? toNumber(jwt.lifetime) : mint.lifetime_seconds,
  }
}

/** The field of what is wrong at this path below `jwt`; `draft` has no twins, the form may. */
export function jwtField(
  path: readonly PropertyKey[],
  jwt: JwtValues,
  type: IntegrationType,
): string {
  const [key, claim] = path
  if (key === 'lifetime_seconds') return 'jwt.lifetime'
  const into = key === KEY_ID ? KEY_ID : claim
  const asked = mintOf(type)?.asks.findIndex((each) => each.into === into) ?? -1
  if (asked >= 0) return `jwt.asked.${asked}.value`
  const own = jwt.claims.findIndex(({ name }) => name.trim() === claim)
  if (own >= 0) return `jwt.claims.${own}.${isNameWrong(String(claim)) ? 'name' : 'value'}`
  // Of all claims together: a name that is Patchbay's to set, or too many.
  const ours = jwt.claims.findIndex(({ name }) => ['iat', 'exp', 'nbf'].includes(name.trim()))
  return `jwt.claims.${ours >= 0 ? ours : Math.max(0, jwt.claims.length - 1)}.name`
}

function isNameWrong(name: string): boolean {
  return !/^[\w.:/-]{1,100}$/.test(name)
}

/** Own claims whose name an earlier one, or the type, has already. */
export function twinClaims(jwt: JwtValues, type: IntegrationType): number[] {
  if (jwt.mode === 'given' || !hasOwnClaims(type)) return []
  const mint = mintOf(type)
  const taken = new Set([
    ...Object.keys(mint?.claims ?? {}),
    ...(mint?.asks ?? []).map(({ into }) => into),
  ])
  return jwt.claims.flatMap(({ name }, index) => {
    const isTaken = taken.has(name.trim())
    taken.add(name.trim())
    return isTaken ? [index] : []
  })
}
