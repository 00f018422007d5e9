import { createHash } from 'node:crypto'
import type { AuthMethod, CredentialSecret } from '../functions/_shared/contract/auth.ts'
import { audienceOf, type IntegrationConfig } from '../functions/_shared/contract/config.ts'
import type { CatalogueEntry } from '../functions/_shared/contract/type-defaults.ts'
import type { Keyring } from '../functions/_shared/sealing/keyring.ts'
import { sealCredential } from '../functions/_shared/sealing/seal-credential.ts'
import type { Cause, Part } from './demo-cast.ts'
import { demoAddress } from './demo-upstreams.ts'

const SECRETS: Partial<Record<AuthMethod, CredentialSecret>> = {
  api_key: { kind: 'api_key', key: 'demo-key-of-the-playground' },
  basic: { kind: 'basic', username: 'acme', password: 'demo-key-of-the-playground' },
  jwt: { kind: 'jwt', token: 'demo-token-of-the-playground' },
}

/** The same for the same person and name, whenever it is made. */
export function demoId(userId: string, name: string): string {
  const hex = createHash('sha256').update(`${userId}\n${name}`).digest('hex')
  const at = (from: number, to: number) => hex.slice(from, to)
  return `${at(0, 8)}-${at(8, 12)}-4${at(13, 16)}-8${at(17, 20)}-${at(20, 32)}`
}

/** How it authenticates: by what can be made up. */
export function methodOf({ id, auth_methods }: CatalogueEntry): AuthMethod {
  const method = auth_methods.find((each) => each === 'none' || SECRETS[each] !== undefined)
  if (method === undefined) throw new Error(`The demo has no secret for ${id}`)
  return method
}

/**
 * Where it leads. `playground`: to what answers here as its history tells, so that checks go on to find
 * what they found. `vendor`: to the vendor's own address, for pictures.
 */
export function configOf(
  part: Part,
  { defaults }: CatalogueEntry,
  at: { to: 'vendor' } | { to: 'playground'; rest: string; mcp: string },
  cause: Cause | null,
): IntegrationConfig {
  if (defaults.kind === 'ssh') throw new Error('The demo has nothing that is reached over SSH')
  const demo = at.to === 'playground' && demoAddress(at.rest, part.type, cause ?? 'well', part.ms)
  if (defaults.kind === 'mcp') {
    const url =
      at.to === 'vendor' ? (defaults.urls.http ?? '') : cause === null ? at.mcp : demo || ''
    return { kind: 'mcp', protocol: 'http', url, headers: [], env: [] }
  }
  const api_url = demo || defaults.api_url || defaults.address_example || ''
  return { kind: defaults.kind, api_url, scopes: [], headers: [], env: [] }
}

/** The row of its credential; null where it needs none. */
export async function credentialOf(
  part: Part,
  to: { id: string; userId: string; method: AuthMethod; config: IntegrationConfig },
  keyring: Keyring,
  now: number,
) {
  const secret = SECRETS[to.method]
  const audience = audienceOf(to.config)
  if (secret === undefined || audience === null) return null
  const expiresAt =
    part.expires === undefined ? null : new Date(now + part.expires * 86_400_000).toISOString()
  const target = { integrationId: to.id, ownerId: to.userId, slot: 'auth', audience: [audience] }
  return { ...(await sealCredential(secret, target, expiresAt, keyring)), hint: 'demo' }
}
