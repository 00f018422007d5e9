import { bearer, inHeader, remoteMcp, restApi, signIn } from './entry.ts'

export const databases = [
  restApi({
    id: 'supabase',
    name: 'Supabase',
    category: 'Databases',
    description: 'Projects and organizations, through the Management API.',
    icon: 'supabase',
    docs_url: 'https://supabase.com/docs/reference/api/introduction',
    api_url: 'https://api.supabase.com',
    auth: {
      api_key: bearer({
        label: 'Personal access token',
        example: 'sbp_…, 44 characters',
        url: 'https://supabase.com/dashboard/account/tokens',
      }),
      oauth: signIn({
        authorization_endpoint: 'https://api.supabase.com/v1/oauth/authorize',
        token_endpoint: 'https://api.supabase.com/v1/oauth/token',
        client_auth: ['client_secret_basic'],
        client: {
          label: 'OAuth app',
          url: 'https://supabase.com/docs/guides/integrations/build-a-supabase-oauth-integration',
          hint: 'Organization settings → OAuth Apps, with read access to organizations.',
        },
      }),
    },
    verification: {
      method: 'GET',
      path: '/v1/organizations',
      expected_status: 200,
      account: ['/0/name'],
    },
  }),
  remoteMcp({
    id: 'supabase-mcp',
    name: 'Supabase MCP',
    category: 'Databases',
    description: 'Manage projects, run SQL and read logs and docs.',
    icon: 'supabase',
    docs_url: 'https://supabase.com/docs/guides/getting-started/mcp',
    url: 'https://mcp.supabase.com/mcp',
    auth: {
      api_key: bearer({
        label: 'Personal access token',
        example: 'sbp_…, 44 characters',
        url: 'https://supabase.com/dashboard/account/tokens',
        hint: 'Add ?read_only=true to the address if nothing may be changed.',
      }),
      oauth: signIn(),
    },
  }),
  restApi({
    id: 'neon',
    name: 'Neon',
    category: 'Databases',
    description: 'Serverless Postgres: projects, branches and roles.',
    icon: 'neon',
    docs_url: 'https://api-docs.neon.tech/reference/getting-started-with-neon-api',
    api_url: 'https://console.neon.tech/api/v2',
    auth: {
      api_key: bearer({
        label: 'Personal API key',
        example: 'napi_…',
        url: 'https://console.neon.tech/app/settings/api-keys',
        hint: 'A personal key: an organization’s key has no user to ask for.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/users/me',
      expected_status: 200,
      account: ['/name', '/email'],
    },
  }),
  remoteMcp({
    id: 'neon-mcp',
    name: 'Neon MCP',
    category: 'Databases',
    description: 'Create projects and branches, run SQL and migrations.',
    icon: 'neon',
    docs_url: 'https://neon.com/docs/ai/neon-mcp-server',
    url: 'https://mcp.neon.tech/mcp',
    auth: {
      api_key: bearer({
        label: 'API key',
        example: 'napi_…',
        url: 'https://console.neon.tech/app/settings/api-keys',
      }),
      oauth: signIn(),
    },
  }),
  restApi({
    id: 'upstash',
    name: 'Upstash',
    category: 'Databases',
    description: 'Serverless Redis databases, through the Developer API.',
    icon: 'upstash',
    docs_url: 'https://upstash.com/docs/devops/developer-api/introduction',
    api_url: 'https://api.upstash.com/v2',
    auth: {
      basic: {
        username: { label: 'Account email', example: 'you@example.com' },
        password: {
          label: 'Management API key',
          url: 'https://console.upstash.com/account/api',
        },
      },
    },
    verification: { method: 'GET', path: '/redis/databases', expected_status: 200 },
  }),
  restApi({
    id: 'turso',
    name: 'Turso',
    category: 'Databases',
    description: 'SQLite databases, groups and locations.',
    icon: 'turso',
    docs_url: 'https://docs.turso.tech/api-reference/introduction',
    api_url: 'https://api.turso.tech',
    auth: {
      api_key: bearer({
        label: 'Platform API token',
        example: 'eyJ…',
        url: 'https://docs.turso.tech/api-reference/authentication',
        hint: 'On the command line: turso auth api-tokens mint patchbay',
      }),
    },
    verification: {
      method: 'GET',
      path: '/v1/organizations',
      expected_status: 200,
      account: ['/0/name'],
    },
  }),
  restApi({
    id: 'airtable',
    name: 'Airtable',
    category: 'Databases',
    description: 'Bases, tables and records.',
    icon: 'airtable',
    docs_url: 'https://airtable.com/developers/web/api/introduction',
    api_url: 'https://api.airtable.com/v0',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Personal access token',
        example: 'pat…, two parts with a dot between',
        url: 'https://airtable.com/create/tokens',
      }),
      oauth: signIn({
        authorization_endpoint: 'https://airtable.com/oauth2/v1/authorize',
        token_endpoint: 'https://airtable.com/oauth2/v1/token',
        client_auth: ['client_secret_basic', 'none'],
        scopes: ['user.email:read'],
        client: {
          label: 'OAuth integration',
          url: 'https://airtable.com/create/oauth',
        },
      }),
    },
    verification: {
      method: 'GET',
      path: '/meta/whoami',
      expected_status: 200,
      account: ['/email', '/id'],
    },
  }),
  restApi({
    id: 'pinecone',
    name: 'Pinecone',
    category: 'Databases',
    description: 'Vector indexes and their data.',
    icon: null,
    docs_url: 'https://docs.pinecone.io/reference/api/introduction',
    api_url: 'https://api.pinecone.io',
    api_version: { header: 'X-Pinecone-API-Version', default: '2025-01' },
    auth: {
      api_key: inHeader('Api-Key', {
        label: 'API key',
        example: 'pcsk_…',
        url: 'https://app.pinecone.io/organizations/-/keys',
      }),
    },
    verification: { method: 'GET', path: '/indexes', expected_status: 200 },
  }),
  restApi({
    id: 'qdrant',
    name: 'Qdrant',
    category: 'Databases',
    description: 'Vector collections of your cluster.',
    icon: 'qdrant',
    docs_url: 'https://qdrant.tech/documentation/interfaces/',
    address_example: 'https://xyz-example.eu-central.aws.cloud.qdrant.io:6333',
    auth: {
      api_key: inHeader('api-key', {
        label: 'API key',
        url: 'https://cloud.qdrant.io/',
        hint: 'Your cluster → API Keys, or service.api_key of your own server.',
      }),
    },
    verification: { method: 'GET', path: '/collections', expected_status: 200 },
  }),
  restApi({
    id: 'snowflake',
    name: 'Snowflake',
    category: 'Databases',
    description: 'Databases, warehouses and queries of a Snowflake account.',
    icon: 'snowflake',
    docs_url: 'https://docs.snowflake.com/en/developer-guide/snowflake-rest-api/snowflake-rest-api',
    address_example: 'https://myorg-myaccount.snowflakecomputing.com',
    headers: { 'X-Snowflake-Authorization-Token-Type': 'KEYPAIR_JWT' },
    auth: {
      jwt: {
        mint: {
          algs: ['RS256'],
          // Snowflake takes no token that lives longer than an hour.
          lifetime_seconds: 3_600,
          asks: [
            { into: 'iss', label: 'Issuer', example: 'MYORG-MYACCOUNT.ADA.SHA256:…' },
            { into: 'sub', label: 'Subject', example: 'MYORG-MYACCOUNT.ADA' },
          ],
          help: {
            label: 'Private key',
            example: '-----BEGIN PRIVATE KEY-----',
            url: 'https://docs.snowflake.com/en/developer-guide/snowflake-rest-api/authentication',
            hint: 'In capitals; SHA256:… is RSA_PUBLIC_KEY_FP of DESCRIBE USER. The key as PKCS#8, without passphrase.',
          },
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/api/v2/databases?showLimit=1',
      expected_status: 200,
      account: ['/0/name'],
    },
  }),
]
