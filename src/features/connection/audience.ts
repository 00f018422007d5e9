/** Whom the secrets of a form are for, by the contract's rules, as far as it is filled in. */
import type { CredentialSlot } from '@contract/auth'
import { audienceOf, type IntegrationConfig, originOf } from '@contract/config'
import { clientAudienceOf } from '@contract/oauth'
import type { IntegrationType } from '@contract/type-defaults'
import { toNumber } from './draft'
import type { ConnectionValues } from './model'
import { oauthDraft, oauthSettingsOf } from './oauth-values'
import { splitArguments } from './stdio-values'

/** Null while the form does not say where it leads: half an address says nothing yet. */
export function audienceOfSlot(
  slot: CredentialSlot,
  values: ConnectionValues,
  type: IntegrationType,
): readonly string[] | null {
  const place = placeConfig(values, type)
  if (place === null) return null
  if (slot === 'client') return clientAudienceOf(place, oauthSettingsOf(type))
  const audience = audienceOf(place)
  return audience === null ? null : [audience]
}

/** The same for people: "api.github.com". */
export function sealedFor(
  slot: CredentialSlot,
  values: ConnectionValues,
  type: IntegrationType,
): string {
  const audience = audienceOfSlot(slot, values, type) ?? []
  if (audience.some((place) => place.startsWith('stdio:'))) return 'this command alone'
  const hosts = audience.map((place) => place.replace(/^\w+:\/\//, ''))
  return hosts.join(' and ') || 'the address'
}

/** The least config that has this form's audience. */
function placeConfig(values: ConnectionValues, type: IntegrationType): IntegrationConfig | null {
  const { kind } = type.defaults
  if (kind === 'ssh') {
    const { host, username } = values.ssh
    const port = toNumber(values.ssh.port)
    if (host.trim() === '' || !Number.isInteger(port)) return null
    return { kind, host: host.trim(), port, username: username.trim() }
  }
  if (kind === 'mcp' && values.protocol === 'stdio') {
    const { command, args } = values.stdio
    if (command.trim() === '') return null
    const parts = { command: command.trim(), args: splitArguments(args), env: [] }
    return { kind, protocol: 'stdio', ...parts }
  }
  const url = values.address.trim()
  if (originOf(url) === null) return null
  const common = { headers: [], env: [], ...serverOf(values, type) }
  if (kind === 'mcp') return { kind, protocol: 'http', url, ...common }
  return { kind, api_url: url, scopes: [], ...common }
}

/** Who gives the tokens, as the client secret's audience wants it: undefined where nothing is typed. */
function serverOf({ oauth }: ConnectionValues, type: IntegrationType) {
  const draft = oauthDraft(oauth, type)
  if (draft === undefined) return {}
  return {
    oauth: {
      grant: oauth.grant,
      client_auth: oauth.clientAuth,
      ...text('issuer', draft.issuer),
      ...text('authorization_endpoint', draft.authorization_endpoint),
      ...text('token_endpoint', draft.token_endpoint),
    },
  }
}

function text<Key extends string>(key: Key, value: unknown): { [key in Key]?: string } {
  const typed: { [key in Key]?: string } = {}
  if (typeof value === 'string' && value !== '') typed[key] = value
  return typed
}
