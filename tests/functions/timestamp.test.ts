import { expect, it } from 'vitest'
import { Timestamp } from '../../supabase/functions/_shared/contract/timestamp.ts'

it.each([
  ['PostgREST', '2026-11-23T14:26:10.845123+00:00'],
  ['the embedded data API', '2026-11-23 14:26:10.845+00'],
  ['JavaScript', '2026-11-23T14:26:10.845Z'],
  ['another zone', '2026-11-23T16:56:10.845+02:30'],
])('reads an instant as %s writes it', (_who, text) => {
  const instant = new Date(Timestamp.parse(text))
  expect(instant.toISOString()).toBe('2026-11-23T14:26:10.845Z')
})

it.each(['yesterday', '2026-11-23', '2026-11-23T14:26:10', '2026-13-45T14:26:10Z', '', 'infinity'])(
  'refuses what is none: %s',
  (text) => {
    expect(Timestamp.safeParse(text).success).toBe(false)
  },
)
