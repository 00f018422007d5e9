import type { AccessTo } from '../probe/access.ts'
import type { AccessRequest } from './access.ts'
import { clientCredentialsAccess } from './client-credentials-access.ts'
import { grantedAccess } from './granted-access.ts'

/** The access tokens of an integration, for a test of it. */
export function accessTo(request: AccessRequest): AccessTo {
  return (config, signal) =>
    config.oauth?.grant === 'client_credentials'
      ? clientCredentialsAccess(request, config)
      : grantedAccess(request, config, signal)
}
