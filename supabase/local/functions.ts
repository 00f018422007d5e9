import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { type FinishingChild, startChild } from './child-process.ts'
import { StartError } from './start-error.mjs'

const DenoInstaller = z.object({
  runInstall: z.custom<() => string>((it) => typeof it === 'function'),
})
const Ready = z.object({ port: z.int() })

export interface FunctionsOptions {
  root: string
  env: Record<string, string>
  onUnexpectedExit: (code: number | null) => void
}

export interface Functions extends FinishingChild {
  /** http://127.0.0.1:41234 */
  target: string
}

/** Serves supabase/functions with Deno on a free loopback port: nothing is fetched, modules come from node_modules. */
export async function startFunctions(options: FunctionsOptions): Promise<Functions> {
  const { root, env, onUnexpectedExit } = options
  const { ready, stop, finish } = await startChild({
    name: 'functions',
    command: denoBinary(),
    args: [
      'run',
      '--quiet',
      '--no-prompt',
      '--no-remote',
      '--no-lock',
      '--node-modules-dir=manual',
      // Or Deno aborts request.signal after every answer too, and warns that it does.
      '--unstable-no-legacy-abort',
      // Upstreams are whatever a person connects; egress judges every address.
      '--allow-net',
      // The process is given `env` and nothing else, so there is nothing more to read.
      '--allow-env',
      `--allow-read=${join(root, 'supabase/functions')},${join(root, 'node_modules')}`,
      join(root, 'supabase/local/functions.deno.ts'),
    ],
    env: { ...env, DENO_NO_UPDATE_CHECK: '1', DENO_NO_PROMPT: '1', NO_COLOR: '1' },
    ready: Ready,
    onUnexpectedExit,
  })
  return { target: `http://127.0.0.1:${ready.port}`, stop, finish }
}

/** The `deno` package's own way to find the binary of this platform. */
export function denoBinary(load: (id: string) => unknown = createRequire(import.meta.url)): string {
  try {
    return DenoInstaller.parse(load('deno/install_api.cjs')).runInstall()
  } catch {
    throw new StartError(
      `Deno's binary for ${process.platform} ${process.arch} is missing: run "npm ci --include=optional" and start again.`,
    )
  }
}
