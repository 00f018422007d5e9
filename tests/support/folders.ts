import { execFileSync } from 'node:child_process'
import { mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 4 * 2 ** 30

/**
 * A new folder for a database that is thrown away: in memory where there is plenty, for it is many
 * small files. For nothing that Deno reads, which refuses all of /dev.
 */
export function newFolder(prefix: string): string {
  return mkdtempSync(join(place(), prefix))
}

/** All that is in a folder, with its owners, into another that is there. */
export function copyInto(to: string, from: string): void {
  execFileSync('cp', ['-a', `${from}/.`, to])
}

function place(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}
