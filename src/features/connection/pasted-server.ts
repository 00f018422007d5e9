import { splitCommandLine } from '@contract/command-line'
import { MCP_URL_PROTOCOLS } from '@contract/config'
import * as z from 'zod/mini'
import type { SecretRow } from './draft'

/** What a pasted text says of an MCP server. `name`: what it is called there, if anything. */
export type PastedServer =
  | { name: string | null; command: string; args: string[]; env: SecretRow[] }
  | {
      name: string | null
      url: string
      protocol: (typeof MCP_URL_PROTOCOLS)[number]
      headers: SecretRow[]
      /** Of a header `Authorization: Bearer …`. */
      token: string | null
    }

/** Numbers and yes or no are often written without quotes. */
const Text = z.union([z.string(), z.number(), z.boolean()])
const Texts = z._default(z.record(z.string(), Text), {})

/** An entry of the settings that MCP clients share, under `mcpServers` or `servers`. */
const Entry = z.union([
  z.object({ command: z.string(), args: z._default(z.array(Text), []), env: Texts }),
  z.object({ url: z.string(), type: z.optional(z.string()), headers: Texts }),
])
const Named = z.record(z.string(), Entry)

/** A command line, or a block of a client's settings. Null: what is pasted stands for itself. */
export function readPasted(text: string): PastedServer | null {
  const trimmed = text.trim()
  return /^({|"[^"]*"\s*:)/.test(trimmed) ? readSettings(trimmed) : readLine(trimmed)
}

function readSettings(text: string): PastedServer | null {
  // One entry is often copied without the braces around it.
  const [name, entry] = firstEntry(json(text) ?? json(`{${text.replace(/,$/, '')}}`)) ?? []
  if (entry === undefined) return null
  const called = name || null
  if ('command' in entry) {
    const { command, args, env } = entry
    // Some write the whole line as the command.
    const [program = '', ...own] = splitCommandLine(command) ?? [command]
    return { name: called, command: program, args: [...own, ...args.map(String)], env: toRows(env) }
  }
  const protocol = MCP_URL_PROTOCOLS.find((each) => each === entry.type)
  const isOld = protocol === undefined && /\/sse\/?$/.test(entry.url)
  return {
    name: called,
    url: entry.url,
    protocol: protocol ?? (isOld ? 'sse' : 'http'),
    ...headersOf(entry.headers),
  }
}

function firstEntry(settings: unknown): [string, z.infer<typeof Entry>] | undefined {
  const wrapped = z.object({ mcpServers: Named }).safeParse(settings).data?.mcpServers
  const named = wrapped ?? z.object({ servers: Named }).safeParse(settings).data?.servers
  const alone = Entry.safeParse(settings).data
  if (alone) return ['', alone]
  return Object.entries(named ?? Named.safeParse(settings).data ?? {})[0]
}

function headersOf(headers: z.infer<typeof Texts>) {
  const rows = toRows(headers)
  const isBearer = ({ name, value }: SecretRow) =>
    name.toLowerCase() === 'authorization' && /^bearer /i.test(value)
  const bearer = rows.find(isBearer)
  return {
    headers: rows.filter((row) => row !== bearer),
    token: bearer?.value.replace(/^bearer +/i, '') ?? null,
  }
}

function toRows(texts: z.infer<typeof Texts>): SecretRow[] {
  return Object.entries(texts).map(([name, value]) => ({ name, value: String(value) }))
}

/** `API_KEY=… npx -y foo --bar`, as one types it into a terminal. */
function readLine(text: string): PastedServer | null {
  // A line that goes on behind a backslash is one line (XCU §2.2.1).
  const words = splitCommandLine(text.replace(/^\$ /, '').replace(/\\\r?\n/g, ' '))
  if (words === null || words.length < 2) return null
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word))
  const [command, ...args] = first < 0 ? [] : words.slice(first)
  if (command === undefined) return null
  const env = words.slice(0, first).map((word) => {
    const [name = '', ...value] = word.split('=')
    return { name, value: value.join('=') }
  })
  return { name: null, command, args, env }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
