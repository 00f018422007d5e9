import type { TypeOutline } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'
import { INTEGRATION_GONE } from './gone'

type Loaded = {
  rows: readonly IntegrationCardRow[]
  types: readonly TypeOutline[]
  /** False: the rows are from the cache, and one that is not there may be about to come. */
  isFresh: boolean
}

export type OpenTarget =
  /** What it names is not known yet. */
  | { kind: 'unknown' }
  | { kind: 'none' }
  | { kind: 'form'; type: TypeOutline; integration: IntegrationCardRow | null }
  | { kind: 'missing'; title: string; message: string }

/** What the URL asks to lay over the grid. */
export function openTargetOf(
  params: URLSearchParams,
  { rows, types, isFresh }: Loaded,
): OpenTarget {
  const typeOf = (typeId: string) => types.find((type) => type.id === typeId)

  const connect = params.get('connect')
  if (connect !== null) {
    const type = typeOf(connect)
    if (type) return { kind: 'form', type, integration: null }
    return {
      kind: 'missing',
      title: `There is no “${connect.slice(0, 60)}” in the catalogue.`,
      message: 'The link is misspelt, or from another Patchbay. Search for it below.',
    }
  }

  const configure = params.get('configure')
  if (configure === null) return { kind: 'none' }
  const integration = rows.find((row) => row.id === configure)
  if (!integration) {
    return isFresh ? { kind: 'missing', ...INTEGRATION_GONE } : { kind: 'unknown' }
  }
  const type = typeOf(integration.type_id)
  if (type) return { kind: 'form', type, integration }
  return {
    kind: 'missing',
    title: `${integration.name} cannot be opened.`,
    message: `The catalogue no longer has its type, “${integration.type_id}”.`,
  }
}
