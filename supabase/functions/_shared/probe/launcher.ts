import type { McpStdioConfig } from '../contract/config.ts'

/** Where a launcher gets its packages. */
export type Registry = 'npm' | 'PyPI' | 'images'

export interface Launch {
  /** What the command is, for people: "npx, of Node.js". */
  launcher: string
  /** What it fetches before it runs it; null where it runs what is there, or where one cannot tell. */
  package: { registry: Registry; name: string } | null
}

interface Launcher {
  label: string
  registry?: Registry
  /** Words that stand before the package: `tool run`. Without them it fetches nothing. */
  after?: readonly string[]
  /** Options that take the next argument for themselves. */
  valued?: readonly string[]
  /** Options whose value is the package. */
  names?: readonly string[]
}

const NPX: Launcher = {
  label: 'npx, of Node.js',
  registry: 'npm',
  valued: ['-c', '--call', '-w', '--workspace', '--registry'],
  names: ['-p', '--package'],
}
const UVX: Launcher = {
  label: 'uvx, of uv',
  registry: 'PyPI',
  valued: ['-p', '--python', '--with', '--index-url', '--index', '--default-index'],
  names: ['--from'],
}
const CONTAINER_OPTIONS = ['-e', '--env', '-v', '--volume', '--mount', '--name', '-p', '--network']

const LAUNCHERS = new Map<string, Launcher>(
  Object.entries({
    npx: NPX,
    npm: { ...NPX, label: 'npm, of Node.js', after: ['exec'] },
    pnpx: { ...NPX, label: 'pnpx, of pnpm' },
    pnpm: { ...NPX, label: 'pnpm', after: ['dlx'] },
    bunx: { ...NPX, label: 'bunx, of Bun' },
    uvx: UVX,
    uv: { ...UVX, label: 'uv', after: ['tool', 'run'] },
    pipx: {
      label: 'pipx',
      registry: 'PyPI',
      after: ['run'],
      names: ['--spec'],
      valued: ['--python'],
    },
    docker: { label: 'Docker', registry: 'images', after: ['run'], valued: CONTAINER_OPTIONS },
    podman: { label: 'Podman', registry: 'images', after: ['run'], valued: CONTAINER_OPTIONS },
    node: { label: 'Node.js' },
    deno: { label: 'Deno' },
    bun: { label: 'Bun' },
    python: { label: 'Python' },
    python3: { label: 'Python' },
    ruby: { label: 'Ruby' },
    php: { label: 'PHP' },
    java: { label: 'Java' },
    dotnet: { label: '.NET' },
    go: { label: 'Go' },
  }),
)

/** What starts a command's server, and which package it would fetch; null for a program of its own. */
export function launchOf({
  command,
  args,
}: Pick<McpStdioConfig, 'command' | 'args'>): Launch | null {
  const program = command.replace(/^.*[\\/]/, '').replace(/\.(exe|cmd|bat)$/i, '')
  const launcher = LAUNCHERS.get(program)
  if (launcher === undefined) return null
  const { label, registry } = launcher
  const spec = registry === undefined ? null : specOf(args, launcher)
  const name = spec === null || registry === undefined ? null : NAME_IN[registry].exec(spec)?.[1]
  return { launcher: label, package: name && registry ? { registry, name } : null }
}

/** A name without its version; nothing for a folder, an archive or a repository. */
const NAME_IN: Record<Registry, RegExp> = {
  npm: /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:@[^/:]*)?$/i,
  PyPI: /^([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?:\[[^\]]*\])?(?:[@=<>~!].*)?$/i,
  images: /^([a-z0-9][a-z0-9._/:-]*)(?:@sha256:[0-9a-f]+)?$/i,
}

function specOf(args: readonly string[], { after = [], valued = [], names = [] }: Launcher) {
  if (after.some((word, index) => args[index] !== word)) return null
  const rest = args.slice(after.length)
  for (let at = 0; at < rest.length; at++) {
    const arg = rest[at] ?? ''
    const [option = '', value] = splitOption(arg)
    if (names.includes(option)) return value ?? rest[at + 1] ?? null
    if (arg === '--') return rest[at + 1] ?? null
    if (!arg.startsWith('-')) return arg
    if (valued.includes(option) && value === undefined) at++
  }
  return null
}

/** `--package=name` as its two parts. */
function splitOption(arg: string): [string, string | undefined] {
  const at = arg.startsWith('--') ? arg.indexOf('=') : -1
  return at === -1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)]
}
