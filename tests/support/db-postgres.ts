import postgres from 'postgres'
import type { Parameter, Run, TestDatabase } from './db.ts'
import { startProcess } from './postgres-process.ts'

export interface PostgresServer extends TestDatabase {
  url: string
  /** At most four connections, for tests of concurrency. */
  sql: postgres.Sql
  /**
   * Ends the server as a crash does, whatever is under way, and starts it again when `whileDown` has
   * ended: it recovers.
   */
  restart: (whileDown?: () => Promise<unknown>) => Promise<void>
}

/** A throw-away PostgreSQL 17 with Supabase's roles and auth schema and our migrations. */
export async function startPostgres(): Promise<PostgresServer> {
  const { url, restart, stop } = await startProcess()
  const sql = postgres(url, { max: 4, onnotice: () => {} })
  return {
    url,
    sql,
    transaction: (work) => transaction(sql, work),
    restart,
    stop: async () => {
      await sql.end({ timeout: 5 })
      await stop()
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
