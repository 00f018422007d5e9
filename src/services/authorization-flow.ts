/**
 * The page's part of an authorization (RFC 6749 §4.1). Guarantees that only the tab that began it can
 * finish it: its key never leaves the tab before that, and is shown once. Assumes that the function
 * `oauth` keeps state, PKCE and tokens.
 */
import { base64url } from 'jose'
import * as z from 'zod/mini'
import { AppError } from '@/lib/errors'
import { integrationService } from './service'

/** An authorization that this tab began. `key`: 32 random bytes in base64url. */
const Flow = z.object({ integrationId: z.uuid(), key: z.string() })
export type Flow = z.infer<typeof Flow>

/** One a tab: a tab is at one authorization server at a time. */
const FLOW_KEY = 'patchbay-authorization'

/** A second click would replace the key that the first one's answer needs. */
let beginning: Promise<void> | null = null

/**
 * Leads to the authorization server of a stored integration; not where `signal` has aborted by then.
 * @throws AppError
 */
export function beginAuthorization(integrationId: string, signal?: AbortSignal): Promise<void> {
  beginning ??= begin(integrationId, signal).finally(() => {
    beginning = null
  })
  return beginning
}

async function begin(integrationId: string, signal?: AbortSignal): Promise<void> {
  const key = base64url.encode(crypto.getRandomValues(new Uint8Array(32)))
  keepFlow({ integrationId, key })
  const { authorizationUrl } = await integrationService.startAuthorization(
    integrationId,
    await sha256(key),
  )
  if (!/^https?:\/\//i.test(authorizationUrl)) {
    throw new AppError(
      'authorization_failed',
      'The authorization server named an address that is no web page, so you were not led there.',
    )
  }
  signal?.throwIfAborted()
  location.assign(authorizationUrl)
}

/** What this tab has begun; null in every other tab and browser. */
export function flowOfThisTab(): Flow | null {
  try {
    return Flow.safeParse(JSON.parse(sessionStorage.getItem(FLOW_KEY) ?? 'null')).data ?? null
  } catch {
    return null
  }
}

export function forgetFlow(): void {
  sessionStorage.removeItem(FLOW_KEY)
}

function keepFlow(flow: Flow): void {
  try {
    sessionStorage.setItem(FLOW_KEY, JSON.stringify(flow))
  } catch {
    throw new AppError(
      'forbidden',
      'This browser stores nothing for Patchbay, so the sign-in could not come back to it. Allow it, and try again.',
    )
  }
}

/** BASE64URL(SHA256(ASCII(key))), as in RFC 7636 §4.2. */
async function sha256(key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return base64url.encode(new Uint8Array(digest))
}
