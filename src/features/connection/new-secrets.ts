import type { CredentialSlot } from '@contract/auth'
import type { IntegrationType } from '@contract/type-defaults'
import type { NewSecret, NewSecrets } from '@/services/integration-service'
import { audienceOfSlot } from './audience'
import { isKey, type KeyReader } from './key-reader'
import type { ConnectionValues } from './model'
import { type SecretInput, secretInputs } from './secrets'

/** What was typed into a valid form, to be sealed. */
export async function newSecrets(
  values: ConnectionValues,
  type: IntegrationType,
  readKey: KeyReader,
): Promise<NewSecrets> {
  const secrets = new Map<CredentialSlot, NewSecret>()
  for (const input of secretInputs(values, type)) {
    if (input.isEmpty) continue
    const { slot } = input
    secrets.set(slot, {
      secret: await asSealed(input, values, readKey),
      audience: audienceOfSlot(slot, values, type),
    })
  }
  return secrets
}

async function asSealed(input: SecretInput, values: ConnectionValues, readKey: KeyReader) {
  if (!isKey(input)) return input.secret
  const reading = await readKey(input, values)
  if (reading.is === 'wrong') throw new Error('A form is validated before its secrets are sealed.')
  return reading.secret
}
