import { IntegrationType } from '@contract/type-defaults'
import { describe, expect, it } from 'vitest'
import { draftType } from './model'
import { previewOf } from './preview'
import { valuesOfType } from './stored-values'
import { problemsIn } from './validation'
import { BLANK, type TypeValues } from './values'

const ID = 'own-00000000-0000-4000-8000-000000000000'
const NAMED = { name: 'Acme Billing', description: 'Invoices and customers.' }
const help = { label: 'Key', example: 'acme_…', hint: 'Settings → Keys', url: 'https://acme.dev/k' }

/** Everything that each shape can have, as it is typed. */
const FULL: Record<TypeValues['shape'], TypeValues> = {
  rest: {
    ...BLANK,
    ...NAMED,
    icon: 'stripe',
    docsUrl: 'https://docs.acme.dev',
    address: 'https://api.acme.dev/v1',
    methods: ['api_key', 'jwt', 'oauth', 'basic', 'certificate', 'none'],
    apiKey: { in: 'query', name: 'key', prefix: '', help },
    basic: { username: 'Account', help },
    jwt: {
      way: 'both',
      help,
      alg: 'ES256',
      lifetime: '120',
      asks: [{ into: 'iss', label: 'Issuer ID' }],
      keyHelp: help,
    },
    oauth: {
      ...BLANK.oauth,
      server: 'endpoints',
      authorizationEndpoint: 'https://acme.dev/authorize',
      tokenEndpoint: 'https://acme.dev/token',
      hasClient: true,
      scopes: 'read write',
      help,
    },
    certificate: { help },
    request: { method: 'POST', path: '/me', expectedStatus: '201' },
    account: '/user/name',
  },
  graphql: {
    ...BLANK,
    ...NAMED,
    shape: 'graphql',
    isOwnAddress: true,
    addressExample: 'https://acme.dev/graphql',
    methods: ['oauth', 'none'],
    oauth: { ...BLANK.oauth, server: 'each', help },
    query: '{ viewer { name } }',
    account: '/data/viewer/name',
  },
  'mcp-url': {
    ...BLANK,
    ...NAMED,
    shape: 'mcp-url',
    methods: ['oauth', 'jwt'],
    hasSse: true,
    urls: { http: 'https://mcp.acme.dev/mcp', sse: 'https://mcp.acme.dev/sse' },
    oauth: { ...BLANK.oauth, scopes: 'tools' },
  },
  'mcp-command': {
    ...BLANK,
    ...NAMED,
    shape: 'mcp-command',
    methods: ['none'],
    hasHttp: false,
    command: 'npx',
    args: '-y\n@acme/mcp server',
    env: [
      { name: 'ACME_TOKEN', isRequired: true, label: 'Token', hint: 'Settings → Tokens' },
      { name: 'ACME_REGION', isRequired: false, label: '', hint: '' },
    ],
  },
}

const typeOf = (values: TypeValues) => IntegrationType.parse(draftType(values, ID))

describe.each(Object.entries(FULL))('a type of the shape %s', (_shape, values) => {
  it('is one by the contract, and its form is the one that made it', () => {
    const type = typeOf(values)
    expect(problemsIn(values, ID)).toEqual({})
    expect(typeOf(valuesOfType(type))).toEqual(type)
  })
})

it('has what was typed, in the words of the contract', () => {
  expect(typeOf(FULL.rest)).toMatchObject({
    type: 'custom',
    category: 'Custom',
    auth_methods: ['api_key', 'jwt', 'oauth', 'basic', 'certificate', 'none'],
    defaults: {
      kind: 'rest',
      own_address: false,
      api_url: 'https://api.acme.dev/v1',
      own_request: false,
      auth: {
        api_key: { placement: { in: 'query', name: 'key' } },
        jwt: { mint: { algs: ['ES256'], lifetime_seconds: 120 } },
        oauth: {
          grants: ['authorization_code', 'client_credentials'],
          token_endpoint: 'https://acme.dev/token',
          scopes: ['read', 'write'],
        },
      },
      verification: { method: 'POST', path: '/me', expected_status: 201, account: ['/user/name'] },
    },
  })
  expect(typeOf(FULL['mcp-command']).defaults).toMatchObject({
    protocols: ['stdio'],
    // An argument with a space is one: no shell reads it.
    stdio: { command: 'npx', args: ['-y', '@acme/mcp server'], env: [{}, { is_required: false }] },
  })
})

