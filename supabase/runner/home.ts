/**
 * The runner's folder. Guarantees that its owner alone can read the token, and that no file is left
 * half written; assumes that whoever can write there may start commands on this machine anyway.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import * as z from 'zod/mini'
import type { CommandWords } from './arguments.ts'
import { RunnerError } from './runner-error.ts'

const Pairing = z.object({
  url: z.url(),
  key: z.nullable(z.string()),
  token: z.string().check(z.minLength(32)),
})
export type Pairing = z.infer<typeof Pairing>

const Approved = z.array(z.tuple([z.string()], z.string()))

/** The folder that is named, or PATCHBAY_RUNNER_HOME, or one in the person's home. */
export function folderOf(given: string | null): string {
  return resolve(given ?? process.env.PATCHBAY_RUNNER_HOME ?? join(homedir(), '.patchbay/runner'))
}

/** Whose runner this is; null before it is paired. */
export function readPairing(home: string): Pairing | null {
  return readIfThere(join(home, 'pairing.json'), Pairing)
}

export function writePairing(home: string, pairing: Pairing): void {
  write(home, 'pairing.json', pairing)
}

export function forgetPairing(home: string): void {
  rmSync(join(home, 'pairing.json'), { force: true })
}

/** Read anew each time: a command may be approved while the runner runs. */
export function readApproved(home: string): readonly CommandWords[] {
  return readIfThere(join(home, 'approved.json'), Approved) ?? []
}

export function isSameCommand(one: CommandWords, other: CommandWords): boolean {
  return one.length === other.length && one.every((word, index) => word === other[index])
}

export function addApproved(home: string, command: CommandWords): void {
  const before = readApproved(home)
  if (before.some((known) => isSameCommand(known, command))) return
  write(home, 'approved.json', [...before, command])
}

function readIfThere<T extends z.ZodMiniType>(file: string, schema: T): z.infer<T> | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new RunnerError(`${file} cannot be read.`)
  }
  try {
    return z.parse(schema, JSON.parse(text))
  } catch {
    throw new RunnerError(`${file} is damaged: mend it, or delete it and begin again.`)
  }
}

function write(home: string, name: string, content: unknown): void {
  const file = join(home, name)
  const temporary = `${file}.${process.pid}`
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
    renameSync(temporary, file)
  } catch {
    throw new RunnerError(`${file} cannot be written: make that folder writable, or set --home.`)
  }
}
