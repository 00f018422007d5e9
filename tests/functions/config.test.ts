import { describe, expect, it } from 'vitest'
import { IntegrationConfig } from '../../supabase/functions/_shared/contract/config.ts'

const rest = { kind: 'rest', api_url: 'https://api.example.com/v1' }
const key = (placement: object) => ({ ...rest, api_key: placement })
const isAccepted = (config: unknown) => IntegrationConfig.safeParse(config).success

describe('what a person may configure', () => {
  it.each([
    ['an API', rest],
    ['a key in a header', key({ in: 'header', name: 'X-Api-Key' })],
    ['a key in Authorization', key({ in: 'header', name: 'Authorization', prefix: 'Bearer ' })],
    ['a key in the query, whatever its name', key({ in: 'query', name: 'host' })],
    ['headers and variables by name', { ...rest, headers: ['X-Team'], env: ['TEAM_ID'] }],
  ])('%s', (_what, config) => {
    expect(isAccepted(config)).toBe(true)
  })
})

describe('what nobody may configure', () => {
  it.each([
    ['another protocol', { ...rest, api_url: 'file:///etc/passwd' }],
    ['a password in the address', { ...rest, api_url: 'https://me:secret@api.example.com' }],
    ['a fragment in the address', { ...rest, api_url: 'https://api.example.com/#x' }],
    ['a field that the contract does not know', { ...rest, password: 'secret' }],
    ['a header twice', { ...rest, headers: ['X-Team', 'x-team'] }],
    ['a header with a line break', { ...rest, headers: ['X-Team\r\nHost'] }],
    [
      'a path that leads to another host',
      { ...rest, request: { method: 'GET', path: '//evil.example', expected_status: 200 } },
    ],
    ...[
      'Host',
      'content-length',
      'Transfer-Encoding',
      'Connection',
      'Expect',
      'Accept-Encoding',
    ].flatMap((name): [string, object][] => [
      [`a key in ${name}`, key({ in: 'header', name })],
      [`a header ${name}`, { ...rest, headers: [name] }],
    ]),
    ['a key with a line break before it', key({ in: 'header', name: 'X-Key', prefix: 'a\r\nb' })],
  ])('%s', (_what, config) => {
    expect(isAccepted(config)).toBe(false)
  })
})
