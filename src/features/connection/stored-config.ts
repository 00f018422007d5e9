import { IntegrationConfig } from '@contract/config'
import type { IntegrationCardRow } from '@contract/rows'

/** What is stored, or null where this page does not understand it. */
export function configOf({ config }: Pick<IntegrationCardRow, 'config'>): IntegrationConfig | null {
  return IntegrationConfig.safeParse(config).data ?? null
}
