import type { CredentialSlot } from '@contract/auth'
import type { TestReport } from '@contract/report'
import { toAppError } from '@/lib/errors'
import type {
  IntegrationInput,
  IntegrationService,
  NewSecrets,
  TestOptions,
} from './integration-service'

/** Where a set-up is: sealing the secrets, storing the settings, storing the secrets, the test. */
export type SetUpStep = 'seal' | 'settings' | 'secrets' | 'test'

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
  { exists, removedSlots = [], onStep, ...options }: SetUpOptions,
): Promise<TestReport> {
  onStep?.('seal')
  const sealed = await service.sealCredentials(input, secrets)
  options.signal?.throwIfAborted()
  onStep?.('settings')
  if (exists) {
    const { name, auth_method, config } = input
    await service.updateUserIntegration(input.id, { name, auth_method, config })
  } else {
    await service.createUserIntegration(input)
  }
  let report: TestReport
  try {
    options.signal?.throwIfAborted()
    onStep?.('secrets')
    await service.removeCredentials(input.id, removedSlots)
    options.signal?.throwIfAborted()
    await service.storeCredential(input.id, ...sealed)
    options.signal?.throwIfAborted()
    onStep?.('test')
    report = await service.connectIntegration(input.id, options)
  } catch (thrown) {
    const error = toAppError(thrown)
    const story = options.signal?.aborted
      ? 'Set-up was left before its test ended.'
      : `Set-up stopped: ${error.message}`
    await service.logEvent(input.id, 'setup_interrupted', 'warn', story).catch(() => {
      // The network that failed the step fails its log too; the error below is what counts.
    })
    throw error
  }
  if (report.outcome === 'passed') {
    await service
      .logEvent(input.id, 'setup_finished', 'info', 'Set up and connected.')
      .catch(() => {
        // It is connected all the same, and the entry of its test says so.
      })
  }
  return report
}
