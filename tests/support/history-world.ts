import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { App } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import { startFunctions } from '../../supabase/local/functions.ts'
import { keepConnections } from '../../supabase/local/keep-connections.mjs'
import { type PostgresServer, startPostgres } from './db-postgres.ts'
import { functionsProcess } from './functions-process.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export const SCHEDULE_SECRET = 'canary-schedule-secret'
export const ARCHIVE_TOKEN = 'canary-archive-token'
const SECRET_KEY = 'sb_secret_canary-of-the-archive-test'

export interface HistoryWorld {
  db: PostgresServer
  /** Calls the function keep-history, as the schedule does unless other headers are given. */
  keepHistory: (headers?: Record<string, string>) => Promise<{ status: number; body: unknown }>
  /** Kills the process of the functions, whatever it is doing, and starts another. */
  killFunctions: () => Promise<void>
  stop: () => Promise<void>
}

/** The real function in Deno, on the data API, on PostgreSQL 17. */
export async function startHistoryWorld(): Promise<HistoryWorld> {
  const db = await startPostgres()
  const connection = createPostgresConnection({
    url: db.url,
    postgresOptions: { onnotice: () => {} },
  })
  const app = new App({
    connection,
    auth: { enabled: true, jwt_secret: crypto.randomUUID(), secret_key: SECRET_KEY },
    options: { server: { admin: false } },
  })
  await app.init()
  const api = createServer(getRequestListener((request) => app.fetch(request)))
  keepConnections(api)
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
  const { port } = api.address() as AddressInfo
  const start = () =>
    startFunctions({
      root: ROOT,
      env: {
        SUPABASE_URL: `http://127.0.0.1:${port}`,
        SUPABASE_SERVICE_ROLE_KEY: SECRET_KEY,
        SCHEDULE_SECRET,
        ARCHIVE_TOKEN,
        EGRESS_ALLOW_PRIVATE: 'true',
      },
      onUnexpectedExit: () => {},
    })
  let functions = await start()
  return {
    db,
    async keepHistory(headers = { 'x-schedule-secret': SCHEDULE_SECRET }) {
      const answer = await fetch(`${functions.target}/functions/v1/keep-history`, {
        method: 'POST',
        headers,
      })
      return { status: answer.status, body: await answer.json() }
    },
    async killFunctions() {
      process.kill(functionsProcess({ process }), 'SIGKILL')
      await functions.stop()
      functions = await start()
    },
    async stop() {
      await functions.stop()
      await new Promise((resolve) => api.close(resolve))
      await connection.close()
      await db.stop()
    },
  }
}
