import * as z from 'zod/mini'

const Env = z.object({
  VITE_SUPABASE_URL: z
    .string('is missing: it is the address of the Supabase project')
    .check(z.regex(/^https?:\/\/[^/]/, 'must be an address, as in https://abc.supabase.co')),
  VITE_SUPABASE_ANON_KEY: z
    .string('is missing: it is the anon or publishable key of the Supabase project')
    .check(z.minLength(1, 'is empty')),
})

/** Reads the build's settings. @throws Error that names every variable that is missing or wrong. */
export function parseEnv(raw: unknown): { supabaseUrl: string; supabaseAnonKey: string } {
  const parsed = Env.safeParse(raw)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new Error(`Patchbay was built without its settings. ${problems.join('. ')}.`)
  }
  return {
    supabaseUrl: parsed.data.VITE_SUPABASE_URL.replace(/\/+$/, ''),
    supabaseAnonKey: parsed.data.VITE_SUPABASE_ANON_KEY,
  }
}

// One by one: the embedded stack's plugin replaces each of these names with an expression.
export const env = parseEnv({
  VITE_SUPABASE_URL: import.meta.env.VITE_SUPABASE_URL,
  VITE_SUPABASE_ANON_KEY: import.meta.env.VITE_SUPABASE_ANON_KEY,
})
