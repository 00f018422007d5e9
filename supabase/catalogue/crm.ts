import { bearer, inHeader, restApi, signIn } from './entry.ts'

export const crm = [
  restApi({
    id: 'hubspot',
    name: 'HubSpot',
    category: 'CRM',
    description: 'Contacts, companies, deals and marketing.',
    icon: 'hubspot',
    docs_url: 'https://developers.hubspot.com/docs/api-reference/overview',
    api_url: 'https://api.hubapi.com',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Private app access token',
        example: 'pat-eu1-… or pat-na1-…',
        url: 'https://app.hubspot.com/l/settings/integrations/private-apps',
      }),
      oauth: signIn({
        authorization_endpoint: 'https://app.hubspot.com/oauth/authorize',
        token_endpoint: 'https://api.hubapi.com/oauth/v3/token',
        client_auth: ['client_secret_post'],
        scopes: ['oauth'],
        client: {
          label: 'Public app',
          url: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/oauth/working-with-oauth',
        },
      }),
    },
    verification: {
      method: 'GET',
      path: '/account-info/v3/details',
      expected_status: 200,
      account: ['/uiDomain', '/portalId'],
    },
  }),
  restApi({
    id: 'pipedrive',
    name: 'Pipedrive',
    category: 'CRM',
    description: 'Deals, people and activities.',
    icon: null,
    docs_url: 'https://developers.pipedrive.com/docs/api/v1',
    api_url: 'https://api.pipedrive.com/v1',
    webhooks: true,
    auth: {
      api_key: inHeader('x-api-token', {
        label: 'Personal API token',
        example: '40 letters and digits',
        url: 'https://app.pipedrive.com/settings/api',
      }),
    },
    verification: {
      method: 'GET',
      path: '/users/me',
      expected_status: 200,
      success: { pointer: '/success', value: true },
      account: ['/data/company_name', '/data/name'],
    },
  }),
  restApi({
    id: 'attio',
    name: 'Attio',
    category: 'CRM',
    description: 'Records, lists and notes of a workspace.',
    icon: null,
    docs_url: 'https://docs.attio.com/rest-api/overview',
    api_url: 'https://api.attio.com/v2',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'API key',
        example: '64 letters and digits',
        url: 'https://docs.attio.com/rest-api/guides/authentication',
        hint: 'Workspace settings → Developers → Access tokens.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/self',
      expected_status: 200,
      // A token that was switched off is still answered, with active: false.
      auth_failure: { pointer: '/active', values: [false] },
      account: ['/workspace_name'],
    },
  }),
]
