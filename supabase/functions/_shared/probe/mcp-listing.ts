import type { Client } from '@modelcontextprotocol/client'
import { MAX_TOOLS_KEPT, type McpFacts } from '../contract/report.ts'
import type { Run } from './run.ts'

const MAX_PAGES = 20
const MAX_ITEMS = 2_000
const MAX_NAME = 128
const MAX_DESCRIPTION = 200

type Listing = Pick<McpFacts, 'tool_count' | 'resource_count' | 'prompt_count' | 'tools'>

interface Page<T> {
  items: readonly T[]
  nextCursor?: string | undefined
}

/**
 * What the server has of what it says it can have, all lists at once. A server that pages without
 * end is counted up to MAX_PAGES pages or MAX_ITEMS items. Rejects as the SDK does.
 */
export async function listAll(client: Client, { redact }: Run): Promise<Listing> {
  const can = client.getServerCapabilities() ?? {}
  const params = (cursor: string | undefined) =>
    cursor === undefined ? {} : { params: { cursor } }
  const [tools, resources, prompts] = await Promise.all([
    walk(can.tools !== undefined, async (cursor) => {
      const page = await client.request({ method: 'tools/list', ...params(cursor) })
      return { items: page.tools, nextCursor: page.nextCursor }
    }),
    walk(can.resources !== undefined, async (cursor) => {
      const page = await client.request({ method: 'resources/list', ...params(cursor) })
      return { items: page.resources, nextCursor: page.nextCursor }
    }),
    walk(can.prompts !== undefined, async (cursor) => {
      const page = await client.request({ method: 'prompts/list', ...params(cursor) })
      return { items: page.prompts, nextCursor: page.nextCursor }
    }),
  ])
  return {
    tool_count: tools.length,
    resource_count: resources.length,
    prompt_count: prompts.length,
    tools: tools.slice(0, MAX_TOOLS_KEPT).map(({ name, description }) => ({
      name: redact(name, MAX_NAME),
      ...(description ? { description: redact(description, MAX_DESCRIPTION) } : {}),
    })),
  }
}

async function walk<T>(
  isOffered: boolean,
  list: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = []
  if (!isOffered) return items
  let cursor: string | undefined
  for (let pages = 0; pages < MAX_PAGES && items.length < MAX_ITEMS; pages++) {
    const page = await list(cursor)
    items.push(...page.items.slice(0, MAX_ITEMS - items.length))
    if (page.nextCursor === undefined || page.nextCursor === cursor) break
    cursor = page.nextCursor
  }
  return items
}
