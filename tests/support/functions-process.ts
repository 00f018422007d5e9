import { execFileSync } from 'node:child_process'
import type { Stack } from './stack.ts'

type Parent = { process: Pick<Stack['process'], 'pid'> }

/** The process that runs the stack's Edge Functions; the newest, where there are several. */
export function functionsProcess(stack: Parent): number {
  return Math.max(...functionsProcesses(stack))
}

export function functionsProcesses(stack: Parent): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const found = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, parent, ...args]) =>
        Number(parent) === stack.process.pid &&
        args.some((arg) => arg.endsWith('functions.deno.ts')),
    )
  return found.map(([pid]) => Number(pid))
}
