import type { IntegrationConfig } from '../contract/config.ts'
import type { JobPayload } from '../db/runner-jobs.ts'
import { Stop } from '../probe/run.ts'
import { requireVariables, variablesOf } from '../probe/variables.ts'
import type { Secrets } from '../sealing/open-credentials.ts'

/** Throws Stop for what no runner is needed to find wrong. */
export function checkBeforehand(
  { auth_method, type }: Pick<JobPayload, 'auth_method' | 'type'>,
  config: IntegrationConfig,
  secrets: Secrets,
): void {
  if (config.kind !== 'mcp' || config.protocol !== 'stdio') return
  if (auth_method !== 'none') {
    throw new Stop('config_invalid', { detail: 'a command takes its secrets as variables' })
  }
  requireVariables(type.defaults, config)
  variablesOf(config, secrets)
}
