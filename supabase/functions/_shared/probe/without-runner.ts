import type { McpStdioConfig } from '../contract/config.ts'
import type { Evidence } from '../contract/report.ts'
import { type Launch, launchOf } from './launcher.ts'
import type { Run } from './run.ts'

/** A registry that is slow says nothing; the test goes on without it. */
const REGISTRY_WITHIN_MS = 4_000

/** Where a package can be asked for by name. */
export interface Registries {
  npm: string
  PyPI: string
}
export const REGISTRIES: Registries = {
  npm: 'https://registry.npmjs.org',
  PyPI: 'https://pypi.org',
}

export interface Known {
  evidence: Evidence[]
  /** The package that its registry does not have; null where it has it, or could not be asked. */
  missing: string | null
}

/** What can be known of a command without starting it. Never more is claimed than was looked at. */
export async function knownOfCommand(
  { egress }: Pick<Run, 'egress'>,
  config: Pick<McpStdioConfig, 'command' | 'args' | 'env'>,
  registries: Registries = REGISTRIES,
): Promise<Known> {
  const launch = launchOf(config)
  const found = launch && (await packageFound(launch, egress, registries))
  return {
    evidence: [
      { label: 'Launcher', value: launch?.launcher ?? 'A program of its own: not checked' },
      ...(found ? [{ label: 'Package', value: found.says }] : []),
      ...(config.env.length > 0
        ? [{ label: 'Variables', value: `${config.env.join(', ')}: given` }]
        : []),
      { label: 'Started', value: 'No: that takes a runner' },
    ],
    missing: found?.missing ?? null,
  }
}

async function packageFound(
  { package: wanted }: Launch,
  egress: Run['egress'],
  registries: Registries,
): Promise<{ says: string; missing: string | null } | null> {
  if (wanted === null) return null
  const { registry, name } = wanted
  if (registry === 'images') return { says: `${name}: not checked`, missing: null }
  const url =
    registry === 'npm'
      ? `${registries.npm}/${name.replace('/', '%2f')}`
      : `${registries.PyPI}/pypi/${name}/json`
  const status = await statusOf(url, egress)
  if (status === 200) return { says: `${name}: ${registry} has it`, missing: null }
  if (status === 404) return { says: `${name}: ${registry} does not have it`, missing: name }
  return { says: `${name}: ${registry} could not be asked`, missing: null }
}

async function statusOf(url: string, egress: Run['egress']): Promise<number | null> {
  try {
    const signal = AbortSignal.timeout(REGISTRY_WITHIN_MS)
    const response = await egress.fetchOpenly(url, { method: 'HEAD', signal })
    await response.body?.cancel()
    return response.status
  } catch {
    return null
  }
}
