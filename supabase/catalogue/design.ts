import { bearer, inHeader, restApi } from './entry.ts'

export const design = [
  restApi({
    id: 'figma',
    name: 'Figma',
    category: 'Design',
    description: 'Files, components, comments and variables.',
    icon: 'figma',
    docs_url: 'https://www.figma.com/developers/api',
    api_url: 'https://api.figma.com',
    webhooks: true,
    auth: {
      api_key: inHeader('X-Figma-Token', {
        label: 'Personal access token',
        example: 'figd_…',
        url: 'https://www.figma.com/settings',
        hint: 'Settings → Security, with scope current_user:read.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/v1/me',
      expected_status: 200,
      // Figma answers a wrong or old token with 403, not 401.
      auth_failure: {
        pointer: '/err',
        values: ['Invalid token', 'Token expired'],
        expired: ['Token expired'],
      },
      account: ['/handle', '/email'],
    },
  }),
  restApi({
    id: 'webflow',
    name: 'Webflow',
    category: 'Design',
    description: 'Sites, pages and CMS collections.',
    icon: 'webflow',
    docs_url: 'https://developers.webflow.com/data/reference/rest-introduction',
    api_url: 'https://api.webflow.com/v2',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Site token',
        example: '64 letters and digits',
        url: 'https://developers.webflow.com/data/reference/authentication/site-token',
        hint: 'Site settings → Apps & integrations → API access.',
      }),
    },
    verification: { method: 'GET', path: '/token/introspect', expected_status: 200 },
  }),
  restApi({
    id: 'miro',
    name: 'Miro',
    category: 'Design',
    description: 'Boards, items and members of a team.',
    icon: 'miro',
    docs_url: 'https://developers.miro.com/reference/overview',
    api_url: 'https://api.miro.com',
    auth: {
      api_key: bearer({
        label: 'Access token',
        url: 'https://miro.com/app/settings/user-profile/apps',
        hint: 'Make an app, then install it in your team: the token is shown once.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/v1/oauth-token',
      expected_status: 200,
      account: ['/team/name', '/user/name'],
    },
  }),
  restApi({
    id: 'unsplash',
    name: 'Unsplash',
    category: 'Design',
    description: 'Free photographs: search, collections and statistics.',
    icon: 'unsplash',
    docs_url: 'https://unsplash.com/documentation',
    api_url: 'https://api.unsplash.com',
    headers: { 'Accept-Version': 'v1' },
    auth: {
      api_key: inHeader(
        'Authorization',
        {
          label: 'Access key',
          example: '43 letters, digits, dashes and underscores',
          url: 'https://unsplash.com/oauth/applications',
        },
        'Client-ID ',
      ),
    },
    verification: { method: 'GET', path: '/photos?per_page=1', expected_status: 200 },
  }),
]
