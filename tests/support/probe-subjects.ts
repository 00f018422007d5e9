import {
  AUTH_METHODS,
  AuthMethod,
  type CredentialSecret,
} from '../../supabase/functions/_shared/contract/auth.ts'
import type {
  GraphQLConfig,
  McpUrlConfig,
  RestConfig,
  SshConfig,
} from '../../supabase/functions/_shared/contract/config.ts'
import type { TypeDefaults } from '../../supabase/functions/_shared/contract/type-defaults.ts'
import type { WireSubject } from './probe-runner.ts'

type RestDefaults = Extract<TypeDefaults, { kind: 'rest' }>
type GraphQLDefaults = Extract<TypeDefaults, { kind: 'graphql' }>
type Auth = Pick<WireSubject, 'authMethod' | 'secrets'>

export const NO_AUTH: Auth = { authMethod: 'none', secrets: [] }

/** An auth method and its secret, as opened from its seal. */
export function auth(secret: CredentialSecret, expires_at: string | null = null): Auth {
  const authMethod = secret.kind === 'jwt_key' ? 'jwt' : AuthMethod.parse(secret.kind)
  return { authMethod, secrets: [['auth', { secret, hint: 'x7Qa', expires_at }]] }
}

const vendorDefaults = {
  own_address: true,
  headers: {},
  scopes: [],
  webhooks: true,
  auth: {},
  own_request: false,
}
const vendorConfig = { scopes: [], headers: [], env: [] }

export function restSubject(
  api_url: string,
  {
    defaults,
    config,
    ...who
  }: { defaults?: Partial<RestDefaults>; config?: Partial<RestConfig> } & Partial<Auth> = {},
): WireSubject {
  return {
    type: {
      name: 'Acme',
      auth_methods: AUTH_METHODS,
      defaults: {
        kind: 'rest',
        ...vendorDefaults,
        verification: { method: 'GET', path: '/me', expected_status: 200, account: ['/login'] },
        ...defaults,
      },
    },
    config: { kind: 'rest', api_url, ...vendorConfig, ...config },
    ...NO_AUTH,
    ...who,
  }
}

export function graphqlSubject(
  api_url: string,
  {
    defaults,
    config,
    ...who
  }: { defaults?: Partial<GraphQLDefaults>; config?: Partial<GraphQLConfig> } & Partial<Auth> = {},
): WireSubject {
  return {
    type: {
      name: 'Acme',
      auth_methods: AUTH_METHODS,
      defaults: {
        kind: 'graphql',
        ...vendorDefaults,
        verification: { query: '{ viewer { login } }', account: ['/data/viewer/login'] },
        ...defaults,
      },
    },
    config: { kind: 'graphql', api_url, ...vendorConfig, ...config },
    ...NO_AUTH,
    ...who,
  }
}

/** A command, with the values of its variables. */
export function stdioSubject(
  command: string,
  args: string[],
  variables: Record<string, string> = {},
): WireSubject {
  return {
    type: {
      name: 'Acme MCP',
      auth_methods: ['none'],
      defaults: {
        kind: 'mcp',
        own_address: true,
        protocols: ['stdio'],
        urls: {},
        stdio: { args: [], env: [] },
        auth: {},
      },
    },
    config: { kind: 'mcp', protocol: 'stdio', command, args, env: Object.keys(variables) },
    authMethod: 'none',
    secrets: Object.entries(variables).map(([name, value]) => [
      `env:${name}`,
      { secret: { kind: 'value', value }, hint: '', expires_at: null },
    ]),
  }
}

export function mcpSubject(
  url: string,
  { config, ...who }: { config?: Partial<McpUrlConfig> } & Partial<Auth> = {},
): WireSubject {
  return {
    type: {
      name: 'Acme MCP',
      auth_methods: AUTH_METHODS,
      defaults: { kind: 'mcp', own_address: true, protocols: ['http', 'sse'], urls: {}, auth: {} },
    },
    config: { kind: 'mcp', protocol: 'http', url, headers: [], env: [], ...config },
    ...NO_AUTH,
    ...who,
  }
}

/** An SSH server of the loopback, as the person ada. */
export function sshSubject(
  port: number,
  { config, ...who }: { config?: Partial<SshConfig> } & Partial<Auth> = {},
): WireSubject {
  return {
    type: {
      name: 'SSH server',
      auth_methods: ['ssh_key'],
      defaults: { kind: 'ssh', own_address: true, auth: {} },
    },
    config: { kind: 'ssh', host: 'localhost', port, username: 'ada', ...config },
    authMethod: 'ssh_key',
    secrets: [],
    ...who,
  }
}
