import * as z from 'zod/mini'
import {
  GraphQLConfig,
  MCPServerConfig,
  RestConfig,
  SshConfig,
} from '../functions/_shared/contract/config.ts'
import {
  type CatalogueEntry,
  IntegrationType,
  type TypeDefaults,
} from '../functions/_shared/contract/type-defaults.ts'

export interface IntegrationTypeRow extends IntegrationType {
  /** JSON Schema of what may be written to `user_integrations.config`. Refinements stay with zod. */
  config_schema: Record<string, unknown>
}

const configSchemas: Record<TypeDefaults['kind'], Record<string, unknown>> = {
  mcp: jsonSchema(MCPServerConfig),
  rest: jsonSchema(RestConfig),
  graphql: jsonSchema(GraphQLConfig),
  ssh: jsonSchema(SshConfig),
}

/** A row of `integration_types` that belongs to nobody, its defaults filled in. Throws on a bad entry. */
export function toRow(entry: CatalogueEntry): IntegrationTypeRow {
  const type = IntegrationType.parse({ ...entry, owner_id: null })
  return { ...type, config_schema: configSchemas[type.defaults.kind] }
}

function jsonSchema(schema: z.core.$ZodType): Record<string, unknown> {
  // The input side: what has a default may be left out.
  return { ...z.toJSONSchema(schema, { io: 'input' }) }
}
