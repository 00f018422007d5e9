import { parseArgs } from 'node:util'
import * as z from 'zod/mini'
import { splitCommandLine } from '../functions/_shared/contract/command-line.ts'
import { PairingCode } from '../functions/_shared/contract/runner.ts'
import { RunnerError } from './runner-error.ts'

/** A program and its arguments: what is approved, and compared, as a whole. */
export type CommandWords = readonly [string, ...string[]]

export interface RunArguments {
  do: 'run'
  /** Origin of the project; null: the one that it was paired with. */
  url: string | null
  /** The project's publishable key, where its gateway wants one. */
  key: string | null
  code: string | null
  name: string | null
  allowed: CommandWords[]
  allowPrivate: boolean
  home: string | null
  /** Started by another program: one line of JSON first, no questions, the end with stdin's. */
  isChild: boolean
}
export type Arguments =
  | RunArguments
  | { do: 'approve'; home: string | null; command: CommandWords }
  | { do: 'help' }

export const HELP = `
  npm run runner -- --url https://<project>.supabase.co [--code 7K3M-Q9XA]

  Makes on this machine the tests that Patchbay's functions cannot make: it starts MCP servers that
  speak over stdio, and connects by SSH and with client certificates. Settings → Runners shows a code.

  --url ADDRESS      the Supabase project, or http://127.0.0.1:5179 for "npm start"
  --key KEY          the project's publishable key, if its gateway asks for one
  --code CODE        pairs it; needed once, asked for in a terminal
  --name NAME        how the page calls it; otherwise the machine's name
  --allow "COMMAND"  lets this one command be started, with exactly these arguments; may be repeated
  --allow-private    lets tests connect to addresses in private networks
  --home FOLDER      where token and approved commands are kept; otherwise PATCHBAY_RUNNER_HOME,
                     or .patchbay/runner in your home

  npm run runner -- approve [--home FOLDER] COMMAND [ARGUMENT…]

  Lets that command be started from now on, by a running runner too.
`

/** @throws RunnerError saying which argument is no good. */
export function parseArguments(argv: readonly string[]): Arguments {
  const [first, ...rest] = argv
  if (first === 'help' || argv.includes('--help')) return { do: 'help' }
  return first === 'approve' ? approveArguments(rest) : runArguments(argv)
}

function runArguments(argv: readonly string[]): RunArguments {
  const { values } = parsed(argv)
  return {
    do: 'run',
    url: values.url === undefined ? null : originOfProject(values.url),
    key: values.key ?? null,
    code: values.code === undefined ? null : codeIn(values.code),
    name: values.name ?? null,
    allowed: (values.allow ?? []).map(commandIn),
    allowPrivate: values['allow-private'] ?? false,
    home: values.home ?? null,
    isChild: values.child ?? false,
  }
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        url: { type: 'string' },
        key: { type: 'string' },
        code: { type: 'string' },
        name: { type: 'string' },
        allow: { type: 'string', multiple: true },
        'allow-private': { type: 'boolean' },
        home: { type: 'string' },
        child: { type: 'boolean' },
      },
    })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new RunnerError(`${why} See "npm run runner -- help".`)
  }
}

/** All after the option is the command, dashes and all: it is compared word for word. */
function approveArguments(argv: readonly string[]): Arguments {
  const hasHome = argv[0] === '--home'
  const [command, ...args] = hasHome ? argv.slice(2) : argv
  if (!command) throw new RunnerError('Say which command: npm run runner -- approve npx -y …')
  return { do: 'approve', home: hasHome ? (argv[1] ?? null) : null, command: [command, ...args] }
}

function commandIn(line: string): CommandWords {
  const words = splitCommandLine(line)
  if (words === null) throw new RunnerError(`--allow ${line}: a quote is not closed.`)
  return words
}

export function codeIn(text: string): string {
  const code = z.safeParse(PairingCode, text)
  if (code.success) return code.data
  throw new RunnerError('A code has eight letters and digits: 7K3M-Q9XA.')
}

/** A token and opened secrets travel there: never in clear beyond this machine. */
function originOfProject(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['https:', 'http:'].includes(url.protocol)) {
    throw new RunnerError(`--url ${text} is no address: https://<project>.supabase.co`)
  }
  if (url.protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)) {
    throw new RunnerError(`--url ${text}: beyond this machine secrets travel over https only.`)
  }
  return url.origin
}
