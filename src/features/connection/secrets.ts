/**
 * Which secrets a form needs, has, keeps and drops. Guarantees that a stored secret counts only for
 * the auth method and the origin it was sealed for; assumes the hints are those of the same row.
 */
import type { CredentialSecret, CredentialSlot } from '@contract/auth'
import { originOf } from '@contract/config'
import type { CredentialHintRow } from '@contract/detail-rows'
import type { NewSecrets } from '@/services/integration-service'
import type { ConnectionValues } from './model'

/** What is stored of the integration in the form: hints, and the auth method they were stored with. */
export interface Stored {
  authMethod: string
  hints: readonly CredentialHintRow[]
}

/** One secret that the form asks for. */
export interface SecretInput {
  slot: CredentialSlot
  secret: CredentialSecret
  isEmpty: boolean
  /** The field of each of the secret's parts: `key` is typed into `apiKey`. */
  fields: Readonly<Record<string, string>>
}

/** `kept`: stays as stored when nothing is typed. `moved`: stored, but for another origin. */
export type SlotState = { is: 'new' } | { is: 'moved' } | { is: 'kept'; hint: CredentialHintRow }

export const MOVED = 'The address moved to another origin: enter the secret again'

/** Every secret that the form, as it is, wants. */
export function secretInputs(values: ConnectionValues): SecretInput[] {
  const auth = authInput(values)
  return [
    ...(auth ? [auth] : []),
    ...values.headers.map((row, index) =>
      valueInput(`header:${row.name.trim()}`, row.value, `headers.${index}.value`),
    ),
    ...values.env.map((row, index) =>
      valueInput(`env:${row.name.trim()}`, row.value, `env.${index}.value`),
    ),
  ]
}

/** How a slot stands with what is stored, at the address and auth method in the form. */
export function slotState(
  slot: CredentialSlot,
  { address, authMethod }: Pick<ConnectionValues, 'address' | 'authMethod'>,
  stored: Stored | null,
): SlotState {
  const hint = stored?.hints.find((each) => each.slot === slot)
  if (!hint || (slot === 'auth' && stored?.authMethod !== authMethod)) return { is: 'new' }
  const origin = originOf(address.trim())
  // Half an address says nothing yet about where it leads.
  if (origin !== null && !hint.audience.includes(origin)) return { is: 'moved' }
  return { is: 'kept', hint }
}

/** The slots that must be typed before this form can be tested or saved. */
export function requiredSlots(values: ConnectionValues, stored: Stored | null): CredentialSlot[] {
  return secretInputs(values)
    .map(({ slot }) => slot)
    .filter((slot) => slotState(slot, values, stored).is !== 'kept')
}

/** What was typed, to be sealed. */
export function newSecrets(values: ConnectionValues): NewSecrets {
  return new Map(
    secretInputs(values)
      .filter(({ isEmpty }) => !isEmpty)
      .map(({ slot, secret }) => [slot, secret]),
  )
}

/** What is stored and no longer in the form. */
export function removedSlots(values: ConnectionValues, stored: Stored | null): CredentialSlot[] {
  const wanted = new Set(secretInputs(values).map(({ slot }) => slot))
  return (stored?.hints ?? []).map(({ slot }) => slot).filter((slot) => !wanted.has(slot))
}

function authInput(values: ConnectionValues): SecretInput | null {
  const { apiKey, username, password, token } = values
  switch (values.authMethod) {
    case 'none':
    case 'oauth':
    case 'certificate':
    case 'ssh_key':
      return null
    case 'api_key':
      return {
        slot: 'auth',
        secret: { kind: 'api_key', key: apiKey },
        isEmpty: apiKey === '',
        fields: { key: 'apiKey' },
      }
    case 'basic':
      return {
        slot: 'auth',
        secret: { kind: 'basic', username, password },
        isEmpty: username === '' && password === '',
        fields: { username: 'username', password: 'password' },
      }
    case 'jwt':
      return {
        slot: 'auth',
        secret: { kind: 'jwt', token },
        isEmpty: token === '',
        fields: { token: 'token' },
      }
  }
}

function valueInput(slot: CredentialSlot, value: string, field: string): SecretInput {
  return {
    slot,
    secret: { kind: 'value', value },
    isEmpty: value === '',
    fields: { value: field },
  }
}
