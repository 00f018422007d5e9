import { IntegrationType } from '@contract/type-defaults'
import { describe, expect, it } from 'vitest'
import { custom } from '../../../supabase/catalogue/custom'
import { aHint, anMcpType } from '../../../tests/support/factories'
import { createKeyReader } from './key-reader'
import { type ConnectionValues, valuesOfType } from './model'
import { newSecrets } from './new-secrets'
import { removedSlots, requiredSlots } from './secrets'
import { validate } from './validation'

const [anyMcp, anyHttp] = custom.map((entry) => IntegrationType.parse({ ...entry, owner_id: null }))
if (!anyMcp || !anyHttp) throw new Error('The catalogue has no custom types.')

const mcp = (over: Partial<ConnectionValues>): ConnectionValues => ({
  ...valuesOfType(anyMcp, []),
  address: 'https://mcp.example.com/mcp',
  authMethod: 'none',
  ...over,
})
const http = (over: Partial<ConnectionValues>): ConnectionValues => ({
  ...valuesOfType(anyHttp, []),
  address: 'https://api.example.com/v1',
  apiKey: 'key',
  ...over,
})
const row = (name: string, value = 'value') => ({ name, value })

describe('a mistake is told at its field, in the contract’s words', () => {
  it.each<[string, ConnectionValues, IntegrationType, Record<string, string>]>([
    ['no name', mcp({ name: '  ' }), anyMcp, { name: 'Give it a name' }],
    [
      'no address',
      mcp({ address: '' }),
      anyMcp,
      { address: 'Enter a full address, as in https://api.example.com/v1' },
    ],
    [
      'a password in the address',
      mcp({ address: 'https://ada:pw@example.com' }),
      anyMcp,
      { address: 'Leave user name and password out of the address: they would be stored unsealed' },
    ],
    ['no key', http({ apiKey: '' }), anyHttp, { apiKey: 'Enter the API key' }],
    [
      'a colon in the user name',
      http({ authMethod: 'basic', username: 'a:b' }),
      anyHttp,
      { username: 'A user name cannot contain a colon (RFC 7617)' },
    ],
    [
      'a forbidden header among good ones',
      mcp({ headers: [row('X-One'), row('Cookie'), row('X-Two')] }),
      anyMcp,
      {
        'headers.1.name':
          'Patchbay sets this header itself; for Authorization choose an auth method',
      },
    ],
    [
      'twins',
      mcp({ env: [row('TEAM'), row('OTHER'), row('team')] }),
      anyMcp,
      { 'env.2.name': 'Two variables have the same name' },
    ],
    [
      'a header without name and value',
      mcp({ headers: [row('', '')] }),
      anyMcp,
      {
        'headers.0.name': 'A header name has letters, digits and dashes: X-Team-Id',
        'headers.0.value': 'Enter the value',
      },
    ],
    [
      'half a rate limit',
      mcp({ rateLimit: { requests: '10', perSeconds: '' } }),
      anyMcp,
      { 'rateLimit.perSeconds': 'A whole number of seconds' },
    ],
    [
      'a rate limit in words',
      mcp({ rateLimit: { requests: 'ten', perSeconds: '60' } }),
      anyMcp,
      { 'rateLimit.requests': 'A whole number' },
    ],
    [
      'a path without its slash and a status that is none',
      http({ request: { method: 'GET', path: 'v1/me', expectedStatus: '500' } }),
      anyHttp,
      {
        'request.path': 'A path starts with one slash and has no spaces: /v1/me',
        'request.expectedStatus': 'To 299',
      },
    ],
    [
      'no name for the key’s header',
      http({ placement: { in: 'header', name: '', prefix: '' } }),
      anyHttp,
      { 'placement.name': 'A header name has letters, digits and dashes: X-Team-Id' },
    ],
    ['nothing', mcp({}), anyMcp, {}],
  ])('%s', (_story, values, type, problems) => {
    expect(validate(values, type, null)).toEqual(problems)
  })
})

describe('a stored secret', () => {
  const type = anMcpType()
  const values = valuesOfType(type, [])
  const stored = { kind: 'jwt' as const, hints: [aHint()] }

  it('need not be typed again while nothing about it changes', async () => {
    expect(requiredSlots(values, type, stored)).toEqual([])
    expect(validate(values, type, stored)).toEqual({})
    expect((await newSecrets(values, type, createKeyReader())).size).toBe(0)
  })

  it('is wanted again for another origin, and not for another path', () => {
    const elsewhere = { ...values, address: 'https://other.example.com/mcp/' }
    expect(requiredSlots(elsewhere, type, stored)).toEqual(['auth'])
    expect(validate(elsewhere, type, stored)).toEqual({
      token: 'The address moved to another origin: enter the secret again',
    })
    expect(
      requiredSlots({ ...values, address: 'https://api.githubcopilot.com/v2' }, type, stored),
    ).toEqual([])
  })

  it('of another auth method is none', () => {
    expect(requiredSlots({ ...values, authMethod: 'api_key' }, type, stored)).toEqual(['auth'])
  })

  it('goes when nothing wants it any more', () => {
    expect(removedSlots({ ...values, authMethod: 'none' }, type, stored)).toEqual(['auth'])
    expect(removedSlots(values, type, stored)).toEqual([])
  })
})
