import { inHeader, restApi } from './entry.ts'

export const commerce = [
  restApi({
    id: 'shopify',
    name: 'Shopify',
    category: 'Commerce',
    description: 'Products, orders and customers of one shop, through the Admin API.',
    icon: 'shopify',
    docs_url: 'https://shopify.dev/docs/api/admin-rest',
    address_example: 'https://acme.myshopify.com',
    webhooks: true,
    auth: {
      api_key: inHeader('X-Shopify-Access-Token', {
        label: 'Admin API access token',
        example: 'shpat_…, 38 characters',
        url: 'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens',
        hint: 'The Admin API token of an app that is installed in the shop.',
      }),
    },
    verification: {
      method: 'GET',
      // Shopify serves the oldest version it still supports once this one is retired.
      path: '/admin/api/2025-10/shop.json',
      expected_status: 200,
      account: ['/shop/name'],
    },
  }),
  restApi({
    id: 'woocommerce',
    name: 'WooCommerce',
    category: 'Commerce',
    description: 'Products, orders and customers of a WordPress shop.',
    icon: 'woocommerce',
    docs_url: 'https://woocommerce.github.io/woocommerce-rest-api-docs/',
    address_example: 'https://shop.example.com',
    webhooks: true,
    auth: {
      basic: {
        username: { label: 'Consumer key', example: 'ck_…, 43 characters' },
        password: {
          label: 'Consumer secret',
          example: 'cs_…, 43 characters',
          url: 'https://woocommerce.com/document/woocommerce-rest-api/',
          hint: 'WooCommerce → Settings → Advanced → REST API.',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/wp-json/wc/v3/products?per_page=1&_fields=id',
      expected_status: 200,
    },
  }),
  restApi({
    id: 'bigcommerce',
    name: 'BigCommerce',
    category: 'Commerce',
    description: 'Catalogue, orders and customers of one store.',
    icon: 'bigcommerce',
    docs_url: 'https://developer.bigcommerce.com/docs/start/about',
    address_example: 'https://api.bigcommerce.com/stores/abc123',
    // Version 2 answers in XML unless it is asked.
    headers: { Accept: 'application/json' },
    webhooks: true,
    auth: {
      api_key: inHeader('X-Auth-Token', {
        label: 'Access token',
        example: '31 letters and digits',
        url: 'https://developer.bigcommerce.com/docs/start/authentication/api-accounts',
        hint: 'Of a store-level API account with scope Information & Settings: read-only.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/v2/store',
      expected_status: 200,
      account: ['/name'],
    },
  }),
]
