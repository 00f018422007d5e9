import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type AuthorizationServer,
  signInAt,
  startAuthorizationServer,
} from '../support/authorization-server.ts'
import { recorded, test } from '../support/connection-tests.ts'
import { connectBy, publishMcpType, started, tabOf } from '../support/oauth-person.ts'
import { type Person, signUp } from '../support/person.ts'
import { type ProtectedMcp, startProtected } from '../support/protected-mcp.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let server: AuthorizationServer
let mcp: ProtectedMcp
let ada: Person

beforeAll(async () => {
  stack = await startStack()
  server = await startAuthorizationServer()
  mcp = await startProtected(server)
  await publishMcpType(stack, 'acme-mcp')
  ada = await signUp(stack)
})

afterAll(async () => {
  await mcp?.close()
  await server?.close()
  await stack?.stop()
})

const saved = (name: string) =>
  ada.create({
    type_id: 'acme-mcp',
    name,
    auth_method: 'oauth',
    config: { kind: 'mcp', protocol: 'http', url: mcp.url, headers: [], env: [] },
  })

const signIn = async (url: string) => {
  const redirectUri = `${stack.url}/functions/v1/oauth/callback`
  return new URL(`${redirectUri}?${await signInAt(url, redirectUri)}`)
}
const grantOf = async (id: string) =>
  (await ada.db.from('integration_grants').select().eq('user_integration_id', id).maybeSingle())
    .data
const tokenRequests = () => server.requests.filter(({ url }) => url === '/token').length
const registrations = () => server.requests.filter(({ url }) => url === '/reg').length

it('an MCP server says by itself where to sign in, and Patchbay registers there', async () => {
  const { id } = await saved('Found by itself')
  expect(await connectBy(stack, ada, id, signIn)).toMatchObject({ missing_scopes: [] })
  expect(await test(ada, { integrationId: id })).toMatchObject({
    outcome: 'passed',
    facts: { kind: 'mcp', server: { name: 'protected-fixture' } },
  })
  expect(await grantOf(id)).toMatchObject({
    issuer: server.origin,
    authority: { registration: 'registered', resource: mcp.url },
  })
})

it('a token that is refused in the middle is renewed, and the ladder does not notice', async () => {
  const { id } = await saved('Refused')
  await connectBy(stack, ada, id, signIn)
  await server.forgetAccess()
  const before = tokenRequests()
  expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
  expect(tokenRequests() - before).toBe(1)
  expect((await recorded(ada, id)).row.status).toBe('connected')
})

it('whoever has no refresh token is told to reconnect: nothing was spoken', async () => {
  const { id } = await saved('Not renewable')
  await connectBy(stack, ada, id, signIn)
  await fetch(`${stack.url}/rest/v1/integration_grants?user_integration_id=eq.${id}`, {
    method: 'PATCH',
    headers: { apikey: stack.secretKey, 'content-type': 'application/json' },
    body: '{"is_renewable":false}',
  })
  await server.forgetAccess()
  const report = await test(ada, { integrationId: id })
  expect(report).toMatchObject({
    failure: { stage: 'authenticate', code: 'authorization_revoked', http_status: 401 },
  })
  expect(report.stages.map(({ verdict }) => verdict)).toEqual([
    'passed',
    'passed',
    'skipped',
    'failed',
    'not_reached',
  ])
})

it('connecting again uses the client that was registered before', async () => {
  const { id } = await saved('Twice')
  await connectBy(stack, ada, id, signIn)
  const [before, first] = [registrations(), await grantOf(id)]
  await connectBy(stack, ada, id, signIn)
  expect(registrations()).toBe(before)
  expect(await grantOf(id)).toMatchObject({ client_id: first.client_id, generation: 2 })
})

it('a server that begins to send people elsewhere is asked there as somebody new', async () => {
  const { id } = await saved('Moved')
  await connectBy(stack, ada, id, signIn)
  const known = (await grantOf(id)).client_id
  const other = await startAuthorizationServer()
  mcp.moveTo(other)
  const url = await started(tabOf(stack, ada).start(id))
  expect(url.origin).toBe(other.origin)
  expect(url.searchParams.get('client_id')).not.toBe(known)
  mcp.moveTo(server)
  await other.close()
})
