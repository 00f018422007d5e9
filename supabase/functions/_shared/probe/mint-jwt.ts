// Guarantees that a token says only what its type allows, and that the key signs nothing else.
// Assumes that whoever mints withholds the tokens from what is shown: until it ends, each is a secret.
import { importPKCS8, SignJWT } from 'jose'
import type { JwtAlgorithm } from '../contract/auth.ts'
import type { JwtConfig } from '../contract/config.ts'
import type { JwtMint } from '../contract/type-defaults.ts'
import { Stop } from './run.ts'

/** The other side's clock may be behind ours: a token from the future is refused (RFC 7519 §4.1.6). */
const SKEW_SECONDS = 30

/** A signed JWT in compact form (RFC 7515 §7.1), made at this moment. */
export type Mint = () => Promise<string>

/** What a type says of its tokens; `isOwn` where the person says the rest, as of the request. */
export interface MintRules {
  mint: JwtMint | undefined
  isOwn: boolean
}

/**
 * Checks rules, config and key by minting once. `key` is PKCS#8 PEM, or for HS256 the secret as text.
 * Throws Stop: config_invalid (what the type does not allow), credential_unreadable (the key).
 */
export async function minter(
  rules: MintRules,
  config: JwtConfig | undefined,
  key: string,
  now: () => Date,
): Promise<Mint> {
  const { alg, key_id, claims, lifetime_seconds } = allowed(rules, config)
  const signingKey = await importKey(key, alg)
  // Who limits a token's life counts it from `iat`: going back must not make it longer.
  const back = Math.min(SKEW_SECONDS, Math.floor(lifetime_seconds / 2))
  const mint = () => {
    const iat = Math.floor(now().getTime() / 1_000) - back
    return new SignJWT({ ...claims, iat, exp: iat + lifetime_seconds })
      .setProtectedHeader({ alg, typ: 'JWT', ...(key_id === undefined ? {} : { kid: key_id }) })
      .sign(signingKey)
  }
  // Whether the key is good enough for its algorithm (RFC 7518 §3.3), signing alone tells.
  await mint().catch(() => {
    throw unreadable(`the signing key cannot be used for ${alg}`)
  })
  return mint
}

function allowed({ mint, isOwn }: MintRules, config: JwtConfig | undefined): JwtConfig {
  if (mint === undefined) throw refused('this type signs no tokens: enter one instead')
  if (config === undefined) throw refused('jwt: choose how tokens are signed')
  if (!mint.algs.includes(config.alg)) {
    throw refused(`jwt.alg: this type takes ${mint.algs.join(', ')}, not ${config.alg}`)
  }
  if (isOwn) return { ...config, claims: { ...config.claims, ...mint.claims } }
  if (config.lifetime_seconds > mint.lifetime_seconds) {
    throw refused(`jwt.lifetime_seconds: this type takes at most ${mint.lifetime_seconds}`)
  }
  const known = new Set([...mint.asks.map(({ into }) => into), ...Object.keys(mint.claims)])
  const unknown = Object.keys(config.claims).find((name) => !known.has(name))
  if (unknown !== undefined) throw refused(`jwt.claims: this type takes no claim ${unknown}`)
  return { ...config, claims: { ...config.claims, ...mint.claims } }
}

async function importKey(key: string, alg: JwtAlgorithm): Promise<CryptoKey | Uint8Array> {
  if (alg === 'HS256') return new TextEncoder().encode(key)
  const [, label = ''] = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(key) ?? []
  if (label !== 'PRIVATE KEY') throw unreadable(whatItIs(label))
  try {
    return await importPKCS8(key.trim(), alg)
  } catch {
    throw unreadable(`the signing key is none for ${alg}`)
  }
}

function whatItIs(label: string): string {
  if (label === '') return 'the signing key is not in PEM form, from -----BEGIN to -----END'
  if (/PUBLIC|CERTIFICATE/.test(label)) return 'it is the public half: the private key signs'
  if (label === 'ENCRYPTED PRIVATE KEY') return 'the signing key has a passphrase: remove it'
  return `it is a ${label}: as PKCS#8 it would begin with -----BEGIN PRIVATE KEY-----`
}

function refused(detail: string): Stop {
  return new Stop('config_invalid', { detail })
}

function unreadable(detail: string): Stop {
  return new Stop('credential_unreadable', { detail })
}
