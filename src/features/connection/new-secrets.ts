import type { CredentialSlot } from '@contract/auth'
import type { IntegrationType } from '@contract/type-defaults'
import type { NewSecret, NewSecrets } from '@/services/integration-service'
import { audienceOfSlot } from './audience'
import type { ConnectionValues } from './model'
import { secretInputs } from './secrets'

/** What was typed into a valid form, to be sealed. */
export async function newSecrets(
  values: ConnectionValues,
  type: IntegrationType,
): Promise<NewSecrets> {
  const typed = secretInputs(values, type).filter(({ isEmpty }) => !isEmpty)
  const secrets = new Map<CredentialSlot, NewSecret>()
  for (const { slot, secret } of typed) {
    secrets.set(slot, { secret, audience: audienceOfSlot(slot, values, type), expiresAt: null })
  }
  return secrets
}
