import type { IntegrationCardRow } from '@contract/rows'
import type { IntegrationType } from '@contract/type-defaults'
import { needsAuthorization } from '@/services/needs-authorization'
import { authMethodOf, type ConnectionValues, valuesOfIntegration } from './model'
import { type Stored, slotState } from './secrets'
import { configOf } from './stored-config'

/**
 * True where saving this form leads to the authorization server: nobody has given access yet, what
 * was given is no good any more, or something else is asked for than was given.
 */
export function mustAuthorize(
  values: ConnectionValues,
  type: IntegrationType,
  stored: Stored | null,
  integration: IntegrationCardRow | null,
): boolean {
  const { grant } = values.oauth
  if (authMethodOf(values, type) !== 'oauth' || grant !== 'authorization_code') return false
  if (integration === null || needsAuthorization(integration)) return true
  if (slotState('auth', values, type, stored).is !== 'kept') return true
  if (configOf(integration) === null || values.oauth.clientSecret !== '') return true
  const { oauth: given } = valuesOfIntegration(integration, type)
  return JSON.stringify(values.oauth) !== JSON.stringify(given)
}
