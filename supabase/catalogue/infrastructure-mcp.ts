import { bearer, remoteMcp, signIn } from './entry.ts'

export const infrastructureMcp = [
  remoteMcp({
    id: 'cloudflare-docs-mcp',
    name: 'Cloudflare Docs MCP',
    category: 'Infrastructure',
    description: 'Search the Cloudflare documentation.',
    icon: 'cloudflare',
    docs_url:
      'https://developers.cloudflare.com/agents/model-context-protocol/mcp-servers-for-cloudflare/',
    url: 'https://docs.mcp.cloudflare.com/mcp',
    open: true,
    auth: {},
  }),
  remoteMcp({
    id: 'aws-knowledge-mcp',
    name: 'AWS Knowledge MCP',
    category: 'Infrastructure',
    description: 'AWS documentation, API references and regional availability.',
    icon: null,
    docs_url: 'https://awslabs.github.io/mcp/servers/aws-knowledge-mcp-server',
    url: 'https://knowledge-mcp.global.api.aws',
    open: true,
    auth: {},
  }),
  remoteMcp({
    id: 'render-mcp',
    name: 'Render MCP',
    category: 'Infrastructure',
    description: 'Create services, read logs and metrics, query databases.',
    icon: 'render',
    docs_url: 'https://render.com/docs/mcp-server',
    url: 'https://mcp.render.com/mcp',
    auth: {
      api_key: bearer({
        label: 'API key',
        example: 'rnd_…',
        url: 'https://dashboard.render.com/u/settings',
      }),
    },
  }),
  remoteMcp({
    id: 'vercel-mcp',
    name: 'Vercel MCP',
    category: 'Infrastructure',
    description: 'Projects, deployments, logs and Vercel’s documentation.',
    icon: 'vercel',
    docs_url: 'https://vercel.com/docs/mcp/vercel-mcp',
    url: 'https://mcp.vercel.com',
    auth: { oauth: signIn() },
  }),
  remoteMcp({
    id: 'cloudflare-observability-mcp',
    name: 'Cloudflare Observability MCP',
    category: 'Infrastructure',
    description: 'Logs and analytics of your Workers.',
    icon: 'cloudflare',
    docs_url:
      'https://developers.cloudflare.com/agents/model-context-protocol/mcp-servers-for-cloudflare/',
    url: 'https://observability.mcp.cloudflare.com/mcp',
    auth: { oauth: signIn() },
  }),
]
