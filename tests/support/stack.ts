import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PlaygroundAddresses } from '../../supabase/catalogue/playground.ts'
import { playgroundAddresses, readPorts } from '../../supabase/local/playground-ports.ts'
import { PUBLISHABLE_KEY } from '../../supabase/local/publishable-key.ts'
import { localSecrets } from '../../supabase/local/secrets.ts'
import { copyTemplate } from './stack-template.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const READY = /Patchbay is ready at (\S+)/

export interface StackOptions {
  /** `preview`, the default: the production bundle, built first when it is stale. `dev`: Vite's dev server. */
  mode?: 'preview' | 'dev'
  /** The folder of all its state. Without one: a new one, gone with the stack. */
  home?: string
  env?: Record<string, string>
  /** In a process group of its own, as from a terminal; by default what `npm start` runs. */
  command?: [string, ...string[]]
}

export interface Stack {
  url: string
  publishableKey: string
  /** Passes row level security: for what only the service may do. */
  secretKey: string
  playground: PlaygroundAddresses
  home: string
  process: ChildProcess
  /** All that it and its processes have printed so far. */
  output: () => string
  stop: () => Promise<void>
}

/** The whole of Patchbay on a free port, started as `npm start` does it. */
export async function startStack({
  mode = 'preview',
  ...options
}: StackOptions = {}): Promise<Stack> {
  const home = options.home ?? (await newHome())
  const start = ['supabase/local/start.mjs', ...(mode === 'dev' ? ['--dev'] : [])]
  const asHere = process.execArgv.filter((flag) => flag === '--liftoff-only')
  const [program, ...args] = options.command ?? [process.execPath, ...asHere, ...start]
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', ...options.env, PATCHBAY_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.command !== undefined,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk)
    })
  }
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM')
    await ended
    if (!options.home) rmSync(home, { recursive: true, force: true })
  }
  try {
    const url = await readyUrl(child, () => output)
    const { secretKey } = await localSecrets(home)
    const playground = playgroundAddresses(readPorts(home), resolve(ROOT))
    return {
      url,
      publishableKey: PUBLISHABLE_KEY,
      secretKey,
      playground,
      home,
      process: child,
      output: () => output,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** With a database in it that is migrated already, where one was made: see `build-once.ts`. */
async function newHome(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'patchbay-home-'))
  await copyTemplate(home)
  return home
}

function readyUrl(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const read = () => {
      const url = READY.exec(output())?.[1]
      if (url) resolve(url)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) =>
      reject(new Error(`The stack ended with code ${code}:\n${output().trim()}`)),
    )
  })
}
