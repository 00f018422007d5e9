import { SEALING_KEYS_MAX_AGE_S, SEALING_KEYS_STALE_S } from '../_shared/contract/sealing.ts'
import { projectKeyring } from '../_shared/sealing/project-keyring.ts'

/** `GET` → the project's public sealing keys (RFC 7517). Public, and cacheable for five minutes. */
export function handler(): Promise<Response> {
  return Promise.resolve(
    Response.json(projectKeyring().publicKeys, {
      headers: {
        'content-type': 'application/jwk-set+json',
        'cache-control': `public, max-age=${SEALING_KEYS_MAX_AGE_S}, stale-while-revalidate=${SEALING_KEYS_STALE_S}`,
      },
    }),
  )
}
