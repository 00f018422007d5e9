import type { AuthMethod } from '../contract/auth.ts'
import { readEnvironment } from '../db/environment.ts'
import type { StartedTest } from '../db/test-runs.ts'
import { accessTo } from '../oauth/access-to.ts'
import { type ProbeDeps, type ProbeResult, probe } from '../probe/probe.ts'
import { openCredentials, type StoredCredential } from '../sealing/open-credentials.ts'
import { projectKeyring } from '../sealing/project-keyring.ts'

/** Whatever of an integration a probe wants to know, as it is stored or as a form gives it. */
export interface Probed {
  userId: string
  integrationId: string
  type: StartedTest['type']
  config: unknown
  authMethod: AuthMethod
  credentials: readonly StoredCredential[]
  /** False for a draft: then nothing is stored of its access that the person has not saved. */
  isStored: boolean
}

/**
 * The one way to probe an integration, for Test, drafts and background checks alike: with its secrets,
 * its access tokens and this project's settings. Rejects as `probe` does.
 */
export async function probeIntegration(
  probed: Probed,
  deps: Pick<ProbeDeps, 'onStage' | 'signal' | 'handOver'>,
): Promise<ProbeResult> {
  const { userId: ownerId, integrationId, type, config, authMethod, credentials } = probed
  const { allowPrivate } = readEnvironment()
  return await probe(
    {
      type,
      config,
      authMethod,
      openCredentials: (wanted) =>
        openCredentials(credentials, { ...wanted, integrationId, ownerId }, projectKeyring()),
    },
    { allowPrivate, now: () => new Date(), ...deps, ...accessOf(probed, allowPrivate) },
  )
}

/** A type that cannot be read says nothing of whom to ask for access. */
function accessOf(
  { userId, integrationId, type, config, credentials, isStored }: Probed,
  allowPrivate: boolean,
): Pick<ProbeDeps, 'accessTo'> {
  const { name, defaults } = type
  if (defaults === null) return {}
  const stored = isStored ? { id: integrationId, config } : null
  return {
    accessTo: accessTo({
      userId,
      integrationId,
      type: { name, defaults },
      credentials,
      stored,
      allowPrivate,
    }),
  }
}
