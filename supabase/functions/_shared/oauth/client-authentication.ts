import { type ClientAuth, ClientSecretPost, None } from 'oauth4webapi'
import { type Authority, AuthorizationError } from './authority.ts'

/** How the client proves itself at the token endpoint. @throws AuthorizationError without its secret. */
export function clientAuthentication(
  { client }: Authority,
  clientSecret: string | null,
): ClientAuth {
  const method = client.token_endpoint_auth_method
  if (method === 'none') return None()
  if (clientSecret === null) {
    throw new AuthorizationError(
      'authorization_failed',
      'The client secret has not been entered. Enter it and connect again.',
      { reason: 'invalid_client' },
    )
  }
  return method === 'client_secret_post'
    ? ClientSecretPost(clientSecret)
    : clientSecretBasic(clientSecret)
}

/**
 * RFC 6749 §2.3.1. oauth4webapi's own also escapes what a form leaves as it is (`-`, `.`, `_`), and
 * the many servers that do not decode would find another client ID.
 */
function clientSecretBasic(clientSecret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    const pair = `${formEncoded(client.client_id)}:${formEncoded(clientSecret)}`
    headers.set('authorization', `Basic ${btoa(pair)}`)
  }
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}
