import type { AuthMethod } from '@contract/auth'

/** What a type of one's own can be: what the person chooses first. */
export const SHAPES = ['rest', 'graphql', 'mcp-url', 'mcp-command'] as const
export type Shape = (typeof SHAPES)[number]

/**
 * The auth methods that make sense for each; the first that is chosen is the usual one. A command
 * gets its secrets as variables.
 */
export const METHODS_OF: Record<Shape, readonly AuthMethod[]> = {
  rest: ['api_key', 'jwt', 'oauth', 'basic', 'certificate', 'none'],
  graphql: ['api_key', 'jwt', 'oauth', 'basic', 'certificate', 'none'],
  'mcp-url': ['oauth', 'jwt', 'api_key', 'basic', 'certificate', 'none'],
  'mcp-command': ['none'],
}

/** What the form that is made says where a secret goes in. */
export interface HelpValues {
  label: string
  example: string
  hint: string
  url: string
}

/** One environment variable that a command wants. */
export interface EnvValues {
  name: string
  isRequired: boolean
  label: string
  hint: string
}

/** One claim that each connection fills in. */
export interface AskValues {
  into: string
  label: string
}

export const JWT_WAYS = ['given', 'signed', 'both'] as const
/** Who the authorization server is: each connection says, found by its issuer, or two addresses. */
export const OAUTH_SERVERS = ['each', 'issuer', 'endpoints'] as const

/** The form as it is typed: text throughout. What its shape does not have keeps its text, unused. */
export interface TypeValues {
  shape: Shape
  name: string
  description: string
  /** A slug, or empty for the first letter. */
  icon: string
  docsUrl: string
  isOwnAddress: boolean
  address: string
  addressExample: string
  urls: { http: string; sse: string }
  hasHttp: boolean
  hasSse: boolean
  command: string
  /** One a line. */
  args: string
  env: EnvValues[]
  methods: AuthMethod[]
  apiKey: { in: 'header' | 'query'; name: string; prefix: string; help: HelpValues }
  basic: { username: string; help: HelpValues }
  jwt: {
    way: (typeof JWT_WAYS)[number]
    help: HelpValues
    alg: 'RS256' | 'ES256' | 'EdDSA' | 'HS256'
    lifetime: string
    asks: AskValues[]
    keyHelp: HelpValues
  }
  oauth: {
    server: (typeof OAUTH_SERVERS)[number]
    issuer: string
    authorizationEndpoint: string
    tokenEndpoint: string
    hasCode: boolean
    hasClient: boolean
    scopes: string
    help: HelpValues
  }
  certificate: { help: HelpValues }
  request: { method: 'GET' | 'HEAD' | 'POST'; path: string; expectedStatus: string }
  query: string
  /** A JSON pointer; empty for none. */
  account: string
}

const help = (label: string): HelpValues => ({ label, example: '', hint: '', url: '' })

/** The form of a new type. */
export const BLANK: TypeValues = {
  shape: 'rest',
  name: '',
  description: '',
  icon: '',
  docsUrl: '',
  isOwnAddress: false,
  address: '',
  addressExample: '',
  urls: { http: '', sse: '' },
  hasHttp: true,
  hasSse: false,
  command: '',
  args: '',
  env: [],
  methods: ['api_key'],
  apiKey: { in: 'header', name: 'Authorization', prefix: 'Bearer ', help: help('API key') },
  basic: { username: 'User name', help: help('Password') },
  jwt: {
    way: 'given',
    help: help('Token'),
    alg: 'RS256',
    lifetime: '300',
    asks: [],
    keyHelp: help('Signing key'),
  },
  oauth: {
    server: 'issuer',
    issuer: '',
    authorizationEndpoint: '',
    tokenEndpoint: '',
    hasCode: true,
    hasClient: false,
    scopes: '',
    help: help('OAuth client'),
  },
  certificate: { help: help('Client certificate') },
  request: { method: 'GET', path: '/', expectedStatus: '200' },
  query: '{ __typename }',
  account: '',
}