it('forgets what belongs to a method or an address that is not chosen', () => {
  const { defaults } = typeOf({ ...FULL.rest, methods: ['none'], isOwnAddress: true })
  expect(defaults.auth).toEqual({})
  expect(JSON.stringify(defaults)).not.toContain('api_url')
})

it.each<[keyof typeof FULL, Partial<TypeValues>, Record<string, RegExp>]>([
  ['rest', { name: 'A' }, { name: /2 characters/ }],
  ['rest', { description: 'Short' }, { description: /10 characters/ }],
  ['rest', { docsUrl: 'docs' }, { docsUrl: /full address/ }],
  ['rest', { address: '' }, { address: /full address/ }],
  ['rest', { address: 'https://ada:secret@acme.dev' }, { address: /user name and password/ }],
  ['rest', { methods: [] }, { methods: /at least one/ }],
  [
    'rest',
    { apiKey: { ...BLANK.apiKey, name: 'Host' } },
    { 'apiKey.name': /steers the connection/ },
  ],
  [
    'rest',
    { apiKey: { ...BLANK.apiKey, help: { ...help, label: '' } } },
    { 'apiKey.help.label': /Name it/ },
  ],
  ['rest', { basic: { username: '', help } }, { 'basic.username': /Name it/ }],
  [
    'rest',
    { jwt: { ...BLANK.jwt, way: 'signed', lifetime: 'long', asks: [{ into: '', label: 'Iss' }] } },
    { 'jwt.lifetime': /whole number/, 'jwt.asks.0.into': /Name the claim/ },
  ],
  [
    'rest',
    { oauth: { ...BLANK.oauth, hasCode: false } },
    { 'oauth.issuer': /full address/, 'oauth.hasCode': /at least one/ },
  ],
  [
    'rest',
    { oauth: { ...BLANK.oauth, issuer: 'https://acme.dev', scopes: 'a"b' } },
    { 'oauth.scopes': /no spaces or quotes/ },
  ],
  [
    'rest',
    { request: { method: 'GET', path: 'me', expectedStatus: '404' } },
    { 'request.path': /one slash/, 'request.expectedStatus': /299/ },
  ],
  ['rest', { account: 'name' }, { account: /JSON Pointer/ }],
  ['graphql', { query: '' }, { query: /Enter a query/ }],
  ['graphql', { addressExample: 'acme' }, { addressExample: /full address/ }],
  ['mcp-url', { hasHttp: false, hasSse: false }, { hasHttp: /at least one/ }],
  ['mcp-url', { urls: { http: '', sse: 'x' } }, { 'urls.http': /full/, 'urls.sse': /full/ }],
  ['mcp-command', { command: 'npx -y | sh' }, { command: /without a shell/ }],
  [
    'mcp-command',
    { env: [{ name: '1', isRequired: true, label: 'One', hint: '' }] },
    { 'env.0.name': /letters, digits/ },
  ],
  [
    'mcp-command',
    {
      env: ['A_KEY', 'a_key'].map((name) => ({ name, isRequired: true, label: '', hint: '' })),
    },
    { 'env.1.name': /same name/ },
  ],
])('says what is wrong at the field: %s with %o', (shape, over, wanted) => {
  const found = problemsIn({ ...FULL[shape], ...over }, ID)
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort())
  for (const [field, words] of Object.entries(wanted)) expect(found[field]).toMatch(words)
})

describe('the preview', () => {
  it('is there from the start, with examples for what is not typed yet', () => {
    expect(previewOf(BLANK)).toMatchObject({ name: 'Your type' })
    expect(previewOf({ ...BLANK, shape: 'mcp-command' })).not.toBeNull()
    expect(
      previewOf({ ...BLANK, shape: 'mcp-url', hasSse: true, methods: ['oauth'] }),
    ).not.toBeNull()
    expect(previewOf({ ...BLANK, methods: ['oauth'] })).not.toBeNull()
  })

  it('is what was typed, where that is good', () => {
    expect(previewOf({ ...FULL.rest, address: 'https://', docsUrl: 'half' })).toMatchObject({
      name: 'Acme Billing',
      docs_url: null,
      auth_methods: FULL.rest.methods,
    })
  })

  it('knows where it cannot show what is typed', () => {
    expect(previewOf({ ...FULL.rest, account: 'name' })).toBeNull()
  })
})
