import { createHash, randomBytes } from 'node:crypto'
import { isAbsolute, join, relative } from 'node:path'
import * as z from 'zod/mini'
import manifest from '../../package.json' with { type: 'json' }
import { commandLine } from '../functions/_shared/contract/command-line.ts'
import type { McpStdioConfig } from '../functions/_shared/contract/config.ts'
import { denoArguments } from '../runner/deno-arguments.mjs'
import { writePairing } from '../runner/home.ts'
import type { PostAsService } from './backend.ts'
import { type Child, startChild } from './child-process.ts'
import { denoBinary } from './functions.ts'
import { PUBLISHABLE_KEY } from './publishable-key.ts'

const Ready = z.object({ url: z.url() })

export interface LocalRunnerOptions {
  root: string
  /** The stack's: the runner's folder is in it. */
  home: string
  origin: string
  asService: PostAsService
  /** The one command that it may start before a person approves others. */
  allowed: Pick<McpStdioConfig, 'command' | 'args'>
  onUnexpectedExit: (code: number | null) => void
}

/** Starts a runner for everybody's tests, with a token of its own each time. */
export async function startRunner(options: LocalRunnerOptions): Promise<Child> {
  const { root, origin, asService, allowed, onUnexpectedExit } = options
  const home = join(options.home, 'runner')
  const token = randomBytes(32).toString('base64url')
  await asService('/rest/v1/rpc/enrol_project_runner', {
    p_token_hash: createHash('sha256').update(token).digest('hex'),
    p_name: 'This machine',
    p_platform: `${process.platform} ${process.arch}`,
    p_version: manifest.version,
  })
  // In a file and not among the arguments, which every process of this machine can see.
  writePairing(home, { url: origin, key: PUBLISHABLE_KEY, token })
  return await startChild({
    name: 'runner',
    command: denoBinary(),
    args: [
      ...denoArguments(root),
      '--child',
      '--allow-private',
      ...['--allow', commandLine(allowed)],
      ...['--home', asTyped(home, root)],
    ],
    env: { DENO_NO_UPDATE_CHECK: '1', DENO_NO_PROMPT: '1', NO_COLOR: '1' },
    ready: Ready,
    onUnexpectedExit,
  })
}

/** As a person in Patchbay's folder would name it; that is also where the runner is started. */
function asTyped(folder: string, root: string): string {
  const path = relative(root, folder)
  return path.startsWith('..') || isAbsolute(path) ? folder : path
}
