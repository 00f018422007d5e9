import type { CatalogueEntry } from '../functions/_shared/contract/type-defaults.ts'
import { ai } from './ai.ts'
import { analytics } from './analytics.ts'
import { automation } from './automation.ts'
import { commandsMcp } from './commands-mcp.ts'
import { commerce } from './commerce.ts'
import { communication } from './communication.ts'
import { crm } from './crm.ts'
import { custom } from './custom.ts'
import { databases } from './databases.ts'
import { design } from './design.ts'
import { development } from './development.ts'
import { developmentMcp } from './development-mcp.ts'
import { infrastructure } from './infrastructure.ts'
import { infrastructureMcp } from './infrastructure-mcp.ts'
import { knowledge } from './knowledge.ts'
import { machines } from './machines.ts'
import { marketing } from './marketing.ts'
import { observability } from './observability.ts'
import { payments } from './payments.ts'
import { projectTracking } from './project-tracking.ts'
import { search } from './search.ts'
import { security } from './security.ts'
import { storage } from './storage.ts'
import { support } from './support.ts'

/** Every integration type that Patchbay ships with. */
export const catalogue = [
  ...ai,
  ...analytics,
  ...automation,
  ...commandsMcp,
  ...commerce,
  ...communication,
  ...crm,
  ...custom,
  ...databases,
  ...design,
  ...development,
  ...developmentMcp,
  ...infrastructure,
  ...infrastructureMcp,
  ...knowledge,
  ...machines,
  ...marketing,
  ...observability,
  ...payments,
  ...projectTracking,
  ...search,
  ...security,
  ...storage,
  ...support,
] satisfies readonly CatalogueEntry[]
