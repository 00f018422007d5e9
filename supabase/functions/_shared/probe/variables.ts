// Guarantees that a process is given the variables that its configuration names, and no others.
import type { McpStdioConfig } from '../contract/config.ts'
import type { TypeDefaults } from '../contract/type-defaults.ts'
import type { Secrets } from '../sealing/open-credentials.ts'
import { Stop } from './run.ts'

/**
 * The environment of a command, by name. Throws Stop: credential_missing for a variable without a
 * value, credential_unreadable for one of another kind.
 */
export function variablesOf({ env }: McpStdioConfig, secrets: Secrets): Record<string, string> {
  return Object.fromEntries(
    env.map((name) => {
      const opened = secrets.get(`env:${name}`)
      if (opened === undefined) throw missing(name)
      if (opened.secret.kind !== 'value') {
        throw new Stop('credential_unreadable', { detail: 'it is of another kind' })
      }
      return [name, opened.secret.value]
    }),
  )
}

/** Throws Stop `credential_missing` for the first variable that the type wants and the config lacks. */
export function requireVariables(defaults: TypeDefaults | null, { env }: McpStdioConfig): void {
  const wanted = defaults?.kind === 'mcp' ? (defaults.stdio?.env ?? []) : []
  const lacking = wanted.find(({ name, is_required }) => is_required && !env.includes(name))
  if (lacking) throw missing(lacking.name)
}

function missing(name: string): Stop {
  return new Stop('credential_missing', { detail: `The value of the variable ${name}` })
}
