import { bearer, graphqlApi, inHeader, remoteMcp, restApi } from './entry.ts'

export const projectTracking = [
  graphqlApi({
    id: 'linear',
    name: 'Linear',
    category: 'Project tracking',
    description: 'Issues, projects and cycles.',
    icon: 'linear',
    docs_url: 'https://linear.app/developers/graphql',
    api_url: 'https://api.linear.app/graphql',
    webhooks: true,
    auth: {
      // A personal key stands alone; only an OAuth token follows “Bearer”.
      api_key: inHeader('Authorization', {
        label: 'Personal API key',
        example: 'lin_api_…, 48 characters',
        url: 'https://linear.app/settings/account/security',
      }),
    },
    verification: {
      query: '{ viewer { name } organization { name } }',
      auth_failure: { pointer: '/errors/0/extensions/code', values: ['AUTHENTICATION_ERROR'] },
      account: ['/data/organization/name', '/data/viewer/name'],
    },
  }),
  remoteMcp({
    id: 'linear-mcp',
    name: 'Linear MCP',
    category: 'Project tracking',
    description: 'Find, create and update issues, projects and comments.',
    icon: 'linear',
    docs_url: 'https://linear.app/docs/mcp',
    url: 'https://mcp.linear.app/mcp',
    auth: {
      api_key: bearer({
        label: 'Personal API key',
        example: 'lin_api_…, 48 characters',
        url: 'https://linear.app/settings/account/security',
      }),
    },
  }),
  restApi({
    id: 'jira',
    name: 'Jira',
    category: 'Project tracking',
    description: 'Issues, boards and projects of a Jira Cloud site.',
    icon: 'jira',
    docs_url: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/',
    address_example: 'https://acme.atlassian.net',
    webhooks: true,
    auth: {
      basic: {
        username: { label: 'Atlassian account email', example: 'you@example.com' },
        password: {
          label: 'API token',
          example: 'ATATT…',
          url: 'https://id.atlassian.com/manage-profile/security/api-tokens',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/rest/api/3/myself',
      expected_status: 200,
      account: ['/displayName', '/emailAddress'],
    },
  }),
  restApi({
    id: 'asana',
    name: 'Asana',
    category: 'Project tracking',
    description: 'Tasks, projects and portfolios.',
    icon: 'asana',
    docs_url: 'https://developers.asana.com/docs/overview',
    api_url: 'https://app.asana.com/api/1.0',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Personal access token',
        example: '2/… or 1/…',
        url: 'https://app.asana.com/0/my-apps',
      }),
    },
    verification: {
      method: 'GET',
      path: '/users/me?opt_fields=name,email',
      expected_status: 200,
      account: ['/data/name', '/data/email'],
    },
  }),
  restApi({
    id: 'clickup',
    name: 'ClickUp',
    category: 'Project tracking',
    description: 'Tasks, lists and docs.',
    icon: 'clickup',
    docs_url: 'https://developer.clickup.com/docs/index',
    api_url: 'https://api.clickup.com/api/v2',
    webhooks: true,
    auth: {
      api_key: inHeader('Authorization', {
        label: 'Personal API token',
        example: 'pk_…',
        url: 'https://app.clickup.com/settings/apps',
      }),
    },
    verification: {
      method: 'GET',
      path: '/user',
      expected_status: 200,
      account: ['/user/username', '/user/email'],
    },
  }),
  graphqlApi({
    id: 'monday',
    name: 'monday.com',
    category: 'Project tracking',
    description: 'Boards, items and updates.',
    icon: null,
    docs_url: 'https://developer.monday.com/api-reference/',
    api_url: 'https://api.monday.com/v2',
    webhooks: true,
    auth: {
      api_key: inHeader('Authorization', {
        label: 'Personal API token',
        example: 'eyJ…',
        url: 'https://developer.monday.com/api-reference/docs/authentication',
        hint: 'Your picture → Developers → My access tokens.',
      }),
    },
    verification: {
      query: '{ me { name account { name } } }',
      auth_failure: { pointer: '/errors/0', values: ['Not Authenticated'] },
      account: ['/data/me/account/name', '/data/me/name'],
    },
  }),
  restApi({
    id: 'todoist',
    name: 'Todoist',
    category: 'Project tracking',
    description: 'Tasks, projects and labels.',
    icon: 'todoist',
    docs_url: 'https://developer.todoist.com/api/v1/',
    api_url: 'https://api.todoist.com/api/v1',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'API token',
        example: '40 letters and digits',
        url: 'https://app.todoist.com/app/settings/integrations/developer',
      }),
    },
    verification: {
      method: 'GET',
      path: '/user',
      expected_status: 200,
      account: ['/full_name', '/email'],
    },
  }),
  restApi({
    id: 'shortcut',
    name: 'Shortcut',
    category: 'Project tracking',
    description: 'Stories, epics and iterations.',
    icon: 'shortcut',
    docs_url: 'https://developer.shortcut.com/api/rest/v3',
    api_url: 'https://api.app.shortcut.com/api/v3',
    webhooks: true,
    auth: {
      api_key: inHeader('Shortcut-Token', {
        label: 'API token',
        example: 'Five groups of letters and digits with dashes between',
        url: 'https://app.shortcut.com/settings/account/api-tokens',
      }),
    },
    verification: {
      method: 'GET',
      path: '/member',
      expected_status: 200,
      account: ['/workspace2/name', '/name', '/mention_name'],
    },
  }),
  restApi({
    id: 'clockify',
    name: 'Clockify',
    category: 'Project tracking',
    description: 'Time entries, projects and reports.',
    icon: 'clockify',
    docs_url: 'https://docs.clockify.me/',
    api_url: 'https://api.clockify.me/api/v1',
    webhooks: true,
    auth: {
      api_key: inHeader('X-Api-Key', {
        label: 'API key',
        example: '48 letters and digits',
        url: 'https://app.clockify.me/user/preferences',
        hint: 'Preferences → Advanced → Manage API keys.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/user',
      expected_status: 200,
      account: ['/name', '/email'],
    },
  }),
]
