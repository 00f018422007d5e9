import { execFileSync } from 'node:child_process'

/** Whether a process runs; one that has ended and was not asked for yet does not. */
export function isRunning(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
    return !state.trim().startsWith('Z')
  } catch {
    return false
  }
}

/** The command lines of the processes that were started with such an argument. */
export function runningWith(argument: string): string[] {
  const listing = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })
  return listing.split('\n').filter((line) => line.includes(argument))
}
