import type { Authority } from '../../supabase/functions/_shared/oauth/authority.ts'
import { refreshTokens } from '../../supabase/functions/_shared/oauth/authorization-code.ts'
import { authorityOfMcp } from '../../supabase/functions/_shared/oauth/mcp-authority.ts'
import type { Way } from './ssrf-ways.ts'

type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>

/** Ways in which an MCP server, or who it sends people to sign in at, has an address called. */
export function oauthWaysOf(
  called: (call: (fetch: Fetch) => Promise<unknown>) => Promise<string>,
  leadingTo: (way: string, url: string) => string,
): Way[] {
  const discovered = (way: string): Way => ({
    name: `oauth-${way}`,
    tries: 'places',
    isLed: true,
    go: (url) =>
      called((fetch) =>
        authorityOfMcp({
          serverUrl: new URL(leadingTo(`mcp-${way}`, url)),
          fetch,
          given: undefined,
          known: null,
          pageUrl: 'https://page.example',
          redirectUri: 'https://project.example/functions/v1/oauth/callback',
          // Plain http would be refused before it came to where it leads.
          allowInsecure: true,
        }),
      ),
  })
  return [
    discovered('resource-metadata'),
    discovered('authorization-server'),
    discovered('registration'),
    {
      name: 'oauth-token',
      tries: 'places',
      go: (url) =>
        called((fetch) =>
          refreshTokens(authorityWith(url), {
            refreshToken: 'canary-refresh-4711',
            clientSecret: null,
            fetch,
            allowInsecure: true,
          }),
        ),
    },
  ]
}

function authorityWith(token_endpoint: string): Authority {
  return {
    server: { issuer: 'https://issuer.example', token_endpoint },
    client: { client_id: 'patchbay', token_endpoint_auth_method: 'none' },
    registration: 'entered',
    resource: null,
    scopes: [],
  }
}
