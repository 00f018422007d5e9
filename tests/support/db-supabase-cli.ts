import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Runs the project's Supabase CLI and answers its standard output; a failing command throws with both. */
export async function supabaseCli(args: readonly string[]): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    ['node_modules/supabase/dist/supabase.js', ...args],
    {
      // Our PostgreSQL has no TLS, and says so in the output unless told.
      env: {
        ...process.env,
        PGSSLMODE: 'disable',
        SUPABASE_TELEMETRY_DISABLED: '1',
        NO_COLOR: '1',
      },
      maxBuffer: 10_000_000,
    },
  )
  return stdout.trimStart()
}
