import { buildSchema, graphql } from 'graphql'
import { type Context, Hono } from 'hono'
import { PLAYGROUND_CREDENTIALS } from '../catalogue/playground-credentials.ts'
import { demoUpstreams } from './demo-upstreams.ts'

const ACCOUNT = { id: 1, name: 'Ada Lovelace', plan: 'playground' }

const SCHEMA = buildSchema(`
  type Account { id: ID! name: String! plan: String! }
  type Query { viewer: Account! }
`)

/**
 * A REST and GraphQL API as vendors make them: `/me` and `/graphql` want a credential, `/open/me` none;
 * and below `/demo` the APIs of the demo account.
 */
export function playgroundApi(): Hono {
  const api = new Hono()
  api.route('/demo', demoUpstreams())
  api.get('/open/me', (context) => context.json(ACCOUNT))
  api.get('/me', (context) => (isKnown(context) ? context.json(ACCOUNT) : refuse(context)))
  api.post('/graphql', async (context) => {
    if (!isKnown(context)) return refuse(context)
    const body: unknown = await context.req.json().catch(() => null)
    if (!hasQuery(body))
      return context.json({ errors: [{ message: 'Send a query as JSON.' }] }, 400)
    return context.json(
      await graphql({ schema: SCHEMA, source: body.query, rootValue: { viewer: ACCOUNT } }),
    )
  })
  return api
}

function isKnown({ req }: Context): boolean {
  const { apiKey, basic, jwt } = PLAYGROUND_CREDENTIALS
  const encoded = Buffer.from(`${basic.username}:${basic.password}`).toString('base64')
  const authorization = req.header('authorization') ?? ''
  return (
    req.header('x-api-key') === apiKey ||
    [`Basic ${encoded}`, `Bearer ${jwt}`, `Bearer ${apiKey}`].includes(authorization)
  )
}

function refuse(context: Context): Response {
  context.header('WWW-Authenticate', 'Bearer realm="playground", Basic realm="playground"')
  return context.json({ error: 'unauthorized', message: 'This needs a valid credential.' }, 401)
}

function hasQuery(body: unknown): body is { query: string } {
  return (
    typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string'
  )
}
