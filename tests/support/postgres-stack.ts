import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { App } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import { proxy } from 'hono/proxy'
import { type Functions, startFunctions } from '../../supabase/local/functions.ts'
import { keepConnections } from '../../supabase/local/keep-connections.mjs'
import { PUBLISHABLE_KEY } from '../../supabase/local/publishable-key.ts'
import { makeSealingKey } from '../../supabase/local/sealing-key.ts'
import { type PostgresServer, startPostgres } from './db-postgres.ts'
import { functionsProcesses } from './functions-process.ts'

/** A process of all functions, beside others on the same backend. */
export interface FunctionsProcess {
  pid: number
  /** Posts as the schedule does. */
  schedule: (name: string) => Promise<Response>
  target: string
  stop: () => Promise<void>
}

export interface PostgresStack {
  url: string
  publishableKey: string
  secretKey: string
  scheduleSecret: string
  db: PostgresServer
  /** The one that `/functions/v1` leads to. */
  functions: FunctionsProcess
  /** How many calls of that database function were answered. */
  answered: (name: string) => number
  /** Meanwhile the data API answers 503, as PostgREST does; `refused` counts how often. */
  restartDatabase: (whileDown: (refused: () => number) => Promise<unknown>) => Promise<void>
  serve: (env?: Record<string, string>) => Promise<FunctionsProcess>
  stop: () => Promise<void>
}

/** @supabase/lite 0.10 gives its driver for PostgreSQL arrays of JSON as text, which would be quoted again. */
const JSON_ONCE = {
  to: 3802,
  from: [3802],
  serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parse: (text: string): unknown => JSON.parse(text),
}

/**
 * Data API, auth and the real functions, told `env`, on a PostgreSQL 17 of its own; no page, and
 * nobody calls anything.
 */
export async function startPostgresStack(env: Record<string, string> = {}): Promise<PostgresStack> {
  const secretKey = `sb_secret_${randomBytes(24).toString('base64url')}`
  const keys = { secretKey, jwtSecret: randomBytes(48).toString('base64url') }
  const scheduleSecret = randomBytes(24).toString('base64url')
  const sealingKeys = JSON.stringify([await makeSealingKey()])
  const db = await startPostgres()
  let app: Api | null = await startApi(db.url, keys)
  let functions: FunctionsProcess | undefined
  const answered = new Map<string, number>()
  let refused = 0
  const server = createServer(
    getRequestListener(async (request) => {
      const { pathname, search } = new URL(request.url)
      if (pathname.startsWith('/functions/')) {
        return await proxy(`${functions?.target}${pathname}${search}`, { raw: request })
      }
      if (app !== null) {
        const response = await app.fetch(request)
        answered.set(pathname, (answered.get(pathname) ?? 0) + 1)
        return response
      }
      refused++
      return Response.json({ code: 'PGRST001', message: 'No connection' }, { status: 503 })
    }),
  )
  keepConnections(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`

  const serve: PostgresStack['serve'] = async (more = {}) => {
    const others = new Set(functionsProcesses({ process }))
    const started: Functions = await startFunctions({
      root: resolve('.'),
      env: {
        SUPABASE_URL: url,
        SUPABASE_ANON_KEY: PUBLISHABLE_KEY,
        SUPABASE_SERVICE_ROLE_KEY: secretKey,
        SEALING_KEYS: sealingKeys,
        SCHEDULE_SECRET: scheduleSecret,
        EGRESS_ALLOW_PRIVATE: 'true',
        ...env,
        ...more,
      },
      onUnexpectedExit: () => {},
    })
    const { target, stop } = started
    const [pid = Number.NaN] = functionsProcesses({ process }).filter((each) => !others.has(each))
    const headers = { 'x-schedule-secret': scheduleSecret }
    return {
      pid,
      target,
      stop,
      schedule: (name) => fetch(`${target}/functions/v1/${name}`, { method: 'POST', headers }),
    }
  }
  functions = await serve()
  const { stop: stopFunctions } = functions
  return {
    url,
    publishableKey: PUBLISHABLE_KEY,
    secretKey,
    scheduleSecret,
    db,
    functions,
    answered: (name) => answered.get(`/rest/v1/rpc/${name}`) ?? 0,
    async restartDatabase(whileDown) {
      await app?.connection.close()
      app = null
      await db.restart(() => whileDown(() => refused))
      app = await startApi(db.url, keys)
    },
    serve,
    async stop() {
      await stopFunctions()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await app?.connection.close()
      await db.stop()
    },
  }
}

type Api = Awaited<ReturnType<typeof startApi>>

async function startApi(databaseUrl: string, keys: Record<'secretKey' | 'jwtSecret', string>) {
  const app = new App({
    connection: createPostgresConnection({
      url: databaseUrl,
      postgresOptions: { onnotice: () => {}, max: 10, types: { jsonb: JSON_ONCE } },
    }),
    api: { schemas: ['public'], max_rows: 1000 },
    auth: {
      enabled: true,
      enable_signup: true,
      jwt_secret: keys.jwtSecret,
      publishable_key: PUBLISHABLE_KEY,
      secret_key: keys.secretKey,
      email: { enable_signup: true, enable_confirmations: false },
    },
    options: { server: { admin: false } },
  })
  await app.init()
  // It grants to everybody with its first request, and fails where two are the first.
  const first = await app.fetch(
    new Request('http://localhost/rest/v1/integration_types?limit=1', {
      headers: { apikey: PUBLISHABLE_KEY },
    }),
  )
  if (!first.ok) throw new Error(`The data API answers ${first.status}: ${await first.text()}`)
  return app
}
