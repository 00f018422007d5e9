import { join } from 'node:path'
import { App, type EmailDriver } from '@supabase/lite'
import { applyPendingMigrations, createApi } from '@supabase/lite/cli'
import { PgliteConnection } from '@supabase/lite/pglite'
import type { LocalSecrets } from './secrets.ts'

export interface BackendOptions {
  home: string
  /** http://127.0.0.1:5179 */
  origin: string
  secrets: LocalSecrets
  mail: EmailDriver
}

/** Starts data API and auth on PGlite with every migration applied, settings from supabase/lite.toml. */
export async function startBackend({ home, origin, secrets, mail }: BackendOptions): Promise<App> {
  Object.assign(process.env, {
    LITE_TELEMETRY: '0',
    PATCHBAY_DATABASE: join(home, 'data'),
    PATCHBAY_SECRET_KEY: secrets.secretKey,
    PATCHBAY_JWT_SECRET: secrets.jwtSecret,
    PATCHBAY_ORIGIN: origin,
  })
  const api = await createApi({ withSupabaseClient: false })
  const config = await api.project.local.getConfig('./supabase/lite.toml')
  const app = new App({
    ...config,
    // Admin mode would answer requests without a key as service_role.
    options: { server: { admin: false }, drivers: { email: mail } },
  })
  await app.init()
  await applyPendingMigrations(app)
  // PGlite learns of array types (auth_method[]) when it opens; these migrations have just made some.
  if (app.connection instanceof PgliteConnection) await app.connection.driver.refreshArrayTypes()
  return app
}

export type PostAsService = (path: string, body: unknown) => Promise<unknown>

/** Posts to the data API with the secret key, inside this process: its JSON. Rejects on any answer but success. */
export function postAsService(app: App, origin: string, secretKey: string): PostAsService {
  return async (path, body) => {
    const request = new Request(new URL(path, origin), {
      method: 'POST',
      headers: { apikey: secretKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const response = await app.fetch(request)
    const text = await response.text()
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
}
