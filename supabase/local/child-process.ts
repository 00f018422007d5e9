import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import * as z from 'zod/mini'

const READY_WITHIN_MS = 60_000

export interface Child {
  /** Ends it, and resolves when it has ended. */
  stop: () => Promise<void>
}

/** A child that reads the word `finish` on stdin, and then ends when its work is done. */
export interface FinishingChild extends Child {
  /** Resolves when it has ended; it is stopped when that takes longer than `withinMs`. */
  finish: (withinMs: number) => Promise<void>
}

export interface ChildOptions<Ready extends z.ZodMiniType> {
  name: string
  command: string
  args: string[]
  /** All that it sees: it inherits nothing. */
  env: Record<string, string>
  /** Shape of the JSON that is its first line on stdout, once it can be used. */
  ready: Ready
  onUnexpectedExit: (code: number | null) => void
}

/**
 * Starts a process that lives as long as this one: its stdin is a pipe held open here, and it must
 * exit when that closes, which it does however this process ends.
 */
export async function startChild<Ready extends z.ZodMiniType>(
  options: ChildOptions<Ready>,
): Promise<FinishingChild & { ready: z.infer<Ready> }> {
  const child = spawn(options.command, options.args, {
    env: { ...platformEnv(), ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let isStopping = false
  const ended = new Promise<number | null>((done) => {
    child.once('exit', done)
    child.once('error', () => done(null))
  })
  // EPIPE when it went first.
  child.stdin.on('error', () => {})
  const stop = async () => {
    isStopping = true
    child.stdin.end()
    const forced = setTimeout(() => child.kill('SIGKILL'), 2_000)
    await ended
    clearTimeout(forced)
  }
  const finish = async (withinMs: number) => {
    isStopping = true
    child.stdin.write('finish\n')
    const late = setTimeout(stop, withinMs)
    await ended
    clearTimeout(late)
  }
  try {
    const ready = z.parse(options.ready, JSON.parse(await firstLine(child, options.name)))
    ended.then((code) => isStopping || options.onUnexpectedExit(code))
    return { ready, stop, finish }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Its first line on stdout; everything after goes to our stdout. */
function firstLine(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${name} did not start: ${why}.`))
    const timer = setTimeout(() => fail('it was silent for a minute'), READY_WITHIN_MS)
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code) => fail(`it ended with code ${code}`))
    if (!child.stdout) return fail('it has no output')
    const lines = createInterface({ input: child.stdout })
    lines.once('line', (line) => {
      clearTimeout(timer)
      lines.on('line', (text) => process.stdout.write(`[${name}] ${text}\n`))
      resolve(line)
    })
  })
}

/** What a program needs to run at all; nothing of the person's own environment. */
function platformEnv(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SystemRoot',
    'USERPROFILE',
    'LOCALAPPDATA',
  ]
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
