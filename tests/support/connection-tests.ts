import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PlaygroundAddresses } from '../../supabase/catalogue/playground.ts'
import { TestReport } from '../../supabase/functions/_shared/contract/report.ts'
import type { NewIntegration, Person } from './person.ts'

/** An upstream of the test's own, that answers after a while. */
export async function startSlowApi(ms: number) {
  let hits = 0
  const server = createServer((_request, response) => {
    hits += 1
    setTimeout(() => {
      response.setHeader('content-type', 'application/json')
      response.end('{"name":"slow"}')
    }, ms)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, hits: () => hits, stop: () => server.close() }
}

/** Asks `test-connection`, whatever it answers. */
export const post = (person: Person, body: unknown, headers: Record<string, string> = {}) =>
  person.call('test-connection', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })

/** Asks `test-connection` for a report. */
export const test = async (person: Person, body: unknown) => {
  const response = await post(person, body)
  const json: unknown = await response.json()
  if (response.status !== 200) throw new Error(JSON.stringify(json))
  return TestReport.parse(json)
}

/** Rows of each kind, at the playground's addresses. */
export function playgroundRows({ mcpHttp, rest }: PlaygroundAddresses) {
  return {
    mcp: (name: string): NewIntegration => ({
      type_id: 'playground-mcp',
      name,
      auth_method: 'none',
      config: { kind: 'mcp', protocol: 'http', url: mcpHttp, headers: [], env: [] },
    }),
    keyed: (name: string): NewIntegration => ({
      type_id: 'playground-rest',
      name,
      auth_method: 'api_key',
      config: { kind: 'rest', api_url: rest, scopes: [], headers: [], env: [] },
    }),
    openAt: (api_url: string, name: string): NewIntegration => ({
      type_id: 'playground-open',
      name,
      auth_method: 'none',
      config: { kind: 'rest', api_url, scopes: [], headers: [], env: [] },
    }),
  }
}

/** What the database says of a test: the row, the changes of status told, the metrics. */
export async function recorded(person: Person, id: string) {
  const [row, logs, metrics] = await Promise.all([
    person.db.from('user_integrations').select().eq('id', id).single(),
    person.db
      .from('integration_logs')
      .select()
      .eq('user_integration_id', id)
      .eq('event_type', 'status_changed')
      .order('id'),
    person.db.from('integration_health_metrics').select().eq('user_integration_id', id),
  ])
  return {
    row: row.data,
    changes: (logs.data ?? []).map(({ metadata }) => `${metadata.from}→${metadata.to}`),
    metrics: metrics.data ?? [],
  }
}
