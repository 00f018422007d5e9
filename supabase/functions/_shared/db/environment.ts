import * as z from 'zod/mini'

const SecretKeys = z.record(z.string(), z.string())

/**
 * What a function must be told, read once: the project's URL, a key that passes row level security,
 * and whether private addresses may be reached (the local stack alone says so).
 *
 * @throws Error naming the variable that is missing.
 */
export function readEnvironment(
  get: (name: string) => string | undefined = (name) => Deno.env.get(name),
) {
  return {
    supabaseUrl: required(get, 'SUPABASE_URL'),
    secretKey: secretKey(get),
    allowPrivate: get('EGRESS_ALLOW_PRIVATE') === 'true',
  }
}

/**
 * Where people's browsers meet the project: the callback of an authorization server, and the origins
 * that the page is served at, the usual one first. PUBLIC_SUPABASE_URL is for where functions reach
 * the project by another address than browsers do (`supabase start`, a custom domain).
 *
 * @throws Error where a setting is no address.
 */
export function readPlaces(
  get: (name: string) => string | undefined = (name) => Deno.env.get(name),
): { redirectUri: string; pageOrigins: string[] } {
  const base = get('PUBLIC_SUPABASE_URL') ?? required(get, 'SUPABASE_URL')
  const pages = (get('PAGE_URL') ?? '').split(/\s+/).filter((page) => page !== '')
  return {
    redirectUri: `${base.replace(/\/+$/, '')}/functions/v1/oauth/callback`,
    pageOrigins: pages.map((page) => new URL(page).origin),
  }
}

/** The first of `secretKeys`, or the one that is named `default`. */
function secretKey(get: (name: string) => string | undefined): string {
  const keys = secretKeys(get)
  return keys.default ?? Object.values(keys)[0] ?? required(get, 'SUPABASE_SERVICE_ROLE_KEY')
}

/**
 * By name, every key that passes row level security. Projects on API keys have SUPABASE_SECRET_KEYS, a
 * JSON object of name to key; older ones the service role's, which counts only there: a project that
 * has moved on may have disabled it.
 */
export function secretKeys(
  get: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Readonly<Record<string, string>> {
  const named = get('SUPABASE_SECRET_KEYS')
  const keys = named ? SecretKeys.parse(JSON.parse(named)) : {}
  if (Object.keys(keys).length > 0) return keys
  return { service_role: required(get, 'SUPABASE_SERVICE_ROLE_KEY') }
}

export function required(get: (name: string) => string | undefined, name: string): string {
  const value = get(name)
  if (!value) throw new Error(`The environment variable ${name} is not set.`)
  return value
}
