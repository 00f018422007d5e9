import { randomUUID } from 'node:crypto'
import type { BrowserContext, Page } from '@playwright/test'
import type { Backend } from '../../support/person.ts'

export interface Account {
  email: string
  password: string
}

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>

/** Where the page keeps its session. */
const KEY = 'patchbay-session'

export function newAccount(): Account {
  return { email: `${randomUUID()}@example.com`, password: `a few words ${randomUUID()}` }
}

/** What a browser holds in which this account was made and is signed in. */
export async function signedUp(
  { url, publishableKey }: Backend,
  account = newAccount(),
): Promise<StorageState> {
  const answer = await fetch(`${url}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const value = await answer.text()
  if (!answer.ok) throw new Error(`Signing up: ${answer.status} ${value}`)
  return { cookies: [], origins: [{ origin: url, localStorage: [{ name: KEY, value }] }] }
}

interface Session {
  access_token: string
  refresh_token: string
  user: { id: string }
}

/** The session that the page has stored; null once it is over. */
export function sessionOf(page: Page): Promise<Session | null> {
  return page.evaluate((key) => JSON.parse(localStorage.getItem(key) ?? 'null'), KEY)
}

export async function ownId(page: Page): Promise<string> {
  const session = await sessionOf(page)
  if (session === null) throw new Error('Nobody is signed in')
  return session.user.id
}

/** The session is over: its token has expired, and it cannot be renewed. */
export function expireSession(page: Page): Promise<void> {
  return page.evaluate((key) => {
    const stored = JSON.parse(localStorage.getItem(key) ?? '{}')
    const ended = { ...stored, expires_at: 1, refresh_token: 'revoked' }
    localStorage.setItem(key, JSON.stringify(ended))
  }, KEY)
}
