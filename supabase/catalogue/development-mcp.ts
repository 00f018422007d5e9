import { bearer, inHeader, remoteMcp, signIn } from './entry.ts'

export const developmentMcp = [
  remoteMcp({
    id: 'github-mcp',
    name: 'GitHub MCP',
    category: 'Development',
    description: 'Repositories, issues, pull requests and Actions as tools.',
    icon: 'github',
    docs_url: 'https://github.com/github/github-mcp-server',
    url: 'https://api.githubcopilot.com/mcp/',
    auth: {
      api_key: bearer({
        label: 'Personal access token',
        example: 'github_pat_… or ghp_…',
        url: 'https://github.com/settings/tokens',
      }),
      // GitHub registers no client by itself.
      oauth: signIn({
        client: { label: 'OAuth app', url: 'https://github.com/settings/developers' },
      }),
    },
  }),
  remoteMcp({
    id: 'context7-mcp',
    name: 'Context7 MCP',
    category: 'Development',
    description: 'Current documentation and examples for libraries, by version.',
    icon: null,
    docs_url: 'https://context7.com/docs',
    url: 'https://mcp.context7.com/mcp',
    auth: {
      api_key: inHeader('CONTEXT7_API_KEY', {
        label: 'API key',
        example: 'ctx7sk-…',
        url: 'https://context7.com/dashboard',
      }),
    },
  }),
  remoteMcp({
    id: 'deepwiki-mcp',
    name: 'DeepWiki MCP',
    category: 'Development',
    description: 'Ask about any public GitHub repository and read its wiki.',
    icon: null,
    docs_url: 'https://docs.devin.ai/work-with-devin/deepwiki-mcp',
    url: 'https://mcp.deepwiki.com/mcp',
    open: true,
    auth: {},
  }),
  remoteMcp({
    id: 'postman-mcp',
    name: 'Postman MCP',
    category: 'Development',
    description: 'Collections, environments and specifications as tools.',
    icon: 'postman',
    docs_url: 'https://github.com/postmanlabs/postman-mcp-server',
    url: 'https://mcp.postman.com/minimal',
    auth: {
      api_key: bearer({
        label: 'Postman API key',
        example: 'PMAK-…',
        url: 'https://go.postman.co/settings/me/api-keys',
      }),
    },
  }),
  remoteMcp({
    id: 'svelte-mcp',
    name: 'Svelte MCP',
    category: 'Development',
    description: 'Svelte and SvelteKit documentation, and checks of component code.',
    icon: 'svelte',
    docs_url: 'https://svelte.dev/docs/mcp/overview',
    url: 'https://mcp.svelte.dev/mcp',
    open: true,
    auth: {},
  }),
  remoteMcp({
    id: 'astro-docs-mcp',
    name: 'Astro Docs MCP',
    category: 'Development',
    description: 'Search the current Astro documentation.',
    icon: 'astro',
    docs_url: 'https://docs.astro.build/en/guides/build-with-ai/',
    url: 'https://mcp.docs.astro.build/mcp',
    open: true,
    auth: {},
  }),
]
