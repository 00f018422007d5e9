import { bearer, inHeader, restApi, signIn } from './entry.ts'

export const development = [
  restApi({
    id: 'github',
    name: 'GitHub',
    category: 'Development',
    description: 'Repositories, issues, pull requests and Actions.',
    icon: 'github',
    docs_url: 'https://docs.github.com/en/rest',
    api_url: 'https://api.github.com',
    headers: { Accept: 'application/vnd.github+json' },
    api_version: { header: 'X-GitHub-Api-Version', default: '2022-11-28' },
    scopes: ['repo', 'read:org', 'read:user', 'workflow', 'gist'],
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Personal access token',
        example: 'github_pat_… or ghp_…',
        url: 'https://github.com/settings/tokens',
      }),
      oauth: signIn({
        authorization_endpoint: 'https://github.com/login/oauth/authorize',
        token_endpoint: 'https://github.com/login/oauth/access_token',
        client_auth: ['client_secret_post'],
        scopes: ['read:user'],
        client: {
          label: 'OAuth app',
          url: 'https://github.com/settings/developers',
        },
      }),
    },
    verification: {
      method: 'GET',
      path: '/user',
      expected_status: 200,
      account: ['/login'],
      scopes_header: 'X-OAuth-Scopes',
    },
  }),
  restApi({
    id: 'gitlab',
    name: 'GitLab',
    category: 'Development',
    description: 'Projects, merge requests and pipelines on GitLab.com.',
    icon: 'gitlab',
    docs_url: 'https://docs.gitlab.com/api/rest/',
    api_url: 'https://gitlab.com/api/v4',
    webhooks: true,
    auth: {
      api_key: inHeader('PRIVATE-TOKEN', {
        label: 'Personal access token',
        example: 'glpat-…',
        url: 'https://gitlab.com/-/user_settings/personal_access_tokens',
        hint: 'With scope read_user or read_api. For your own GitLab, change the address.',
      }),
      oauth: signIn({
        authorization_endpoint: 'https://gitlab.com/oauth/authorize',
        token_endpoint: 'https://gitlab.com/oauth/token',
        client_auth: ['client_secret_basic', 'client_secret_post', 'none'],
        scopes: ['read_user'],
        client: {
          label: 'Application',
          url: 'https://gitlab.com/-/user_settings/applications',
          hint: 'With scope read_user. For GitLab.com only.',
        },
      }),
    },
    verification: {
      method: 'GET',
      path: '/user',
      expected_status: 200,
      account: ['/username'],
    },
  }),
  restApi({
    id: 'bitbucket',
    name: 'Bitbucket',
    category: 'Development',
    description: 'Repositories, pull requests and pipelines on Bitbucket Cloud.',
    icon: 'bitbucket',
    docs_url: 'https://developer.atlassian.com/cloud/bitbucket/rest/intro/',
    api_url: 'https://api.bitbucket.org/2.0',
    webhooks: true,
    auth: {
      basic: {
        username: { label: 'Atlassian account email', example: 'you@example.com' },
        password: {
          label: 'API token',
          example: 'ATATT…',
          url: 'https://id.atlassian.com/manage-profile/security/api-tokens',
          hint: 'A token with scopes, for Bitbucket, with read:user:bitbucket.',
        },
      },
      oauth: signIn({
        authorization_endpoint: 'https://bitbucket.org/site/oauth2/authorize',
        token_endpoint: 'https://bitbucket.org/site/oauth2/access_token',
        client_auth: ['client_secret_basic'],
        scopes: ['account'],
        client: {
          label: 'OAuth consumer',
          url: 'https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/',
          hint: 'Workspace settings → OAuth consumers, with permission Account: Read.',
        },
      }),
    },
    verification: {
      method: 'GET',
      path: '/user',
      expected_status: 200,
      account: ['/display_name', '/username'],
    },
  }),
  restApi({
    id: 'circleci',
    name: 'CircleCI',
    category: 'Development',
    description: 'Pipelines, workflows and jobs.',
    icon: 'circleci',
    docs_url: 'https://circleci.com/docs/api/v2/index.html',
    api_url: 'https://circleci.com/api/v2',
    webhooks: true,
    auth: {
      api_key: inHeader('Circle-Token', {
        label: 'Personal API token',
        example: 'CCIPAT_…',
        url: 'https://app.circleci.com/settings/user/tokens',
      }),
    },
    verification: {
      method: 'GET',
      path: '/me',
      expected_status: 200,
      account: ['/name', '/login'],
    },
  }),
  restApi({
    id: 'buildkite',
    name: 'Buildkite',
    category: 'Development',
    description: 'Pipelines, builds and agents.',
    icon: 'buildkite',
    docs_url: 'https://buildkite.com/docs/apis/rest-api',
    api_url: 'https://api.buildkite.com/v2',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'API access token',
        example: 'bkua_…',
        url: 'https://buildkite.com/user/api-access-tokens',
      }),
    },
    verification: {
      method: 'GET',
      path: '/access-token',
      expected_status: 200,
      account: ['/user/name', '/description', '/uuid'],
    },
  }),
  restApi({
    id: 'postman',
    name: 'Postman',
    category: 'Development',
    description: 'Collections, environments, mocks and monitors.',
    icon: 'postman',
    docs_url: 'https://learning.postman.com/docs/developer/postman-api/intro-api/',
    api_url: 'https://api.getpostman.com',
    auth: {
      api_key: inHeader('X-API-Key', {
        label: 'Postman API key',
        example: 'PMAK-…',
        url: 'https://go.postman.co/settings/me/api-keys',
      }),
    },
    verification: {
      method: 'GET',
      path: '/me',
      expected_status: 200,
      account: ['/user/fullName', '/user/username'],
    },
  }),
  restApi({
    id: 'github-app',
    name: 'GitHub App',
    category: 'Development',
    description: 'A GitHub App itself: its settings and installations.',
    icon: 'github',
    docs_url:
      'https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app',
    api_url: 'https://api.github.com',
    headers: { Accept: 'application/vnd.github+json' },
    api_version: { header: 'X-GitHub-Api-Version', default: '2022-11-28' },
    webhooks: true,
    auth: {
      jwt: {
        mint: {
          algs: ['RS256'],
          // GitHub takes no token that is valid for more than ten minutes.
          lifetime_seconds: 540,
          asks: [{ into: 'iss', label: 'Client ID', example: 'Iv23li…, or the app ID' }],
          help: {
            label: 'Private key',
            example: '-----BEGIN RSA PRIVATE KEY-----',
            url: 'https://github.com/settings/apps',
            hint: 'Your app → Private keys → Generate a private key.',
          },
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/app',
      expected_status: 200,
      account: ['/name', '/slug'],
    },
  }),
  restApi({
    id: 'app-store-connect',
    name: 'App Store Connect',
    category: 'Development',
    description: 'Apps, builds, TestFlight and sales of an Apple developer team.',
    icon: 'appstore',
    docs_url: 'https://developer.apple.com/documentation/appstoreconnectapi',
    api_url: 'https://api.appstoreconnect.apple.com',
    webhooks: true,
    auth: {
      jwt: {
        mint: {
          algs: ['ES256'],
          // Apple takes no token that lives longer than twenty minutes.
          lifetime_seconds: 1_200,
          claims: { aud: 'appstoreconnect-v1' },
          asks: [
            { into: 'iss', label: 'Issuer ID', example: 'Five groups with dashes between' },
            { into: 'key_id', label: 'Key ID', example: '10 letters and digits' },
          ],
          help: {
            label: 'Private key',
            example: '-----BEGIN PRIVATE KEY-----',
            url: 'https://appstoreconnect.apple.com/access/integrations/api',
            hint: 'The file AuthKey_….p8 of a team key. Apple lets it be downloaded once.',
          },
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/v1/apps?limit=1',
      expected_status: 200,
      account: ['/data/0/attributes/name'],
    },
  }),
]
