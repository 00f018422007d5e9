/**
 * Which secrets a form needs, has, keeps and drops. Guarantees that a stored secret counts only for
 * the kind and the audience it was sealed for; assumes the hints are those of the same row.
 */
import type { CredentialSecret, CredentialSlot } from '@contract/auth'
import type { CredentialHintRow } from '@contract/detail-rows'
import type { IntegrationType } from '@contract/type-defaults'
import { audienceOfSlot } from './audience'
import type { SecretRow } from './draft'
import { authMethodOf, type ConnectionValues } from './model'

/** What is stored of the integration in the form: hints, and what kind of secret they were stored as. */
export interface Stored {
  kind: AuthKind | null
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

/** `kept`: stays as stored when nothing is typed. `moved`: stored, but for another audience. */
export type SlotState = { is: 'new' } | { is: 'moved' } | { is: 'kept'; hint: CredentialHintRow }

/** What can be stored in the slot `auth`. */
export type AuthKind = Exclude<CredentialSecret['kind'], 'oauth_client' | 'oauth_refresh' | 'value'>

/** What this form stores in the slot `auth`; null for nothing. */
export function authKindOf(values: ConnectionValues, type: IntegrationType): AuthKind | null {
  const method = authMethodOf(values, type)
  if (method === 'none') return null
  return method === 'jwt' && values.jwt.mode === 'signed' ? 'jwt_key' : method
}

/** Every secret that the form, as it is, wants typed. */
export function secretInputs(values: ConnectionValues, type: IntegrationType): SecretInput[] {
  const auth = authInput(values, type)
  return [...(auth ? [auth] : []), ...rowInputs(values, type)]
}

/** How a slot stands with what is stored, for the form as it is. */
export function slotState(
  slot: CredentialSlot,
  values: ConnectionValues,
  type: IntegrationType,
  stored: Stored | null,
): SlotState {
  const hint = stored?.hints.find((each) => each.slot === slot)
  if (!hint || (slot === 'auth' && stored?.kind !== authKindOf(values, type))) return { is: 'new' }
  const audience = audienceOfSlot(slot, values, type)
  if (audience?.some((place) => !hint.audience.includes(place))) return { is: 'moved' }
  return { is: 'kept', hint }
}

/** What to say of a secret that was sealed for somebody else. */
export function movedWords(
  slot: CredentialSlot,
  { protocol }: Pick<ConnectionValues, 'protocol'>,
  { defaults: { kind } }: IntegrationType,
): string {
  if (slot === 'client') {
    return 'The address or the authorization server changed: enter the client secret again'
  }
  if (kind === 'ssh') return 'The host or the port changed: enter the key again'
  if (kind === 'mcp' && protocol === 'stdio') return 'The command changed: enter the secret again'
  return 'The address moved to another origin: enter the secret again'
}

/** The slots that must be typed before this form can be tested or saved. */
export function requiredSlots(
  values: ConnectionValues,
  type: IntegrationType,
  stored: Stored | null,
): CredentialSlot[] {
  return secretInputs(values, type)
    .map(({ slot }) => slot)
    .filter((slot) => slotState(slot, values, type, stored).is !== 'kept')
}

/** What is stored and no longer wanted. Tokens are the functions' own: they stay with their method. */
export function removedSlots(
  values: ConnectionValues,
  type: IntegrationType,
  stored: Stored | null,
): CredentialSlot[] {
  const tokens: CredentialSlot[] =
    stored?.kind === 'oauth' && authKindOf(values, type) === 'oauth' ? ['auth', 'refresh'] : []
  const wanted = new Set([...secretInputs(values, type).map(({ slot }) => slot), ...tokens])
  return (stored?.hints ?? []).map(({ slot }) => slot).filter((slot) => !wanted.has(slot))
}

function authInput(values: ConnectionValues, type: IntegrationType): SecretInput | null {
  const { apiKey, username, password, token, jwt, certificate, ssh, oauth } = values
  const kind = authKindOf(values, type)
  switch (kind) {
    case null:
      return null
    case 'api_key':
      return authSecret({ kind, key: apiKey }, apiKey === '', { key: 'apiKey' })
    case 'basic':
      return authSecret({ kind, username, password }, username === '' && password === '', {
        username: 'username',
        password: 'password',
      })
    case 'jwt':
      return authSecret({ kind, token }, token === '', { token: 'token' })
    case 'jwt_key':
      return authSecret({ kind, key: jwt.key }, jwt.key.trim() === '', { key: 'jwt.key' })
    case 'certificate': {
      const { passphrase: _, ca, ...pair } = certificate
      return authSecret(
        { kind, ...pair, ca: ca.trim() === '' ? null : ca },
        Object.values(certificate).every((text) => text.trim() === ''),
        { certificate: 'certificate.certificate', key: 'certificate.key', ca: 'certificate.ca' },
      )
    }
    case 'ssh_key': {
      const { key, passphrase } = ssh
      return authSecret({ kind, key, passphrase }, key.trim() === '' && passphrase === '', {
        key: 'ssh.key',
        passphrase: 'ssh.passphrase',
      })
    }
    case 'oauth':
      if (oauth.clientAuth === 'none') return null
      return {
        slot: 'client',
        secret: { kind: 'oauth_client', client_secret: oauth.clientSecret },
        isEmpty: oauth.clientSecret === '',
        fields: { client_secret: 'oauth.clientSecret' },
      }
  }
}

function authSecret(
  secret: CredentialSecret,
  isEmpty: boolean,
  fields: SecretInput['fields'],
): SecretInput {
  return { slot: 'auth', secret, isEmpty, fields }
}

function rowInputs(values: ConnectionValues, type: IntegrationType): SecretInput[] {
  const { kind } = type.defaults
  if (kind === 'ssh') return []
  if (kind === 'mcp' && values.protocol === 'stdio') {
    return values.stdio.env.map((row, index) => valueInput('env', row, `stdio.env.${index}`))
  }
  return [
    ...values.headers.map((row, index) => valueInput('header', row, `headers.${index}`)),
    ...values.env.map((row, index) => valueInput('env', row, `env.${index}`)),
  ]
}

function valueInput(prefix: 'header' | 'env', { name, value }: SecretRow, field: string) {
  return {
    slot: `${prefix}:${name.trim()}`,
    secret: { kind: 'value' as const, value },
    isEmpty: value === '',
    fields: { value: `${field}.value` },
  }
}
