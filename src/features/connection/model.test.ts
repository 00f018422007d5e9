import { IntegrationType } from '@contract/type-defaults'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../supabase/catalogue/catalogue'
import { anMcpIntegration, anMcpType } from '../../../tests/support/factories'
import { toInput } from './config-draft'
import { freeName, valuesOfIntegration, valuesOfType } from './model'
import { validate } from './validation'

const types = catalogue.map((entry) => IntegrationType.parse({ ...entry, owner_id: null }))
const typeOf = (id: string) => {
  const type = types.find((each) => each.id === id)
  if (!type) throw new Error(`The catalogue has no ${id}.`)
  return type
}
/** Secrets, and what belongs to one: the client ID, the claims that a type asks for. */
const PROOF =
  /^(apiKey|username|token|jwt\.(key|asked\.\d\.value)|oauth\.client(Id|Secret)|certificate\.|stdio\.env\.)/

const ID = '7b0c6e0a-5f1e-4f0e-9d6c-0d9a4c1b2a3f'

describe('the form of a new connection', () => {
  it.each(
    types.filter(({ defaults }) => !defaults.own_address).map((type) => [type.id, type] as const),
  )('%s: wants nothing but what proves who one is', (_id, type) => {
    const missing = Object.keys(validate(valuesOfType(type, []), type, null))
    expect(missing.filter((field) => !PROOF.test(field))).toEqual([])
  })

  it('takes the next free name', () => {
    expect(valuesOfType(anMcpType({ name: 'GitHub' }), ['github', 'GitHub 2']).name).toBe(
      'GitHub 3',
    )
    expect(freeName('GitHub 2', ['github 2'])).toBe('GitHub 3')
    expect(freeName('GitHub', [])).toBe('GitHub')
  })
})

describe('what is typed', () => {
  it('and comes back from the row is the same form, without the secrets', () => {
    const type = typeOf('any-http-api')
    const typed = {
      ...valuesOfType(type, []),
      name: '  Acme  ',
      address: ' https://api.acme.com/v1 ',
      apiKey: 'secret',
      headers: [{ name: 'X-Team', value: 'secret' }],
      rateLimit: { requests: '60', perSeconds: '3600' },
      webhookUrl: 'https://hooks.acme.com/in',
      request: { method: 'POST' as const, path: '/me', expectedStatus: '201' },
      placement: { in: 'query' as const, name: 'key', prefix: '' },
    }

    const { name, config } = toInput(typed, type, ID)

    expect(name).toBe('Acme')
    expect(JSON.stringify(config)).not.toContain('secret')
    const row = anMcpIntegration({ type_id: type.id, name, auth_method: 'api_key', config })
    expect(valuesOfIntegration(row, type)).toEqual({
      ...typed,
      name: 'Acme',
      address: 'https://api.acme.com/v1',
      apiKey: '',
      headers: [{ name: 'X-Team', value: '' }],
    })
  })

  it('for another type or method never reaches the config', () => {
    const type = typeOf('stripe')
    const values = {
      ...valuesOfType(type, []),
      scopes: 'read write',
      request: { method: 'GET' as const, path: '/elsewhere', expectedStatus: '200' },
    }
    expect(toInput(values, type, ID).config).toEqual({
      kind: 'rest',
      api_url: 'https://api.stripe.com',
      api_version: '2024-06-20',
      scopes: [],
      headers: [],
      env: [],
    })
  })

  it('as scopes may stand between commas, spaces or both', () => {
    const type = typeOf('github')
    const values = { ...valuesOfType(type, []), scopes: 'repo, read:org  gist,' }
    expect(toInput(values, type, ID).config).toMatchObject({ scopes: ['repo', 'read:org', 'gist'] })
  })
})
