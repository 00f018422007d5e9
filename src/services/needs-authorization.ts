import type { FailureCode } from '@contract/errors'
import type { ConfigOutline } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'

/** Failures that nothing but giving access anew ends … */
const REVOKED: readonly FailureCode[] = ['authorization_missing', 'authorization_revoked']
/** … and those that mean the same of a token that OAuth gave. */
const REFUSED: readonly FailureCode[] = ['credential_refused', 'credential_expired']

/** True where the person must give access again at the authorization server, and nothing else. */
export function needsAuthorization({
  status,
  auth_method,
  config,
  last_error,
}: Pick<IntegrationCardRow, 'status' | 'auth_method' | 'config' | 'last_error'>): boolean {
  if (status !== 'error' || auth_method !== 'oauth' || config === null) return false
  // Who asks as itself (RFC 6749 §4.4) has nobody to lead anywhere.
  if (grantOf(config) === 'client_credentials') return false
  return [...REVOKED, ...REFUSED].some((code) => code === last_error?.code)
}

function grantOf(config: ConfigOutline): string | undefined {
  switch (config.kind) {
    case 'ssh':
      return undefined
    case 'mcp':
      return config.protocol === 'stdio' ? undefined : config.oauth?.grant
    case 'rest':
    case 'graphql':
      return config.oauth?.grant
  }
}
