import { bearer, inHeader, inQuery, remoteMcp, restApi, signIn } from './entry.ts'

export const search = [
  restApi({
    id: 'elasticsearch',
    name: 'Elasticsearch',
    category: 'Search',
    description: 'Indexes and search of your cluster.',
    icon: 'elasticsearch',
    docs_url: 'https://www.elastic.co/docs/api/doc/elasticsearch/',
    address_example: 'https://my-cluster.es.eu-central-1.aws.elastic.cloud',
    auth: {
      api_key: inHeader(
        'Authorization',
        {
          label: 'Encoded API key',
          example: 'Base64, ending in ==',
          url: 'https://www.elastic.co/docs/deploy-manage/api-keys/elasticsearch-api-keys',
          hint: 'The field “encoded” of the answer that made it.',
        },
        'ApiKey ',
      ),
      basic: {
        username: { label: 'User name', example: 'elastic' },
        password: { label: 'Password' },
      },
      certificate: {
        help: {
          label: 'Client certificate',
          url: 'https://www.elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/pki',
          hint: 'For a cluster of your own with a PKI realm.',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/_security/_authenticate',
      expected_status: 200,
      account: ['/api_key/name', '/username'],
    },
  }),
  restApi({
    id: 'meilisearch',
    name: 'Meilisearch',
    category: 'Search',
    description: 'Indexes, documents and settings of your instance.',
    icon: 'meilisearch',
    docs_url: 'https://www.meilisearch.com/docs/reference/api/overview',
    address_example: 'https://ms-example.fra.meilisearch.io',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Admin API key',
        example: '64 letters and digits',
        url: 'https://www.meilisearch.com/docs/learn/security/basic_security',
        hint: 'The default admin key, or one with the action version.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/version',
      expected_status: 200,
      // Meilisearch answers a wrong key with 403, not 401.
      auth_failure: { pointer: '/code', values: ['invalid_api_key'] },
    },
  }),
  restApi({
    id: 'typesense',
    name: 'Typesense',
    category: 'Search',
    description: 'Collections and search of your cluster.',
    icon: null,
    docs_url: 'https://typesense.org/docs/latest/api/',
    address_example: 'https://xyz.a1.typesense.net',
    auth: {
      api_key: inHeader('X-TYPESENSE-API-KEY', {
        label: 'Admin API key',
        url: 'https://cloud.typesense.org/clusters',
        hint: 'Your cluster → Generate API Keys. A search-only key may not list collections.',
      }),
    },
    verification: { method: 'GET', path: '/collections?limit=1', expected_status: 200 },
  }),
  restApi({
    id: 'serpapi',
    name: 'SerpApi',
    category: 'Search',
    description: 'Search results of Google, Bing and others as JSON.',
    icon: null,
    docs_url: 'https://serpapi.com/search-api',
    api_url: 'https://serpapi.com',
    auth: {
      api_key: inQuery('api_key', {
        label: 'Private API key',
        example: '64 letters and digits',
        url: 'https://serpapi.com/manage-api-key',
      }),
    },
    verification: {
      method: 'GET',
      path: '/account.json',
      expected_status: 200,
      account: ['/account_email', '/account_id'],
    },
  }),
  restApi({
    id: 'tavily',
    name: 'Tavily',
    category: 'Search',
    description: 'Web search and extraction made for language models.',
    icon: null,
    docs_url: 'https://docs.tavily.com/documentation/api-reference/introduction',
    api_url: 'https://api.tavily.com',
    auth: {
      api_key: bearer({
        label: 'API key',
        example: 'tvly-…',
        url: 'https://app.tavily.com/home',
      }),
    },
    verification: {
      method: 'GET',
      path: '/usage',
      expected_status: 200,
      account: ['/account/current_plan'],
    },
  }),
  remoteMcp({
    id: 'tavily-mcp',
    name: 'Tavily MCP',
    category: 'Search',
    description: 'Search, extract, crawl and map the web.',
    icon: null,
    docs_url: 'https://docs.tavily.com/documentation/mcp',
    url: 'https://mcp.tavily.com/mcp/',
    auth: {
      api_key: bearer({
        label: 'API key',
        example: 'tvly-…',
        url: 'https://app.tavily.com/home',
      }),
      oauth: signIn(),
    },
  }),
  remoteMcp({
    id: 'exa-mcp',
    name: 'Exa MCP',
    category: 'Search',
    description: 'Search and read the web, code included.',
    icon: null,
    docs_url: 'https://docs.exa.ai/reference/exa-mcp',
    url: 'https://mcp.exa.ai/mcp',
    open: true,
    auth: {
      api_key: inHeader('x-api-key', {
        label: 'API key',
        example: 'Five groups of letters and digits with dashes between',
        url: 'https://dashboard.exa.ai/api-keys',
        hint: 'Optional: without one, a small free allowance.',
      }),
    },
  }),
  remoteMcp({
    id: 'jina-mcp',
    name: 'Jina AI MCP',
    category: 'Search',
    description: 'Read pages as Markdown, search the web and rerank.',
    icon: null,
    docs_url: 'https://github.com/jina-ai/MCP',
    url: 'https://mcp.jina.ai/v1',
    open: true,
    auth: {
      api_key: bearer({
        label: 'API key',
        example: 'jina_…',
        url: 'https://jina.ai/api-dashboard/',
        hint: 'Optional: searching needs one, reading does not.',
      }),
    },
  }),
]
