// What the driver does in each scenario: a test of the connection wherever the scenario asks for no
// more than that, else calls through the client that such a test is made with.
import type { Client, ClientOptions } from '@modelcontextprotocol/client'
import * as z from 'zod/mini'
import { AuthorizationError } from '../../supabase/functions/_shared/oauth/authority.ts'
import { mcpClient, mcpTransport } from '../../supabase/functions/_shared/probe/mcp-client.ts'
import { probe } from '../../supabase/functions/_shared/probe/probe.ts'
import { PATIENCE_MS, Person } from './sign-in.deno.ts'

/** What the suite tells a client: address, scenario, and for some scenarios more. */
export const Task = z.object({
  url: z.url(),
  scenario: z.string(),
  context: z.nullable(z.unknown()),
})
export type Task = z.infer<typeof Task>

const ToolCalls = z.object({
  toolCalls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })),
})
const EnteredClient = z.object({ client_id: z.string(), client_secret: z.string() })

/** Does what the scenario is about. Rejects where something else came of it than there should. */
export function perform(task: Task): Promise<void> {
  const own = SCENARIOS[task.scenario]
  if (own) return own(task)
  if (task.scenario.startsWith('auth/')) return signInAndTest(task)
  throw new Error(`No such scenario is known: ${task.scenario}`)
}

const SCENARIOS: Record<string, (task: Task) => Promise<void>> = {
  initialize: ({ url }) => testConnection(url, null),
  'request-metadata': ({ url }) => testConnection(url, null),
  'json-schema-ref-no-deref': ({ url }) => testConnection(url, null),
  'json-schema-2020-12-preservation': ({ url }) => echoSchema(url),
  tools_call: ({ url }) =>
    withClient(new Person(url), {}, async (client) => {
      await client.listTools()
      await client.callTool({ name: 'add_numbers', arguments: { a: 5, b: 3 } })
    }),
  'sse-retry': ({ url }) =>
    withClient(new Person(url), {}, async (client) => {
      await client.callTool({ name: 'test_reconnection', arguments: {} })
    }),
  'elicitation-sep1034-client-defaults': ({ url }) =>
    withClient(
      new Person(url),
      { capabilities: { elicitation: { form: { applyDefaults: true } } } },
      async (client) => {
        client.setRequestHandler('elicitation/create', async () => ({
          action: 'accept',
          content: {},
        }))
        await client.callTool({ name: 'test_client_elicitation_defaults', arguments: {} })
      },
    ),
  'sep-2322-client-request-state': ({ url }) => answerInRounds(url),
  'http-standard-headers': ({ url }) => useEverything(url),
  'http-custom-headers': ({ url, context }) =>
    withClient(new Person(url), {}, async (client) => {
      await client.listTools()
      for (const call of ToolCalls.parse(context).toolCalls) await client.callTool(call)
    }),
  'http-invalid-tool-headers': ({ url }) =>
    withClient(new Person(url), {}, async (client) => {
      const { tools } = await client.listTools()
      for (const { name } of tools) {
        await client.callTool({ name, arguments: { region: 'us-west1' } })
      }
    }),
  'auth/pre-registration': ({ url, context }) =>
    signInAndTest({ url }, new Person(url, EnteredClient.parse(context))),
  'auth/client-credentials-basic': ({ url, context }) =>
    signInAndTest({ url }, new Person(url, EnteredClient.parse(context), 'client_credentials')),
  'auth/scope-step-up': ({ url }) => useWithSignIns(url),
  'auth/authorization-server-migration': ({ url }) => useWithSignIns(url),
  'auth/scope-retry-limit': ({ url }) => refused(useWithSignIns(url), /Insufficient scope/),
  'auth/resource-mismatch': mixedUp,
  'auth/metadata-issuer-mismatch': mixedUp,
  'auth/iss-supported-missing': mixedUp,
  'auth/iss-wrong-issuer': mixedUp,
  'auth/iss-unexpected': mixedUp,
  'auth/iss-normalized': mixedUp,
}

