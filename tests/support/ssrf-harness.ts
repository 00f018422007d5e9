// Runs in Deno: reads an Attack from stdin, goes every way to every address, tells what became of each.
import { connect } from 'node:net'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { createEgress } from '../../supabase/functions/_shared/egress/egress.ts'
import { EgressError } from '../../supabase/functions/_shared/egress/egress-error.ts'
import { type Corpus, distinctPlaces } from './ssrf-corpus.ts'
import { type Way, waysOf } from './ssrf-ways.ts'

export interface Attack {
  corpus: Corpus
  /** Where the canary listens, at every address but the lure's. */
  port: number
  lure: string
  /** Private addresses are allowed: now the canary is to be reached. */
  isControl: boolean
}

/** By way and outcome: how many tries came to it, and which were the first of them. */
export type Attacked = Record<string, Record<string, { count: number; first: string[] }>>

const AT_ONCE = 24
const attack: Attack = JSON.parse(await text(process.stdin))
const { corpus, port, isControl } = attack
const told: Attacked = {}

if (isControl) await reachTheCanary()
else await tryEverything()
process.stdout.write(JSON.stringify(told), () => process.exit(0))

async function tryEverything(): Promise<void> {
  const places = distinctPlaces(corpus.urls)
  const named = corpus.names.map(([name]) => `http://${name}:${port}/`)
  const leadingTo = (kind: string) =>
    corpus.addresses.map((_, index) => `http://${kind}-${index}.example:${port}`)
  const inside = [...leadingTo('inside'), ...leadingTo('both')]
  for (const way of waysOf(attack)) {
    await inTurns(way.tries === 'all' ? corpus.urls : places, (url) => note(way, url))
    const names = way.isLed ? named : [...named, ...inside]
    await inTurns(names, (url) => note(way, url, `${way.name}-by-name`))
  }
  await inTurns(leadingTo('rebound'), async (url) => count('rebound', url, await rebind(url)))
}

/** Each way once, each under its own name; and every address, to see that nothing but us is between. */
async function reachTheCanary(): Promise<void> {
  const ways = waysOf(attack)
  for (const way of ways) {
    await note(way, `http://127.0.0.1:${port}/${way.name}`)
    await note(way, `http://localtest.me:${port}/${way.name}-by-name`, `${way.name}-by-name`)
  }
  await inTurns(corpus.addresses, async (address) => count('connect', address, await met(address)))
}

async function note(way: Pick<Way, 'name' | 'go'>, url: string, name = way.name): Promise<void> {
  count(name, url, await way.go(url))
}

/** Judged as the lure's, then asked again and again while the name leads inside. */
async function rebind(origin: string): Promise<string> {
  const signal = AbortSignal.timeout(30_000)
  const egress = createEgress({ allowPrivate: false, signal, isConfidential: false })
  try {
    await egress.admit(new URL(origin))
    const again = `/302/${encodeURIComponent(`${origin}/me`)}`
    for (const path of ['/me', again, '/me']) await (await egress.fetch(origin + path)).text()
    return 'stayed'
  } catch (error) {
    return error instanceof EgressError ? error.code : String(error)
  } finally {
    egress.close()
  }
}

function met(address: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port })
    const end = (outcome: string) => {
      socket.destroy()
      resolve(outcome)
    }
    socket.setTimeout(1_000, () => end('silent'))
    socket.once('connect', () => end('connected'))
    socket.once('error', (error) => end('code' in error ? String(error.code) : error.name))
  })
}

function count(way: string, url: string, outcome: string): void {
  const outcomes = told[way] ?? {}
  const found = outcomes[outcome] ?? { count: 0, first: [] }
  found.count++
  if (found.first.length < 20) found.first.push(url)
  outcomes[outcome] = found
  told[way] = outcomes
}

async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all]
  const take = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}
