import { App, type Connection } from '@supabase/lite'
import { applyPendingMigrations } from '@supabase/lite/cli'

/** The embedded backend's API on a database. */
export function embeddedApp(connection: Connection): App {
  return new App({ connection, auth: { enabled: true, jwt_secret: crypto.randomUUID() } })
}

/** Supabase's roles and auth schema, then `supabase/migrations/*.sql`, as the embedded backend does it. */
export async function applyMigrations(connection: Connection): Promise<App> {
  const app = embeddedApp(connection)
  const { applied } = await applyPendingMigrations(app)
  if (applied.length === 0) throw new Error('No migration was applied: run from the project root.')
  return app
}
