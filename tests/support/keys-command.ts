import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { denoBinary } from './runtimes.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface KeysCommand {
  process: ChildProcess
  stdout: () => string
  stderr: () => string
  /** Resolves as soon as it has said this on stdout; rejects when it ends without. */
  says: (words: string) => Promise<void>
  /** The exit code; null when it was killed. */
  ended: Promise<number | null>
}

/** `npm run keys -- <args>` without npm in between, so that a signal reaches it. */
export function startKeys(args: readonly string[], env: Record<string, string>): KeysCommand {
  const { scripts }: { scripts: { keys: string } } = JSON.parse(
    readFileSync(`${ROOT}/package.json`, 'utf8'),
  )
  const [, ...flags] = scripts.keys.split(' ')
  const child = spawn(denoBinary('deno'), [...flags, ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    said.stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    said.stderr += String(chunk)
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    process: child,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    ended,
    says: (words) =>
      new Promise((resolve, reject) => {
        const look = () => said.stdout.includes(words) && resolve()
        child.stdout.on('data', look)
        look()
        ended.then(() => reject(new Error(`It never said "${words}": ${JSON.stringify(said)}`)))
      }),
  }
}

/** Runs it to its end. */
export async function runKeys(args: readonly string[], env: Record<string, string>) {
  const command = startKeys(args, env)
  return { code: await command.ended, stdout: command.stdout(), stderr: command.stderr() }
}
