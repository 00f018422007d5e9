import { spawn, spawnSync } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { denoBinary, type RuntimeName } from './runtimes.ts'
import type { Attacked } from './ssrf-harness.ts'

export interface SsrfTold {
  attacked: Attacked
  /** Who came to the canary meanwhile: address, port, and what was asked. */
  reached: string[]
  control: Attacked
  reachedInControl: string[]
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A network of our own, in which every address is one of this machine. */
const NETWORK = ['unshare', '--net', '--map-root-user', 'sh', '-c']
const EVERYWHERE = `set -e
ip link set lo up
ip route add local 0.0.0.0/0 dev lo
ip -6 route add local ::/0 dev lo
exec "$@"`

/** Linux alone has such networks, and not every machine lets everybody make one. */
export function canHaveOwnNetwork(): boolean {
  const [command = '', ...args] = NETWORK
  return spawnSync(command, [...args, EVERYWHERE, 'sh', 'true']).status === 0
}

/** The whole corpus against the functions' code in that Deno. */
export async function attackIn(npmName: RuntimeName): Promise<SsrfTold> {
  const [command = '', ...args] = NETWORK
  const world = ['run', '--no-check', '--node-modules-dir=manual', '--allow-all']
  const child = spawn(
    command,
    [
      ...[...args, EVERYWHERE, 'sh'],
      ...[denoBinary('deno'), ...world, 'tests/support/ssrf-world.ts', denoBinary(npmName)],
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  return JSON.parse(await text(child.stdout))
}
