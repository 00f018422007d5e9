import type { CredentialSecret, CredentialSlot } from '@contract/auth'
import { audienceOf } from '@contract/config'
import { type SealedCredential, type SealingKey, SealingKeySet } from '@contract/sealing'
import { AppError } from '@/lib/errors'
import type { authorizedFetch } from '@/lib/supabase'
import type { IntegrationInput } from './integration-service'
import { seal } from './seal'

export interface SealerDependencies {
  functionsUrl: string
  fetch: typeof authorizedFetch
  ownerId: () => Promise<string>
}

/**
 * Seals secrets for an integration and the one origin they may be sent to, with the newest key.
 * @throws AppError, and what the network and the key set throw.
 */
export async function sealSecrets(
  secrets: ReadonlyMap<CredentialSlot, CredentialSecret>,
  { id: integrationId, config }: IntegrationInput,
  deps: SealerDependencies,
): Promise<SealedCredential[]> {
  const audience = audienceOf(config)
  if (audience === null) {
    throw new AppError('invalid_request', 'Enter the address first: secrets are sealed for it.')
  }
  const [key, ownerId] = await Promise.all([newestSealingKey(deps), deps.ownerId()])
  return Promise.all(
    [...secrets].map(([slot, secret]) =>
      seal(secret, { integrationId, ownerId, slot, audience: [audience] }, key),
    ),
  )
}

/** Asked for each form anew, so that a rotated key is soon used; the HTTP cache keeps it cheap. */
async function newestSealingKey(deps: SealerDependencies): Promise<SealingKey> {
  const response = await deps.fetch(`${deps.functionsUrl}/sealing-keys`)
  if (!response.ok) {
    throw new AppError(
      'unavailable',
      'The sealing keys could not be loaded, so nothing was stored. Try again in a moment.',
    )
  }
  const [newest] = SealingKeySet.parse(await response.json()).keys
  if (!newest) throw new AppError('internal', 'The project has no sealing key.')
  return newest
}
