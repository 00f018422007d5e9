import type { ClientAuthMethod, OAuthConfig } from '@contract/config'
import type { IntegrationType } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import { integrationService } from '@/services/service'
import { CopyField } from '@/ui/copy-field'
import { Field } from '@/ui/field'
import { SegmentedControl } from '@/ui/segmented-control'
import { Select } from '@/ui/select'
import type { ConnectionValues } from '../model'
import { clientOf, mustNameServer, type OAuthValues, oauthSettingsOf } from '../oauth-values'
import { OneSecret } from './one-secret'
import { useSlotState } from './stored-context'
import { TextField } from './text-field'

const GRANTS: Record<OAuthConfig['grant'], string> = {
  authorization_code: 'A person gives access',
  client_credentials: 'The client itself',
}

const SERVERS: readonly { value: OAuthValues['server']; label: string }[] = [
  { value: 'issuer', label: 'By its issuer' },
  { value: 'endpoints', label: 'By its endpoints' },
]

const CLIENT_AUTH: Record<ClientAuthMethod, string> = {
  client_secret_basic: 'Secret in the Authorization header',
  client_secret_post: 'Secret in the body',
  none: 'No secret (a public client)',
}

/** As whom access is asked for, and of whom. */
export function OAuthFields({ type }: { type: IntegrationType }) {
  const { control, setValue } = useFormContext<ConnectionValues>()
  const grant = useWatch({ control, name: 'oauth.grant' })
  const grants = oauthSettingsOf(type)?.grants ?? []
  const isKnown = clientOf(type) === 'known'
  return (
    <>
      {grants.length > 1 && (
        <SegmentedControl
          label="Who gets access"
          value={grant}
          onValueChange={(next) => setValue('oauth.grant', next, { shouldDirty: true })}
          options={grants.map((each) => ({ value: each, label: GRANTS[each] }))}
        />
      )}
      <AccessNote type={type} />
      {type.defaults.kind !== 'mcp' && <ServerFields type={type} />}
      {isKnown && <ClientFields type={type} />}
    </>
  )
}

/** What of it most people leave as it is. It stands under Advanced. */
export function OAuthAdvanced({ type }: { type: IntegrationType }) {
  const isMcp = type.defaults.kind === 'mcp'
  const isKnown = clientOf(type) === 'known'
  return (
    <>
      {!isKnown && (
        <>
          <p className="text-ink-2 text-sm">
            Servers mostly register Patchbay by themselves. Where one does not, enter the client
            that was registered by hand.
          </p>
          <ClientFields type={type} />
        </>
      )}
      <ClientAuthField type={type} />
      {isMcp && !isKnown && <IssuerField type={type} />}
      {!isMcp && (
        <TextField
          name="oauth.scopes"
          label="Scopes"
          hint="What access is asked for. Between spaces or commas."
          placeholder="read write"
          isCode
          isOptional
        />
      )}
    </>
  )
}

function AccessNote({ type }: { type: IntegrationType }) {
  const { control } = useFormContext<ConnectionValues>()
  const { grant } = useWatch({ control, name: 'oauth' })
  const access = useSlotState('auth')
  if (grant === 'client_credentials') {
    return (
      <p className="text-ink-2 text-sm">
        Patchbay asks for a token as the client itself whenever it needs one. Nobody signs in.
      </p>
    )
  }
  if (access.is === 'kept') {
    return (
      <p className="text-ink-2 text-sm">
        Access was given. It stays as long as what is asked for stays the same.
      </p>
    )
  }
  const isVendor = type.defaults.kind !== 'mcp' && !oauthSettingsOf(type)?.own_server
  const where = isVendor ? type.name : 'the server’s own sign-in page'
  return (
    <p className="text-ink-2 text-sm">
      Saving leads you to {where}, where you give Patchbay access, and back. Patchbay never sees
      your password there.
    </p>
  )
}

/** Who gives access, where the type does not say. */
function ServerFields({ type }: { type: IntegrationType }) {
  const { control, setValue } = useFormContext<ConnectionValues>()
  const oauth = useWatch({ control, name: 'oauth' })
  if (!mustNameServer(type, oauth)) return null
  return (
    <>
      <SegmentedControl
        label="Authorization server"
        value={oauth.server}
        onValueChange={(next) => setValue('oauth.server', next, { shouldDirty: true })}
        options={SERVERS}
      />
      {oauth.server === 'issuer' ? (
        <IssuerField type={type} />
      ) : (
        <>
          {oauth.grant === 'authorization_code' && (
            <TextField
              name="oauth.authorizationEndpoint"
              label="Authorization endpoint"
              placeholder="https://auth.example.com/authorize"
              inputMode="url"
              isCode
            />
          )}
          <TextField
            name="oauth.tokenEndpoint"
            label="Token endpoint"
            placeholder="https://auth.example.com/token"
            inputMode="url"
            isCode
          />
        </>
      )}
    </>
  )
}

function IssuerField({ type }: { type: IntegrationType }) {
  const { control } = useFormContext<ConnectionValues>()
  const oauth = useWatch({ control, name: 'oauth' })
  return (
    <TextField
      name="oauth.issuer"
      label="Issuer"
      hint={
        type.defaults.kind === 'mcp'
          ? 'The authorization server that the client is registered with; its secret goes nowhere else.'
          : 'Its address. Where its endpoints are, it says itself.'
      }
      placeholder="https://auth.example.com"
      inputMode="url"
      isCode
      isOptional={!mustNameServer(type, oauth)}
    />
  )
}

function ClientFields({ type }: { type: IntegrationType }) {
  const { control } = useFormContext<ConnectionValues>()
  const { grant, clientAuth } = useWatch({ control, name: 'oauth' })
  const isKnown = clientOf(type) === 'known'
  return (
    <>
      {grant === 'authorization_code' && (
        <CopyField
          label="Redirect URI"
          value={integrationService.redirectUri}
          hint="Register exactly this address with the client."
        />
      )}
      <TextField name="oauth.clientId" label="Client ID" isCode isOptional={!isKnown} />
      {clientAuth !== 'none' && (
        <OneSecret
          name="oauth.clientSecret"
          slot="client"
          help={{ label: 'Client secret', hint: oauthSettingsOf(type)?.client?.hint }}
        />
      )}
      {isKnown && type.defaults.kind === 'mcp' && <KnownIssuer type={type} />}
    </>
  )
}

/** An MCP server's client secret is for the authorization server that is named here alone. */
function KnownIssuer({ type }: { type: IntegrationType }) {
  const { control } = useFormContext<ConnectionValues>()
  return mustNameServer(type, useWatch({ control, name: 'oauth' })) && <IssuerField type={type} />
}

function ClientAuthField({ type }: { type: IntegrationType }) {
  const { control, setValue, clearErrors } = useFormContext<ConnectionValues>()
  const clientAuth = useWatch({ control, name: 'oauth.clientAuth' })
  const offered = oauthSettingsOf(type)?.client_auth ?? []
  if (offered.length < 2) return null
  return (
    <Field label="How the client shows who it is">
      {(field) => (
        <Select
          {...field}
          value={clientAuth}
          onValueChange={(next) => {
            setValue('oauth.clientAuth', next, { shouldDirty: true })
            clearErrors('oauth')
          }}
          options={offered.map((each) => ({ value: each, label: CLIENT_AUTH[each] }))}
        />
      )}
    </Field>
  )
}
