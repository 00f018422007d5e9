const SETTINGS = {
  VITE_SUPABASE_URL: {
    what: 'the address of the Supabase project, as in https://abc.supabase.co',
    isGood: (text: string) => /^https?:\/\/[^/\s]+\/*$/.test(text),
  },
  VITE_SUPABASE_ANON_KEY: {
    what: 'the anon or publishable key of the Supabase project',
    isGood: (text: string) => /^\S+$/.test(text),
  },
} as const

type SettingName = keyof typeof SETTINGS

/**
 * Reads the build's settings. By hand: for two texts a schema library would be a twelfth of what the
 * sign-in page may weigh. @throws Error that names every one that is missing or wrong.
 */
export function parseEnv(raw: Record<SettingName, unknown>): {
  supabaseUrl: string
  supabaseAnonKey: string
} {
  const problems: string[] = []
  const read = (name: SettingName): string => {
    const { what, isGood } = SETTINGS[name]
    const value = raw[name]
    if (typeof value === 'string' && isGood(value)) return value
    problems.push(`${name} ${value ? 'is not' : 'is missing: it is'} ${what}.`)
    return ''
  }
  const supabaseUrl = read('VITE_SUPABASE_URL').replace(/\/+$/, '')
  const supabaseAnonKey = read('VITE_SUPABASE_ANON_KEY')
  if (problems.length > 0) {
    throw new Error(`Patchbay was built without its settings. ${problems.join(' ')}`)
  }
  return { supabaseUrl, supabaseAnonKey }
}

// One by one: the embedded stack's plugin replaces each of these names with an expression.
export const env = parseEnv({
  VITE_SUPABASE_URL: import.meta.env.VITE_SUPABASE_URL,
  VITE_SUPABASE_ANON_KEY: import.meta.env.VITE_SUPABASE_ANON_KEY,
})
