// Guarantees that every address a name resolves to was judged, and that one judgement holds for
// the whole test: a name that changes its answer in between (DNS rebinding) changes nothing.
import { lookup } from 'node:dns/promises'
import { addressLiteral, kindOfAddress, kindOfHost } from './address.ts'
import { EgressError } from './egress-error.ts'

export interface Resolution {
  readonly addresses: readonly string[]
  /** True when every address is private: a secret may go there in plain http. */
  readonly isPrivate: boolean
  /** Milliseconds that the look-up took; 0 for a literal address. */
  readonly ms: number
}

export type Resolver = (hostname: string) => Promise<Resolution>

/** Every address of a name; rejects when there is none. */
export type LookUp = (
  hostname: string,
  options: { all: true },
) => Promise<{ address: string; family: number }[]>

/**
 * Takes a URL's `hostname`; gives the judged addresses, IPv4 first.
 * Rejects with address_forbidden or dns_failed; a look-up that outlives `signal` is dns_failed.
 */
export function createResolver(
  allowPrivate: boolean,
  signal: AbortSignal,
  lookUp: LookUp = lookup,
): Resolver {
  const known = new Map<string, Promise<Resolution>>()
  return (hostname) => {
    const before = known.get(hostname)
    if (before) return before
    const resolution = resolve(hostname, allowPrivate, signal, lookUp)
    known.set(hostname, resolution)
    return resolution
  }
}

async function resolve(
  hostname: string,
  allowPrivate: boolean,
  signal: AbortSignal,
  lookUp: LookUp,
): Promise<Resolution> {
  const isRefused = (kind: string) => kind === 'forbidden' || (kind === 'private' && !allowPrivate)
  if (isRefused(kindOfHost(hostname))) {
    throw new EgressError('address_forbidden', 'it is an address inside a private network')
  }
  const literal = addressLiteral(hostname)
  const startedAt = performance.now()
  const addresses = literal === null ? await addressesOf(hostname, signal, lookUp) : [literal]
  const kinds = addresses.map(kindOfAddress)
  // One private answer among public ones is refused too: whoever made it chose it.
  if (kinds.some(isRefused)) {
    throw new EgressError('address_forbidden', 'its name leads into a private network')
  }
  return {
    addresses,
    isPrivate: kinds.every((kind) => kind === 'private'),
    ms: literal === null ? performance.now() - startedAt : 0,
  }
}

async function addressesOf(
  hostname: string,
  signal: AbortSignal,
  lookUp: LookUp,
): Promise<string[]> {
  const answer = lookUp(hostname, { all: true }).catch((error: unknown) => {
    throw new EgressError('dns_failed', 'no server has this name', { cause: error })
  })
  const found = await abortable(
    answer,
    signal,
    () => new EgressError('dns_failed', 'the name look-up gave no answer'),
  )
  if (found.length === 0) throw new EgressError('dns_failed', 'the name has no address')
  const sorted = found.toSorted((a, b) => a.family - b.family)
  return [...new Set(sorted.map((entry) => entry.address))]
}

/** `work`, or a rejection with `reason()` as soon as `signal` aborts. */
export function abortable<T>(
  work: Promise<T>,
  signal: AbortSignal,
  reason: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(reason())
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
