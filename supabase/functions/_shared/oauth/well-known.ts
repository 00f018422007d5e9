import * as z from 'zod/mini'
import { AuthorizationError, type AuthorizationReason } from './authority.ts'
import { bounded, type Fetch } from './oauth-requests.ts'

/** What a look-up of metadata needs. `allowInsecure` is true only in the local stack: http passes. */
export interface Lookup {
  fetch: Fetch
  allowInsecure: boolean
}

/** An address that metadata may name. Where it leads, `egress` judges; what it is, this does. */
export function endpoint(allowInsecure: boolean) {
  return z.string().check(
    z.maxLength(2_048),
    z.refine((text) => isEndpoint(text, allowInsecure), 'Not an https address'),
  )
}

export function isEndpoint(text: string, allowInsecure: boolean): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  const isWeb = protocol === 'https:' || (protocol === 'http:' && allowInsecure)
  return isWeb && username === '' && password === ''
}

/**
 * The first of the documents at `urls` that is of `schema`; null where none is.
 *
 * @throws AuthorizationError `forbidden`, or `unreachable` where one may be there another time.
 */
export async function firstOf<T extends z.core.$ZodType>(
  urls: readonly URL[],
  schema: T,
  fetch: Fetch,
): Promise<z.output<T> | null> {
  let busy: URL | null = null
  for (const url of urls) {
    const response = await bounded(fetch, url, { headers: { accept: 'application/json' } })
    if (response.status >= 500 || response.status === 429) busy ??= url
    const json: unknown = response.ok ? await response.json().catch(() => null) : null
    const parsed = z.safeParse(schema, json)
    if (parsed.success) return parsed.data
  }
  if (busy === null) return null
  throw failed(`${busy.host} does not answer right now. Try again in a few minutes.`, 'unreachable')
}

export function failed(message: string, reason: AuthorizationReason): AuthorizationError {
  return new AuthorizationError('authorization_failed', message, { reason })
}
