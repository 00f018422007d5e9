import { projectKeyring } from '../_shared/sealing/project-keyring.ts'

/** `GET` → the project's public sealing keys (RFC 7517). Public, and cacheable for five minutes. */
export function handler(): Promise<Response> {
  return Promise.resolve(
    Response.json(projectKeyring().publicKeys, {
      headers: {
        'content-type': 'application/jwk-set+json',
        'cache-control': 'public, max-age=300, stale-while-revalidate=300',
      },
    }),
  )
}