/** The real test of a connection, and it passes. */
async function testConnection(url: string, accessToken: string | null): Promise<void> {
  const { outcome, failure } = await probe(
    {
      type: {
        name: 'The suite',
        auth_methods: ['none', 'oauth'],
        defaults: { kind: 'mcp', own_address: true, protocols: ['http'], urls: {}, auth: {} },
      },
      config: { kind: 'mcp', protocol: 'http', url },
      authMethod: accessToken === null ? 'none' : 'oauth',
      openCredentials: async () => ({
        ok: true,
        secrets: new Map(
          accessToken === null
            ? []
            : [
                [
                  'auth',
                  {
                    secret: { kind: 'oauth', access_token: accessToken },
                    hint: '',
                    expires_at: null,
                  },
                ],
              ],
        ),
      }),
    },
    { allowPrivate: true, now: () => new Date(), deadlineMs: PATIENCE_MS },
  )
  if (outcome !== 'passed') throw new Error(`${failure?.code}: ${failure?.message}`)
}

async function signInAndTest({ url }: Pick<Task, 'url'>, person = new Person(url)): Promise<void> {
  await testConnection(url, await person.signIn())
  person.egress.close()
}

/** Every request may be refused until the person has signed in for it. */
function useWithSignIns(url: string): Promise<void> {
  return withClient(new Person(url), {}, async (client) => {
    await client.listTools()
    await client.callTool({ name: 'test-tool', arguments: {} })
  })
}

/** Somebody mixes answers up: no token may come of it, and that must be why. */
async function mixedUp(task: Task): Promise<void> {
  const error = await signInAndTest(task).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof AuthorizationError && error.reason === 'mismatch') return
  throw new Error(`It should have been refused as a mismatch: ${String(error)}`)
}

async function refused(work: Promise<void>, why: RegExp): Promise<void> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error === null || !why.test(String(error))) {
    throw new Error(`It should have been refused (${why}): ${String(error)}`)
  }
}

async function echoSchema(url: string): Promise<void> {
  await withClient(new Person(url), {}, async (client) => {
    const { tools } = await client.listTools()
    const tool = tools.find(({ name }) => name === 'json_schema_2020_12_tool')
    await client.callTool({ name: 'json_schema_echo', arguments: { schema: tool?.inputSchema } })
  })
}

async function answerInRounds(url: string): Promise<void> {
  const capabilities = { elicitation: {} }
  await withClient(new Person(url), { capabilities }, async (client) => {
    client.setRequestHandler('elicitation/create', async () => ({
      action: 'accept',
      content: { confirmed: true },
    }))
    for (const name of ['test_mrtr_echo_state', 'test_mrtr_no_state', 'test_mrtr_unrelated']) {
      await client.callTool({ name, arguments: {} })
    }
    // A result without resultType is none of 2026-07-28: refused, and not asked for again.
    await refused(
      client.callTool({ name: 'test_mrtr_no_result_type', arguments: {} }).then(() => {}),
      /resultType|invalid/i,
    )
  })
}

async function useEverything(url: string): Promise<void> {
  await withClient(new Person(url), {}, async (client) => {
    for (const { name } of (await client.listTools()).tools) {
      await client.callTool({ name, arguments: {} })
    }
    for (const { uri } of (await client.listResources()).resources) {
      await client.readResource({ uri })
    }
    for (const { name } of (await client.listPrompts()).prompts) {
      await client.getPrompt({ name, arguments: {} })
    }
  })
}

async function withClient(
  { serverUrl, fetch, egress }: Person,
  options: ClientOptions,
  use: (client: Client) => Promise<void>,
): Promise<void> {
  const config = { protocol: 'http', url: serverUrl } as const
  const client = mcpClient(config, PATIENCE_MS, options)
  try {
    await client.connect(mcpTransport(config, { fetch, headers: new Headers() }))
    await use(client)
  } finally {
    await client.close()
    egress.close()
  }
}
