import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { App } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import { type Functions, startFunctions } from '../../supabase/local/functions.ts'
import { PUBLISHABLE_KEY } from '../../supabase/local/publishable-key.ts'
import { makeSealingKey } from '../../supabase/local/sealing-key.ts'
import { type PostgresServer, startPostgres } from './db-postgres.ts'

export interface PostgresStack {
  url: string
  publishableKey: string
  secretKey: string
  scheduleSecret: string
  db: PostgresServer
  functions: Functions
  /** As the schedule does. */
  schedule: (name: string) => Promise<Response>
  stop: () => Promise<void>
}

/** @supabase/lite 0.10 gives its driver for PostgreSQL arrays of JSON as text, which would be quoted again. */
const JSON_ONCE = {
  to: 3802,
  from: [3802],
  serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parse: (text: string): unknown => JSON.parse(text),
}

/** Data API, auth and the real functions on a PostgreSQL 17 of its own; no page, and nobody calls anything. */
export async function startPostgresStack(env: Record<string, string> = {}): Promise<PostgresStack> {
  const secretKey = `sb_secret_${randomBytes(24).toString('base64url')}`
  const scheduleSecret = randomBytes(24).toString('base64url')
  const db = await startPostgres()
  const app = new App({
    connection: createPostgresConnection({
      url: db.url,
      postgresOptions: { onnotice: () => {}, max: 10, types: { jsonb: JSON_ONCE } },
    }),
    api: { schemas: ['public'], max_rows: 1000 },
    auth: {
      enabled: true,
      enable_signup: true,
      jwt_secret: randomBytes(48).toString('base64url'),
      publishable_key: PUBLISHABLE_KEY,
      secret_key: secretKey,
      email: { enable_signup: true, enable_confirmations: false },
    },
    options: { server: { admin: false } },
  })
  await app.init()
  const server = createServer(getRequestListener((request) => app.fetch(request)))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const functions = await startFunctions({
    root: resolve('.'),
    env: {
      SUPABASE_URL: url,
      SUPABASE_ANON_KEY: PUBLISHABLE_KEY,
      SUPABASE_SERVICE_ROLE_KEY: secretKey,
      SEALING_KEYS: JSON.stringify([await makeSealingKey()]),
      SCHEDULE_SECRET: scheduleSecret,
      EGRESS_ALLOW_PRIVATE: 'true',
      ...env,
    },
    onUnexpectedExit: () => {},
  })
  return {
    url,
    publishableKey: PUBLISHABLE_KEY,
    secretKey,
    scheduleSecret,
    db,
    functions,
    schedule: (name) =>
      fetch(`${functions.target}/functions/v1/${name}`, {
        method: 'POST',
        headers: { 'x-schedule-secret': scheduleSecret },
      }),
    async stop() {
      await functions.stop()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await app.connection.close()
      await db.stop()
    },
  }
}
