// Runs in current Deno, in a network of its own in which every address there is leads to this machine.
// Starts canary, lure and name server, then the attack in the Deno that its first argument names.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { type Corpus, loadCorpus } from './ssrf-corpus.ts'
import { startNameServer, type Zone } from './ssrf-dns.ts'
import type { Attack, Attacked } from './ssrf-harness.ts'
import { LURE, LURE_IPV6, startLureAndCanary } from './ssrf-lure.ts'
import type { SsrfTold } from './ssrf-runner.ts'

const PORT = 8080
/** The others that the corpus names, and those that an URL without one means. */
const PORTS = [22, 25, 80, 443, 2375, 2379, 3128, 6379, 9001, 9200, 10250, 11211, 32526, 65535]

const [deno = ''] = process.argv.slice(2)
const corpus = loadCorpus(PORT)

const visits: string[] = []
for (const port of [PORT, ...PORTS]) await startLureAndCanary(port, (visit) => visits.push(visit))

const zone: Zone = new Map(Object.entries(namesOf(corpus)))
await startNameServer(zone)

const attacked = await run({ corpus, port: PORT, lure: LURE, isControl: false })
const reached = visits.splice(0)
const control = await run({ corpus, port: PORT, lure: LURE, isControl: true })
const told: SsrfTold = { attacked, reached, control, reachedInControl: visits }
process.stdout.write(JSON.stringify(told), () => process.exit(0))

function namesOf({ names, addresses }: Corpus): Record<string, string[][]> {
  const zone: Record<string, string[][]> = { 'lure.example': [[LURE]] }
  for (const [name, address] of names) zone[name] = [[address]]
  for (const [index, address] of addresses.entries()) {
    const lure = address.includes(':') ? LURE_IPV6 : LURE
    zone[`inside-${index}.example`] = [[address]]
    zone[`both-${index}.example`] = [[lure, address]]
    zone[`rebound-${index}.example`] = [[lure], [address]]
  }
  return zone
}

async function run(attack: Attack): Promise<Attacked> {
  const flags = ['run', '--no-check', '--node-modules-dir=manual', '--allow-all']
  const child = spawn(deno, [...flags, 'tests/support/ssrf-harness.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(attack))
  return JSON.parse(await text(child.stdout))
}
