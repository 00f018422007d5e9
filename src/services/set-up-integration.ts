import type { CredentialSlot } from '@contract/auth'
import type { TestReport } from '@contract/report'
import { toAppError } from '@/lib/errors'
import type {
  IntegrationInput,
  IntegrationService,
  NewSecrets,
  TestOptions,
} from './integration-service'

/**
 * Where a set-up is: sealing the secrets, storing the settings, storing the secrets, then the test or
 * the way to the authorization server.
 */
export type SetUpStep = 'seal' | 'settings' | 'secrets' | 'test' | 'authorize'

export interface SetUpOptions extends TestOptions {
  /** True when the row is known to be stored: then one that is gone is an error, not made again. */
  exists: boolean
  removedSlots?: readonly CredentialSlot[]
  /** Told as each step begins, so that a failure can be told by where it happened. */
  onStep?: ((step: SetUpStep) => void) | undefined
}

/**
 * Create → store secrets → connect → log. A failure on the way leaves a `configuring` row that a
 * second call with the same input carries on from; its log says where it stopped. After `signal`
 * has aborted nothing more is stored.
 */
export async function setUpIntegration(
  service: IntegrationService,
  input: IntegrationInput,
  secrets: NewSecrets,
  options: SetUpOptions,
): Promise<TestReport> {
  const report = await store(service, input, secrets, options, () => {
    options.onStep?.('test')
    return service.connectIntegration(input.id, options)
  })
  if (report.outcome === 'passed') {
    await service
      .logEvent(input.id, 'setup_finished', 'info', 'Set up and connected.')
      .catch(() => {
        // It is connected all the same, and the entry of its test says so.
      })
  }
  return report
}

/** The same as far as the secrets; `begin` then leads to the authorization server. */
export function setUpAuthorization(
  service: IntegrationService,
  input: IntegrationInput,
  secrets: NewSecrets,
  options: SetUpOptions & { begin: (id: string) => Promise<void> },
): Promise<void> {
  return store(service, input, secrets, options, () => {
    options.onStep?.('authorize')
    return options.begin(input.id)
  })
}

async function store<T>(
  service: IntegrationService,
  input: IntegrationInput,
  secrets: NewSecrets,
  { exists, removedSlots = [], onStep, signal }: SetUpOptions,
  andThen: () => Promise<T>,
): Promise<T> {
  onStep?.('seal')
  const sealed = await service.sealCredentials(input, secrets)
  signal?.throwIfAborted()
  onStep?.('settings')
  if (exists) {
    const { name, auth_method, config } = input
    await service.updateUserIntegration(input.id, { name, auth_method, config })
  } else {
    await service.createUserIntegration(input)
  }
  try {
    signal?.throwIfAborted()
    onStep?.('secrets')
    await service.removeCredentials(input.id, removedSlots)
    signal?.throwIfAborted()
    await service.storeCredential(input.id, ...sealed)
    signal?.throwIfAborted()
    return await andThen()
  } catch (thrown) {
    const error = toAppError(thrown)
    const story = signal?.aborted
      ? 'Set-up was left before its test ended.'
      : `Set-up stopped: ${error.message}`
    await service.logEvent(input.id, 'setup_interrupted', 'warn', story).catch(() => {
      // The network that failed the step fails its log too; the error below is what counts.
    })
    throw error
  }
}
