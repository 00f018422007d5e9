/** Where the page serves its client ID metadata document (draft-ietf-oauth-client-id-metadata-document). */
export const CLIENT_METADATA_PATH = '/client-metadata.json'

/** Its address, which is the client ID. `pageUrl` is the page's origin. */
export function clientMetadataUrl(pageUrl: string): string {
  return new URL(CLIENT_METADATA_PATH, pageUrl).href
}

/** The redirect URI of a project: exactly this everywhere. */
export function callbackUrl(supabaseUrl: string): string {
  return `${supabaseUrl.replace(/\/+$/, '')}/functions/v1/oauth/callback`
}

/** How Patchbay introduces itself (RFC 7591 §2, OpenID Connect Registration §2). */
export function clientMetadata(pageUrl: string, redirectUri: string) {
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(redirectUri).hostname)
  return {
    client_name: 'Patchbay',
    client_uri: new URL(pageUrl).origin,
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    application_type: isLocal ? 'native' : 'web',
  }
}

/** The document itself: whoever can read it is told everything, so the client has no secret. */
export function clientMetadataDocument(pageUrl: string, redirectUri: string) {
  return {
    client_id: clientMetadataUrl(pageUrl),
    ...clientMetadata(pageUrl, redirectUri),
    token_endpoint_auth_method: 'none',
  }
}
