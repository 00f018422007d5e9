/**
 * What the authorization server's answer brought back. Guarantees that a ticket stands in no address
 * and in no history; assumes that it is of no use without the key that this tab alone has.
 */
import { CallbackFragment } from '@contract/oauth'

export type Arrival =
  | { is: 'ticket'; ticket: string }
  | { is: 'refused'; code: 'authorization_expired' | 'authorization_used' }

const ARRIVAL_KEY = 'patchbay-arrival'

/** Keeps the fragment of the address (`#ticket=…`) for this tab, through a sign-in and a reload. */
export function keepArrival(hash: string): void {
  try {
    sessionStorage.setItem(ARRIVAL_KEY, hash)
  } catch {
    // Then the key that the ticket needs was not kept either: see beginAuthorization.
  }
}

/** Null where nothing came back to this tab, or nothing that this page understands. */
export function keptArrival(): Arrival | null {
  const fragment = CallbackFragment.safeParse(Object.fromEntries(new URLSearchParams(kept()))).data
  if (fragment === undefined) return null
  return 'ticket' in fragment
    ? { is: 'ticket', ticket: fragment.ticket }
    : { is: 'refused', code: fragment.error }
}

export function forgetArrival(): void {
  sessionStorage.removeItem(ARRIVAL_KEY)
}

function kept(): string {
  try {
    return sessionStorage.getItem(ARRIVAL_KEY)?.replace(/^#/, '') ?? ''
  } catch {
    return ''
  }
}
