import { commandMcp } from './entry.ts'

const REFERENCE = 'https://github.com/modelcontextprotocol/servers/tree/main/src'

/** MCP servers that speak over stdio: a runner starts them. Commands as their own documentation has them. */
export const commandsMcp = [
  commandMcp({
    id: 'filesystem-mcp',
    name: 'Filesystem MCP',
    category: 'Storage',
    description: 'Read, write and search files in folders that you name as arguments.',
    icon: 'modelcontextprotocol',
    docs_url: `${REFERENCE}/filesystem`,
    stdio: {
      command: 'npx',
      args: ['-y', '@modelcontextprotocol/server-filesystem', '/path/to/a/folder'],
    },
  }),
  commandMcp({
    id: 'memory-mcp',
    name: 'Memory MCP',
    category: 'Knowledge',
    description: 'A graph of what is to be remembered, kept in a file.',
    icon: 'modelcontextprotocol',
    docs_url: `${REFERENCE}/memory`,
    stdio: {
      command: 'npx',
      args: ['-y', '@modelcontextprotocol/server-memory'],
      env: [
        {
          name: 'MEMORY_FILE_PATH',
          is_required: false,
          help: { label: 'File', example: '/home/ada/memory.jsonl', hint: 'Where it is kept.' },
        },
      ],
    },
  }),
  commandMcp({
    id: 'sequential-thinking-mcp',
    name: 'Sequential Thinking MCP',
    category: 'AI',
    description: 'Think through a problem step by step, with revisions and branches.',
    icon: 'modelcontextprotocol',
    docs_url: `${REFERENCE}/sequentialthinking`,
    stdio: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-sequential-thinking'] },
  }),
  commandMcp({
    id: 'everything-mcp',
    name: 'Everything MCP',
    category: 'Development',
    description: 'The reference server that uses every feature of MCP: to try a client with.',
    icon: 'modelcontextprotocol',
    docs_url: `${REFERENCE}/everything`,
    stdio: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-everything'] },
  }),
  commandMcp({
    id: 'fetch-mcp',
    name: 'Fetch MCP',
    category: 'Search',
    description: 'Fetch web pages and turn them into Markdown.',
    icon: 'modelcontextprotocol',
    docs_url: `${REFERENCE}/fetch`,
    stdio: { command: 'uvx', args: ['mcp-server-fetch'] },
  }),
  commandMcp({
    id: 'git-mcp',
    name: 'Git MCP',
    category: 'Development',
    description: 'Read, search and change a Git repository on the runner’s machine.',
    icon: 'git',
    docs_url: `${REFERENCE}/git`,
    stdio: {
      command: 'uvx',
      args: ['mcp-server-git', '--repository', '/path/to/a/repository'],
    },
  }),
  commandMcp({
    id: 'time-mcp',
    name: 'Time MCP',
    category: 'Development',
    description: 'The current time anywhere, and conversion between time zones.',
    icon: 'modelcontextprotocol',
    docs_url: `${REFERENCE}/time`,
    stdio: { command: 'uvx', args: ['mcp-server-time'] },
  }),
  commandMcp({
    id: 'github-local-mcp',
    name: 'GitHub MCP in Docker',
    category: 'Development',
    description: 'GitHub’s own MCP server as a container on the runner’s machine.',
    icon: 'github',
    docs_url: 'https://github.com/github/github-mcp-server',
    stdio: {
      command: 'docker',
      args: [
        'run',
        '-i',
        '--rm',
        '-e',
        'GITHUB_PERSONAL_ACCESS_TOKEN',
        'ghcr.io/github/github-mcp-server',
      ],
      env: [
        {
          name: 'GITHUB_PERSONAL_ACCESS_TOKEN',
          help: {
            label: 'Personal access token',
            example: 'github_pat_… or ghp_…',
            url: 'https://github.com/settings/personal-access-tokens/new',
          },
        },
      ],
    },
  }),
  commandMcp({
    id: 'brave-search-mcp',
    name: 'Brave Search MCP',
    category: 'Search',
    description: 'Search the web, news, images and places with Brave.',
    icon: 'brave',
    docs_url: 'https://github.com/brave/brave-search-mcp-server',
    stdio: {
      command: 'npx',
      args: ['-y', '@brave/brave-search-mcp-server'],
      env: [
        {
          name: 'BRAVE_API_KEY',
          help: {
            label: 'API key',
            example: 'BSA…',
            url: 'https://api-dashboard.search.brave.com/app/keys',
          },
        },
      ],
    },
  }),
  commandMcp({
    id: 'notion-local-mcp',
    name: 'Notion MCP by command',
    category: 'Knowledge',
    description: 'Pages, databases and comments of the pages that an integration may see.',
    icon: 'notion',
    docs_url: 'https://github.com/makenotion/notion-mcp-server',
    stdio: {
      command: 'npx',
      args: ['-y', '@notionhq/notion-mcp-server'],
      env: [
        {
          name: 'NOTION_TOKEN',
          help: {
            label: 'Integration token',
            example: 'ntn_…',
            url: 'https://www.notion.so/profile/integrations',
          },
        },
      ],
    },
  }),
  commandMcp({
    id: 'mongodb-mcp',
    name: 'MongoDB MCP',
    category: 'Databases',
    description: 'Query a MongoDB database; it changes nothing unless you take --readOnly away.',
    icon: 'mongodb',
    docs_url: 'https://github.com/mongodb-js/mongodb-mcp-server',
    stdio: {
      command: 'npx',
      args: ['-y', 'mongodb-mcp-server@latest', '--readOnly'],
      env: [
        {
          name: 'MDB_MCP_CONNECTION_STRING',
          help: {
            label: 'Connection string',
            example: 'mongodb+srv://user:…@cluster.mongodb.net/db',
            url: 'https://www.mongodb.com/docs/manual/reference/connection-string/',
          },
        },
      ],
    },
  }),
  commandMcp({
    id: 'grafana-mcp',
    name: 'Grafana MCP',
    category: 'Observability',
    description: 'Dashboards, data sources, alerts and incidents of a Grafana instance.',
    icon: 'grafana',
    docs_url: 'https://github.com/grafana/mcp-grafana',
    stdio: {
      command: 'uvx',
      args: ['mcp-grafana'],
      env: [
        {
          name: 'GRAFANA_URL',
          help: { label: 'Address', example: 'https://myinstance.grafana.net' },
        },
        {
          name: 'GRAFANA_SERVICE_ACCOUNT_TOKEN',
          help: {
            label: 'Service account token',
            example: 'glsa_…',
            url: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
          },
        },
      ],
    },
  }),
]
