import { type SealedCredential, type SealingKey, SealingKeySet } from '@contract/sealing'
import { AppError } from '@/lib/errors'
import type { authorizedFetch } from '@/lib/supabase'
import type { NewSecrets } from './integration-service'
import { seal } from './seal'

export interface SealerDependencies {
  functionsUrl: string
  fetch: typeof authorizedFetch
  ownerId: () => Promise<string>
}

/**
 * Seals secrets for an integration, each for its audience, with the newest key.
 * @throws AppError, and what the network and the key set throw.
 */
export async function sealSecrets(
  secrets: NewSecrets,
  integrationId: string,
  deps: SealerDependencies,
): Promise<SealedCredential[]> {
  const [key, ownerId] = await Promise.all([newestSealingKey(deps), deps.ownerId()])
  return Promise.all(
    [...secrets].map(([slot, { secret, audience }]) => {
      if (audience === null) {
        throw new AppError('invalid_request', 'Enter the address first: secrets are sealed for it.')
      }
      return seal(secret, { integrationId, ownerId, slot, audience: [...audience] }, key)
    }),
  )
}

/**
 * Asked for each form anew, so that a rotated key is soon used; the HTTP cache keeps it cheap.
 * @throws AppError, and what the network and the key set throw.
 */
export async function newestSealingKey(
  deps: Pick<SealerDependencies, 'functionsUrl' | 'fetch'>,
): Promise<SealingKey> {
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
