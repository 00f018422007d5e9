import { bearer, googleSignIn, inHeader, remoteMcp, restApi, signIn } from './entry.ts'

export const automation = [
  restApi({
    id: 'n8n',
    name: 'n8n',
    category: 'Automation',
    description: 'Workflows of your own n8n or of n8n Cloud.',
    icon: 'n8n',
    docs_url: 'https://docs.n8n.io/api/',
    address_example: 'https://acme.app.n8n.cloud',
    auth: {
      api_key: inHeader('X-N8N-API-KEY', {
        label: 'API key',
        example: 'eyJ… or n8n_api_…',
        url: 'https://docs.n8n.io/api/authentication/',
        hint: 'Settings → n8n API in your instance.',
      }),
    },
    verification: { method: 'GET', path: '/api/v1/workflows?limit=1', expected_status: 200 },
  }),
  restApi({
    id: 'make',
    name: 'Make',
    category: 'Automation',
    description: 'Scenarios, connections and data stores on Make.',
    icon: 'make',
    docs_url: 'https://developers.make.com/api-documentation',
    address_example: 'https://eu1.make.com',
    auth: {
      api_key: inHeader(
        'Authorization',
        {
          label: 'API token',
          example: 'Five groups of letters and digits with dashes between',
          hint: 'Profile → API in your zone, with scope user:read. The zone is the start of the address.',
        },
        'Token ',
      ),
    },
    verification: {
      method: 'GET',
      path: '/api/v2/users/me',
      expected_status: 200,
      account: ['/authUser/name', '/authUser/email'],
    },
  }),
  restApi({
    id: 'apify',
    name: 'Apify',
    category: 'Automation',
    description: 'Web scraping and automation Actors.',
    icon: null,
    docs_url: 'https://docs.apify.com/api/v2',
    api_url: 'https://api.apify.com/v2',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'API token',
        example: 'apify_api_…',
        url: 'https://console.apify.com/settings/integrations',
      }),
    },
    verification: {
      method: 'GET',
      path: '/users/me',
      expected_status: 200,
      account: ['/data/username'],
    },
  }),
  remoteMcp({
    id: 'apify-mcp',
    name: 'Apify MCP',
    category: 'Automation',
    description: 'Find and run Apify Actors as tools.',
    icon: null,
    docs_url: 'https://docs.apify.com/platform/integrations/mcp',
    url: 'https://mcp.apify.com',
    auth: {
      api_key: bearer({
        label: 'API token',
        example: 'apify_api_…',
        url: 'https://console.apify.com/settings/integrations',
      }),
      oauth: signIn(),
    },
  }),
  restApi({
    id: 'calendly',
    name: 'Calendly',
    category: 'Automation',
    description: 'Event types, bookings and availability.',
    icon: 'calendly',
    docs_url: 'https://developer.calendly.com/api-docs',
    api_url: 'https://api.calendly.com',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Personal access token',
        example: 'eyJ…',
        url: 'https://calendly.com/integrations/api_webhooks',
      }),
      oauth: signIn({
        authorization_endpoint: 'https://auth.calendly.com/oauth/authorize',
        token_endpoint: 'https://auth.calendly.com/oauth/token',
        client_auth: ['client_secret_basic', 'client_secret_post'],
        client: {
          label: 'OAuth app',
          url: 'https://developer.calendly.com/console/apps',
        },
      }),
    },
    verification: {
      method: 'GET',
      path: '/users/me',
      expected_status: 200,
      account: ['/resource/name', '/resource/email'],
    },
  }),
  restApi({
    id: 'google-calendar',
    name: 'Google Calendar',
    category: 'Automation',
    description: 'Calendars and events.',
    icon: 'googlecalendar',
    docs_url: 'https://developers.google.com/workspace/calendar/api/v3/reference',
    api_url: 'https://www.googleapis.com/calendar/v3',
    auth: {
      oauth: googleSignIn(
        'https://www.googleapis.com/auth/calendar.readonly',
        'Google Calendar API',
      ),
    },
    verification: {
      method: 'GET',
      path: '/users/me/calendarList/primary',
      expected_status: 200,
      account: ['/summary'],
    },
  }),
]
