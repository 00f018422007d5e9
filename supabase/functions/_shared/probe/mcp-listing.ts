import type { Client } from '@modelcontextprotocol/client'
import { type Evidence, MAX_TOOLS_KEPT, type McpFacts } from '../contract/report.ts'
import type { Run } from './run.ts'

const MAX_PAGES = 20
const MAX_ITEMS = 2_000
const MAX_NAME = 128
const MAX_DESCRIPTION = 200

type Listing = Pick<
  McpFacts,
  'tool_count' | 'resource_count' | 'prompt_count' | 'counts_capped' | 'tools'
>

interface Page<T> {
  items: readonly T[]
  nextCursor?: string | undefined
}

/** `isCapped`: the server had more pages or items than a test reads. */
interface Counted {
  count: number
  isCapped: boolean
}

/**
 * What the server has of what it says it can have, all lists at once. A server that pages without
 * end is counted up to MAX_PAGES pages or MAX_ITEMS items. Rejects as the SDK does, but when all
 * lists have ended: a late one may be what refuses the credential.
 */
export async function listAll(client: Client, { redact }: Run): Promise<Listing> {
  const can = client.getServerCapabilities() ?? {}
  const params = (cursor: string | undefined) =>
    cursor === undefined ? {} : { params: { cursor } }
  const kept: McpFacts['tools'] = []
  const lists = [
    count(can.tools !== undefined, async (cursor) => {
      const page = await client.request({ method: 'tools/list', ...params(cursor) })
      for (const { name, description } of page.tools.slice(0, MAX_TOOLS_KEPT - kept.length)) {
        kept.push({
          name: redact(name, MAX_NAME),
          ...(description ? { description: redact(description, MAX_DESCRIPTION) } : {}),
        })
      }
      return { items: page.tools, nextCursor: page.nextCursor }
    }),
    count(can.resources !== undefined, async (cursor) => {
      const page = await client.request({ method: 'resources/list', ...params(cursor) })
      return { items: page.resources, nextCursor: page.nextCursor }
    }),
    count(can.prompts !== undefined, async (cursor) => {
      const page = await client.request({ method: 'prompts/list', ...params(cursor) })
      return { items: page.prompts, nextCursor: page.nextCursor }
    }),
  ] as const
  await Promise.allSettled(lists)
  const [tools, resources, prompts] = await Promise.all(lists)
  return {
    tool_count: tools.count,
    resource_count: resources.count,
    prompt_count: prompts.count,
    counts_capped: {
      tools: tools.isCapped,
      resources: resources.isCapped,
      prompts: prompts.isCapped,
    },
    tools: kept,
  }
}

/** Counts without keeping: sixty pages of 2 MB each would be more memory than a function has. */
async function count<T>(
  isOffered: boolean,
  list: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<Counted> {
  let total = 0
  let cursor: string | undefined
  if (!isOffered) return { count: 0, isCapped: false }
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { items, nextCursor } = await list(cursor)
    total += items.length
    if (total > MAX_ITEMS) return { count: MAX_ITEMS, isCapped: true }
    if (nextCursor === undefined || nextCursor === cursor) return { count: total, isCapped: false }
    cursor = nextCursor
  }
  return { count: total, isCapped: true }
}

/** The counts, as evidence for `use`. */
export function listingEvidence(listing: Omit<Listing, 'tools'>): Evidence[] {
  const { tools, resources, prompts } = listing.counts_capped
  return [
    { label: 'Tools', value: counted(listing.tool_count, tools) },
    { label: 'Resources', value: counted(listing.resource_count, resources) },
    { label: 'Prompts', value: counted(listing.prompt_count, prompts) },
  ]
}

function counted(count: number, isCapped: boolean): string {
  return isCapped ? `first ${count.toLocaleString('en')} counted` : String(count)
}
