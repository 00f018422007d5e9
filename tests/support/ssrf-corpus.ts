import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ipaddr from 'ipaddr.js'
import { spellingsOf } from './ssrf-spellings.ts'

const FOLDER = fileURLToPath(new URL('ssrf-corpus/', import.meta.url))

export interface Corpus {
  /** As an attacker writes them, many of them no URLs at all. */
  urls: string[]
  /** Addresses of the ranges that are not globally reachable, without brackets. */
  addresses: string[]
  /** A name, and where it leads. */
  names: [name: string, address: string][]
}

/** The lists of `ssrf-corpus`, with the canary's port in them. */
export function loadCorpus(port: number): Corpus {
  const at = (host: string) => `http://${host}:${port}/`
  const addresses = linesOf('special-ranges.txt').flatMap((line) =>
    samplesOf(line.split(' ', 1)[0] ?? ''),
  )
  const urls = [
    ...linesOf('targets.txt').flatMap(spellingsOf).map(at),
    ...linesOf('urls.txt').map((url) => url.replaceAll('{port}', `${port}`)),
    ...linesOf('cloud-metadata.txt'),
    ...addresses.map((address) => at(address.includes(':') ? `[${address}]` : address)),
  ]
  const names = linesOf('names.txt').map((line): [string, string] => {
    const [name = '', address = ''] = line.split(' ')
    return [name, address]
  })
  return { urls: [...new Set(urls)], addresses: [...new Set(addresses)], names }
}

/** One of the URLs for each place that they lead to, scheme and port included. */
export function distinctPlaces(urls: readonly string[]): string[] {
  const places = new Map<string, string>()
  for (const url of urls.filter((each) => URL.canParse(each))) {
    const { protocol, host } = new URL(url)
    if (!places.has(`${protocol}${host}`)) places.set(`${protocol}${host}`, url)
  }
  return [...places.values()]
}

function linesOf(name: string): string[] {
  return readFileSync(FOLDER + name, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** Its first, its last, those beside them, and one in the middle. */
function samplesOf(range: string): string[] {
  const [network, prefix] = ipaddr.parseCIDR(range)
  const bytes = network.toByteArray()
  const bits = BigInt(bytes.length * 8 - prefix)
  const first = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  const size = 1n << bits
  const wanted = [0n, 1n, size / 2n, size - 2n, size - 1n]
  const within = wanted.filter((offset) => offset >= 0n && offset < size)
  return [...new Set(within)].map((offset) => {
    const hex = (first + offset).toString(16).padStart(bytes.length * 2, '0')
    return ipaddr.fromByteArray([...Buffer.from(hex, 'hex')]).toString()
  })
}
