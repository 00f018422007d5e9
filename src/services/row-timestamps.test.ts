import { CredentialHintRow } from '@contract/detail-rows'
import { expect, it } from 'vitest'
import { aHint } from '../../tests/support/factories'

it.each([
  ['PostgREST’s', '2026-11-23T14:22:02.113456+00:00', '2026-11-23T14:22:02.113456+00:00'],
  ['the embedded backend’s', '2026-11-23 14:22:02.113+00', '2026-11-23T14:22:02.113+00:00'],
  [
    'the embedded backend’s, west of Greenwich',
    '2026-11-23 14:22:02-05',
    '2026-11-23T14:22:02-05:00',
  ],
])('%s timestamps are read as ISO 8601', (_whose, answered, read) => {
  expect(CredentialHintRow.parse(aHint({ expires_at: answered })).expires_at).toBe(read)
})

it.each(['yesterday', '2026-11-23', '2026-11-23 14:22:02'])('%s is no timestamp', (text) => {
  expect(CredentialHintRow.safeParse(aHint({ expires_at: text })).success).toBe(false)
})
