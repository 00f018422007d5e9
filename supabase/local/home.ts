import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import * as z from 'zod/mini'
import { StartError } from './start-error.mjs'

const Running = z.object({ pid: z.int(), port: z.int() })

/** The folder that holds all local state; PATCHBAY_HOME moves it, so that stacks can run side by side. */
export function openHome(root: string): string {
  const home = resolve(root, process.env.PATCHBAY_HOME || 'supabase/.temp')
  try {
    mkdirSync(home, { recursive: true })
    accessSync(home, constants.W_OK)
  } catch {
    throw new StartError(
      `Patchbay cannot write to ${home}: make that folder writable, or set PATCHBAY_HOME to one that is.`,
    )
  }
  return home
}

/**
 * Takes the home for this process: two PGlite instances on one data folder would corrupt it.
 * Returns what gives it back.
 */
export async function lockHome(home: string, port: number): Promise<() => void> {
  const file = join(home, 'running.json')
  const holder = readRunning(file)
  if (holder && isAlive(holder.pid) && (await answers(holder.port))) {
    throw new StartError(
      `Patchbay already runs on this data, at http://127.0.0.1:${holder.port} (process ${holder.pid}): stop it first, or set PATCHBAY_HOME to another folder.`,
    )
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, port }))
  return () => {
    if (readRunning(file)?.pid === process.pid) rmSync(file, { force: true })
  }
}

/** The address of the stack that runs on `home`; null where none does. Whether it is one, it has to prove. */
export async function runningStack(home: string): Promise<string | null> {
  const running = readRunning(join(home, 'running.json'))
  return running && (await answers(running.port)) ? `http://127.0.0.1:${running.port}` : null
}

function readRunning(file: string) {
  try {
    return z.safeParse(Running, JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return pid !== process.pid
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The process id alone may have been given to another program since. */
function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 })
    const end = (answer: boolean) => {
      socket.destroy()
      done(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })
}
