import { bearer, graphqlApi, inHeader, restApi } from './entry.ts'

export const observability = [
  restApi({
    id: 'sentry',
    name: 'Sentry',
    category: 'Observability',
    description: 'Errors, traces and releases.',
    icon: 'sentry',
    docs_url: 'https://docs.sentry.io/api/',
    api_url: 'https://sentry.io/api/0',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'User auth token',
        example: 'sntryu_…',
        url: 'https://sentry.io/settings/account/api/auth-tokens/',
        hint: 'With scope org:read.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/organizations/?per_page=1',
      expected_status: 200,
      account: ['/0/name', '/0/slug'],
    },
  }),
  restApi({
    id: 'datadog',
    name: 'Datadog',
    category: 'Observability',
    description: 'Metrics, logs and events, sent with an API key.',
    icon: 'datadog',
    docs_url: 'https://docs.datadoghq.com/api/latest/',
    address_example: 'https://api.datadoghq.com',
    webhooks: true,
    auth: {
      api_key: inHeader('DD-API-KEY', {
        label: 'API key',
        example: '32 letters and digits',
        url: 'https://app.datadoghq.com/organization-settings/api-keys',
        hint: 'The site is part of the address: https://api.datadoghq.eu, https://api.us5.datadoghq.com.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/api/v1/validate',
      expected_status: 200,
      success: { pointer: '/valid', value: true },
      // Datadog answers a wrong key with 403, not 401.
      auth_failure: { pointer: '/errors/0', values: ['Forbidden'] },
    },
  }),
  restApi({
    id: 'pagerduty',
    name: 'PagerDuty',
    category: 'Observability',
    description: 'Incidents, services and on-call schedules.',
    icon: 'pagerduty',
    docs_url: 'https://developer.pagerduty.com/api-reference/',
    api_url: 'https://api.pagerduty.com',
    headers: { Accept: 'application/vnd.pagerduty+json;version=2' },
    webhooks: true,
    auth: {
      api_key: inHeader(
        'Authorization',
        {
          label: 'REST API key',
          example: '20 letters, digits, dashes and pluses',
          url: 'https://support.pagerduty.com/main/docs/api-access-keys',
          hint: 'Integrations → API Access Keys; a user’s own token works too.',
        },
        'Token token=',
      ),
    },
    verification: { method: 'GET', path: '/abilities', expected_status: 200 },
  }),
  restApi({
    id: 'grafana',
    name: 'Grafana',
    category: 'Observability',
    description: 'Dashboards, data sources and alerts of your Grafana.',
    icon: 'grafana',
    docs_url: 'https://grafana.com/docs/grafana/latest/developers/http_api/',
    address_example: 'https://acme.grafana.net',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Service account token',
        example: 'glsa_…',
        url: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
        hint: 'Administration → Users and access → Service accounts.',
      }),
      basic: {
        username: { label: 'User name', example: 'admin' },
        password: { label: 'Password' },
      },
    },
    verification: {
      method: 'GET',
      path: '/api/org',
      expected_status: 200,
      account: ['/name'],
    },
  }),
  graphqlApi({
    id: 'new-relic',
    name: 'New Relic',
    category: 'Observability',
    description: 'Telemetry, alerts and dashboards, through NerdGraph.',
    icon: 'newrelic',
    docs_url:
      'https://docs.newrelic.com/docs/apis/nerdgraph/get-started/introduction-new-relic-nerdgraph/',
    api_url: 'https://api.newrelic.com/graphql',
    webhooks: true,
    auth: {
      api_key: inHeader('API-Key', {
        label: 'User key',
        example: 'NRAK-…',
        url: 'https://one.newrelic.com/api-keys',
        hint: 'For the EU region set the address to https://api.eu.newrelic.com/graphql.',
      }),
    },
    verification: {
      query: '{ actor { user { name email } } }',
      account: ['/data/actor/user/name', '/data/actor/user/email'],
    },
  }),
  restApi({
    id: 'better-stack',
    name: 'Better Stack Uptime',
    category: 'Observability',
    description: 'Uptime monitors, heartbeats and status pages.',
    icon: 'betterstack',
    docs_url: 'https://betterstack.com/docs/uptime/api/getting-started-with-uptime-api/',
    api_url: 'https://uptime.betterstack.com/api/v2',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Uptime API token',
        example: '24 letters and digits',
        url: 'https://betterstack.com/docs/uptime/api/getting-started-with-uptime-api/',
        hint: 'API tokens → Team-based tokens → Uptime API token.',
      }),
    },
    verification: { method: 'GET', path: '/monitors?per_page=1', expected_status: 200 },
  }),
  restApi({
    id: 'honeycomb',
    name: 'Honeycomb',
    category: 'Observability',
    description: 'Traces, queries, boards and SLOs of an environment.',
    icon: null,
    docs_url: 'https://api-docs.honeycomb.io/api',
    api_url: 'https://api.honeycomb.io',
    webhooks: true,
    auth: {
      api_key: inHeader('X-Honeycomb-Team', {
        label: 'Configuration key',
        url: 'https://ui.honeycomb.io/account',
        hint: 'For the EU region set the address to https://api.eu1.honeycomb.io.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/1/auth',
      expected_status: 200,
      account: ['/team/name', '/environment/name'],
    },
  }),
  restApi({
    id: 'incident-io',
    name: 'incident.io',
    category: 'Observability',
    description: 'Incidents, on-call and catalogue.',
    icon: null,
    docs_url: 'https://api-docs.incident.io/',
    api_url: 'https://api.incident.io',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'API key',
        url: 'https://app.incident.io/settings/api-keys',
      }),
    },
    verification: {
      method: 'GET',
      path: '/v1/identity',
      expected_status: 200,
      account: ['/identity/name'],
    },
  }),
]
