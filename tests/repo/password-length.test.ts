import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MIN_PASSWORD_LENGTH } from '../../src/features/auth/model.ts'
import { AUTH_ERRORS } from '../../src/lib/error-sentences.ts'

it.each(['supabase/lite.toml', 'supabase/config.toml'])(
  'the form asks for a password as long as %s does',
  (file) => {
    const [, wanted] = /^minimum_password_length = (\d+)$/m.exec(readFileSync(file, 'utf8')) ?? []
    expect(Number(wanted)).toBe(MIN_PASSWORD_LENGTH)
    expect(AUTH_ERRORS.weak_password?.message).toContain(`${wanted} characters`)
  },
)
