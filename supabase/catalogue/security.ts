import { bearer, inHeader, inQuery, restApi } from './entry.ts'

export const security = [
  restApi({
    id: 'snyk',
    name: 'Snyk',
    category: 'Security',
    description: 'Vulnerabilities in code, dependencies and containers.',
    icon: 'snyk',
    docs_url: 'https://docs.snyk.io/snyk-api',
    api_url: 'https://api.snyk.io/rest',
    webhooks: true,
    auth: {
      api_key: inHeader(
        'Authorization',
        {
          label: 'API token',
          example: 'Five groups of letters and digits with dashes between',
          url: 'https://app.snyk.io/account',
        },
        'token ',
      ),
    },
    verification: {
      method: 'GET',
      path: '/self?version=2024-10-15',
      expected_status: 200,
      account: ['/data/attributes/username', '/data/attributes/name'],
    },
  }),
  restApi({
    id: 'sonarqube-cloud',
    name: 'SonarQube Cloud',
    category: 'Security',
    description: 'Code quality and security findings, by project.',
    icon: 'sonarqubecloud',
    docs_url: 'https://docs.sonarsource.com/sonarqube-cloud/advanced-setup/web-api/',
    api_url: 'https://sonarcloud.io/api',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Personal access token',
        example: '40 letters and digits',
        url: 'https://sonarcloud.io/account/security',
      }),
    },
    verification: {
      method: 'GET',
      path: '/authentication/validate',
      expected_status: 200,
      success: { pointer: '/valid', value: true },
      auth_failure: { pointer: '/valid', values: [false] },
    },
  }),
  restApi({
    id: 'gitguardian',
    name: 'GitGuardian',
    category: 'Security',
    description: 'Leaked secrets: incidents, scans and honeytokens.',
    icon: null,
    docs_url: 'https://api.gitguardian.com/docs',
    api_url: 'https://api.gitguardian.com/v1',
    webhooks: true,
    auth: {
      api_key: inHeader(
        'Authorization',
        {
          label: 'API key',
          url: 'https://dashboard.gitguardian.com/api/personal-access-tokens',
        },
        'Token ',
      ),
    },
    verification: { method: 'GET', path: '/health', expected_status: 200 },
  }),
  restApi({
    id: 'doppler',
    name: 'Doppler',
    category: 'Security',
    description: 'Secrets of projects and their environments.',
    icon: null,
    docs_url: 'https://docs.doppler.com/reference/api',
    api_url: 'https://api.doppler.com/v3',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Token',
        example: 'dp.pt.…, dp.sa.… or dp.st.…',
        url: 'https://dashboard.doppler.com/workplace',
      }),
    },
    verification: {
      method: 'GET',
      path: '/me',
      expected_status: 200,
      account: ['/workplace/name', '/name'],
    },
  }),
  restApi({
    id: 'okta',
    name: 'Okta',
    category: 'Security',
    description: 'Users, groups and applications of an Okta organization.',
    icon: 'okta',
    docs_url: 'https://developer.okta.com/docs/reference/core-okta-api/',
    address_example: 'https://acme.okta.com',
    webhooks: true,
    auth: {
      api_key: inHeader(
        'Authorization',
        {
          label: 'API token',
          example: '00…, 42 characters',
          url: 'https://developer.okta.com/docs/guides/create-an-api-token/main/',
          hint: 'Admin Console → Security → API → Tokens.',
        },
        'SSWS ',
      ),
    },
    verification: {
      method: 'GET',
      path: '/api/v1/users/me',
      expected_status: 200,
      account: ['/profile/login', '/profile/email'],
    },
  }),
  restApi({
    id: 'auth0',
    name: 'Auth0',
    category: 'Security',
    description: 'Users, applications and logs, through the Management API.',
    icon: 'auth0',
    docs_url: 'https://auth0.com/docs/api/management/v2',
    address_example: 'https://acme.eu.auth0.com',
    auth: {
      jwt: {
        help: {
          label: 'Management API token',
          example: 'eyJ…, three parts with dots between',
          url: 'https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens',
          hint: 'With scope read:tenant_settings. A test token lasts 24 hours.',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/api/v2/tenants/settings?fields=friendly_name',
      expected_status: 200,
      account: ['/friendly_name'],
    },
  }),
  restApi({
    id: 'tailscale',
    name: 'Tailscale',
    category: 'Security',
    description: 'Devices, keys and access rules of a tailnet.',
    icon: 'tailscale',
    docs_url: 'https://tailscale.com/api',
    api_url: 'https://api.tailscale.com/api/v2',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'API access token',
        example: 'tskey-api-…',
        url: 'https://login.tailscale.com/admin/settings/keys',
      }),
    },
    verification: { method: 'GET', path: '/tailnet/-/keys', expected_status: 200 },
  }),
  restApi({
    id: 'have-i-been-pwned',
    name: 'Have I Been Pwned',
    category: 'Security',
    description: 'Breaches that an address or a domain was found in.',
    icon: 'haveibeenpwned',
    docs_url: 'https://haveibeenpwned.com/API/v3',
    api_url: 'https://haveibeenpwned.com/api/v3',
    auth: {
      api_key: inHeader('hibp-api-key', {
        label: 'API key',
        example: '32 letters and digits',
        url: 'https://haveibeenpwned.com/API/Key',
      }),
    },
    verification: {
      method: 'GET',
      path: '/subscription/status',
      expected_status: 200,
      account: ['/SubscriptionName'],
    },
  }),
  restApi({
    id: 'shodan',
    name: 'Shodan',
    category: 'Security',
    description: 'Exposed hosts and services on the internet.',
    icon: null,
    docs_url: 'https://developer.shodan.io/api',
    api_url: 'https://api.shodan.io',
    auth: {
      api_key: inQuery('key', {
        label: 'API key',
        example: '32 letters and digits',
        url: 'https://account.shodan.io/',
      }),
    },
    verification: {
      method: 'GET',
      path: '/api-info',
      expected_status: 200,
      account: ['/plan'],
    },
  }),
]
