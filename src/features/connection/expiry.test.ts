import { expect, it } from 'vitest'
import { expiryWords } from './expiry'

const now = Date.parse('2026-03-10T12:00:00Z')

it.each([
  ['2026-03-13T18:00:00Z', 'Expires in 3 days.'],
  ['2026-03-11T12:00:00Z', 'Expires in 1 day.'],
  ['2026-03-10T14:30:00Z', 'Expires in 2 hours.'],
  ['2026-03-10T12:05:00Z', 'Expires in 5 minutes.'],
  ['2026-03-08T11:00:00Z', 'Expired 2 days ago: enter a new one.'],
  ['2026-03-10T11:00:00Z', 'Expired 1 hour ago: enter a new one.'],
])('a secret that ends at %s: %s', (expiresAt, words) => {
  expect(expiryWords(expiresAt, now)).toBe(words)
})
