import type { Client } from '@modelcontextprotocol/client'
import { type Evidence, MAX_TOOLS_KEPT, type McpFacts, type McpOffer } from '../contract/report.ts'
import type { Run } from './run.ts'

const MAX_PAGES = 20
const MAX_ITEMS = 2_000
const MAX_NAME = 128
const MAX_DESCRIPTION = 200
const MAX_URI = 200

type Listing = Pick<
  McpFacts,
  | 'tool_count'
  | 'resource_count'
  | 'prompt_count'
  | 'counts_capped'
  | 'tools'
  | 'resources'
  | 'prompts'
>

/** What a list says of one thing that it has. */
interface Listed {
  name: string
  description?: string | undefined
  uri?: string | undefined
}

interface Page {
  items: readonly Listed[]
  nextCursor?: string | undefined
}

/** `isCapped`: the server had more pages or items than a test reads. */
interface Counted {
  count: number
  isCapped: boolean
  /** The first MAX_TOOLS_KEPT of them. */
  kept: McpOffer[]
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
  const lists = [
    count(can.tools !== undefined, redact, async (cursor) => {
      const page = await client.request({ method: 'tools/list', ...params(cursor) })
      return { items: page.tools, nextCursor: page.nextCursor }
    }),
    count(can.resources !== undefined, redact, async (cursor) => {
      const page = await client.request({ method: 'resources/list', ...params(cursor) })
      return { items: page.resources, nextCursor: page.nextCursor }
    }),
    count(can.prompts !== undefined, redact, async (cursor) => {
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
    tools: tools.kept,
    resources: resources.kept,
    prompts: prompts.kept,
  }
}

/** Counts, and keeps a few: sixty pages of 2 MB each would be more memory than a function has. */
async function count(
  isOffered: boolean,
  redact: Run['redact'],
  list: (cursor: string | undefined) => Promise<Page>,
): Promise<Counted> {
  const kept: McpOffer[] = []
  let total = 0
  let cursor: string | undefined
  if (!isOffered) return { count: 0, isCapped: false, kept }
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { items, nextCursor } = await list(cursor)
    for (const item of items.slice(0, MAX_TOOLS_KEPT - kept.length)) kept.push(shown(item, redact))
    total += items.length
    if (total > MAX_ITEMS) return { count: MAX_ITEMS, isCapped: true, kept }
    if (nextCursor === undefined || nextCursor === cursor) {
      return { count: total, isCapped: false, kept }
    }
    cursor = nextCursor
  }
  return { count: total, isCapped: true, kept }
}

function shown({ name, description, uri }: Listed, redact: Run['redact']): McpOffer {
  return {
    name: redact(name, MAX_NAME),
    ...(description ? { description: redact(description, MAX_DESCRIPTION) } : {}),
    ...(uri ? { uri: redact(uri, MAX_URI) } : {}),
  }
}

/** The counts, as evidence for `use`. */
export function listingEvidence(
  listing: Omit<Listing, 'tools' | 'resources' | 'prompts'>,
): Evidence[] {
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
