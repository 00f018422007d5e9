import { describe, expect, it } from 'vitest'
import { parseEnv } from './env'

describe('the settings of a build', () => {
  it('are the address, without a slash at its end, and the key', () => {
    expect(
      parseEnv({ VITE_SUPABASE_URL: 'https://abc.supabase.co/', VITE_SUPABASE_ANON_KEY: 'key' }),
    ).toEqual({ supabaseUrl: 'https://abc.supabase.co', supabaseAnonKey: 'key' })
  })

  it('are all named when they are missing', () => {
    expect(() => parseEnv({ VITE_SUPABASE_URL: undefined, VITE_SUPABASE_ANON_KEY: '' })).toThrow(
      /VITE_SUPABASE_URL is missing.*VITE_SUPABASE_ANON_KEY is missing/,
    )
  })

  it.each(['abc.supabase.co', 'ftp://abc.supabase.co', 'https://abc.supabase.co/rest/v1', ' '])(
    'do not take %j for an address',
    (url) => {
      expect(() => parseEnv({ VITE_SUPABASE_URL: url, VITE_SUPABASE_ANON_KEY: 'key' })).toThrow(
        /VITE_SUPABASE_URL is not the address/,
      )
    },
  )
})
