import type { McpStdioConfig } from '@contract/config'
import type { McpDefaults } from '@contract/type-defaults'
import { type Draft, type SecretRow, toRow } from './draft'

export interface StdioValues {
  command: string
  /** One argument a line. */
  args: string
  env: SecretRow[]
}

/** What the type starts, with the variables that it cannot do without. */
export function stdioValuesOfType({ stdio }: Pick<McpDefaults, 'stdio'>): StdioValues {
  return {
    command: stdio?.command ?? '',
    args: stdio?.args.join('\n') ?? '',
    env: (stdio?.env ?? []).filter(({ is_required }) => is_required).map(({ name }) => toRow(name)),
  }
}

/** A stored one. Variables that the type has come to need stand there too, to be entered. */
export function stdioValuesOf(
  { command, args, env }: McpStdioConfig,
  defaults: Pick<McpDefaults, 'stdio'>,
): StdioValues {
  const needed = stdioValuesOfType(defaults).env.filter(({ name }) => !env.includes(name))
  return { command, args: args.join('\n'), env: [...env.map(toRow), ...needed] }
}

export function stdioDraft({
  command,
  args,
  env,
}: StdioValues): Omit<Draft<McpStdioConfig>, 'rate_limit'> & { env: string[] } {
  return {
    kind: 'mcp',
    protocol: 'stdio',
    command: command.trim(),
    args: splitArguments(args),
    env: env.map(({ name }) => name.trim()),
  }
}

/** Spaces at an argument's ends are meant; a line without anything is none. */
export function splitArguments(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '')
}
