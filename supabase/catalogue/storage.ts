import { bearer, googleSignIn, restApi, signIn } from './entry.ts'

export const storage = [
  restApi({
    id: 'dropbox',
    name: 'Dropbox',
    category: 'Storage',
    description: 'Files, folders and shared links.',
    icon: 'dropbox',
    docs_url: 'https://www.dropbox.com/developers/documentation/http/documentation',
    api_url: 'https://api.dropboxapi.com/2',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Access token',
        example: 'sl.…',
        url: 'https://www.dropbox.com/developers/apps',
        hint: 'Your app → Settings → Generated access token. It lasts four hours.',
      }),
      oauth: signIn({
        authorization_endpoint: 'https://www.dropbox.com/oauth2/authorize',
        token_endpoint: 'https://api.dropboxapi.com/oauth2/token',
        client_auth: ['client_secret_basic', 'client_secret_post', 'none'],
        authorization_params: { token_access_type: 'offline' },
        scopes: ['account_info.read'],
        client: {
          label: 'App',
          url: 'https://www.dropbox.com/developers/apps',
          hint: 'App key and app secret, under Settings.',
        },
      }),
    },
    verification: {
      method: 'POST',
      path: '/check/user',
      body: { query: 'patchbay' },
      expected_status: 200,
      success: { pointer: '/result', value: 'patchbay' },
    },
  }),
  restApi({
    id: 'box',
    name: 'Box',
    category: 'Storage',
    description: 'Files, folders and collaborations.',
    icon: 'box',
    docs_url: 'https://developer.box.com/reference/',
    api_url: 'https://api.box.com/2.0',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Developer token',
        example: '32 letters and digits',
        url: 'https://app.box.com/developers/console',
        hint: 'Your app → Configuration → Developer token. It lasts one hour.',
      }),
      oauth: signIn({
        authorization_endpoint: 'https://account.box.com/api/oauth2/authorize',
        token_endpoint: 'https://api.box.com/oauth2/token',
        client_auth: ['client_secret_post'],
        client: {
          label: 'Platform app',
          url: 'https://app.box.com/developers/console',
          hint: 'With user authentication (OAuth 2.0).',
        },
      }),
    },
    verification: {
      method: 'GET',
      path: '/users/me?fields=name,login',
      expected_status: 200,
      account: ['/name', '/login'],
    },
  }),
  restApi({
    id: 'backblaze-b2',
    name: 'Backblaze B2',
    category: 'Storage',
    description: 'Buckets and files of a B2 account.',
    icon: 'backblaze',
    docs_url: 'https://www.backblaze.com/apidocs/introduction-to-the-b2-native-api',
    api_url: 'https://api.backblazeb2.com',
    webhooks: true,
    auth: {
      basic: {
        username: { label: 'Key ID', example: '12 or 25 letters and digits' },
        password: {
          label: 'Application key',
          example: 'K00…, 31 characters',
          url: 'https://secure.backblaze.com/app_keys.htm',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/b2api/v3/b2_authorize_account',
      expected_status: 200,
      account: ['/accountId'],
    },
  }),
  restApi({
    id: 'cloudinary',
    name: 'Cloudinary',
    category: 'Storage',
    description: 'Images and videos: upload, transformation and delivery.',
    icon: 'cloudinary',
    docs_url: 'https://cloudinary.com/documentation/admin_api',
    address_example: 'https://api.cloudinary.com/v1_1/acme',
    webhooks: true,
    auth: {
      basic: {
        username: { label: 'API key', example: '15 digits' },
        password: {
          label: 'API secret',
          example: '27 letters, digits, dashes and underscores',
          url: 'https://console.cloudinary.com/settings/api-keys',
          hint: 'The address ends with your cloud name.',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/ping',
      expected_status: 200,
      success: { pointer: '/status', value: 'ok' },
    },
  }),
  restApi({
    id: 'nextcloud',
    name: 'Nextcloud',
    category: 'Storage',
    description: 'Files, shares and users of your Nextcloud.',
    icon: 'nextcloud',
    docs_url:
      'https://docs.nextcloud.com/server/latest/developer_manual/client_apis/OCS/ocs-api-overview.html',
    address_example: 'https://cloud.example.com',
    // Without it Nextcloud refuses OCS calls as cross-site requests.
    headers: { 'OCS-APIRequest': 'true' },
    auth: {
      basic: {
        username: { label: 'User name', example: 'ada' },
        password: {
          label: 'App password',
          example: 'Five groups of five characters with dashes between',
          url: 'https://docs.nextcloud.com/server/latest/user_manual/en/session_management.html',
          hint: 'Personal settings → Security → Create new app password.',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/ocs/v2.php/cloud/user?format=json',
      expected_status: 200,
      account: ['/ocs/data/displayname', '/ocs/data/id'],
    },
  }),
  restApi({
    id: 'pinata',
    name: 'Pinata',
    category: 'Storage',
    description: 'Files on IPFS: upload, pinning and gateways.',
    icon: null,
    docs_url: 'https://docs.pinata.cloud/api-reference/introduction',
    api_url: 'https://api.pinata.cloud',
    auth: {
      jwt: {
        help: {
          label: 'JWT',
          example: 'eyJ…, three parts with dots between',
          url: 'https://app.pinata.cloud/developers/api-keys',
          hint: 'Shown once, beside API key and secret, when a key is made.',
        },
      },
    },
    verification: { method: 'GET', path: '/data/testAuthentication', expected_status: 200 },
  }),
  restApi({
    id: 'google-drive',
    name: 'Google Drive',
    category: 'Storage',
    description: 'Files, folders and shared drives.',
    icon: 'googledrive',
    docs_url: 'https://developers.google.com/workspace/drive/api/reference/rest/v3',
    api_url: 'https://www.googleapis.com/drive/v3',
    auth: {
      oauth: googleSignIn(
        'https://www.googleapis.com/auth/drive.metadata.readonly',
        'Google Drive API',
      ),
    },
    verification: {
      method: 'GET',
      path: '/about?fields=user',
      expected_status: 200,
      account: ['/user/displayName'],
    },
  }),
]
