import type { IntegrationType } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import { integrationService } from '@/services/service'
import { CopyField } from '@/ui/copy-field'
import type { ConnectionValues } from '../model'
import { clientOf, mustNameServer, oauthSettingsOf } from '../oauth-values'
import { OneSecret } from './one-secret'
import { TextField } from './text-field'

/** As whom access is asked for. */
export function ClientFields({ type }: { type: IntegrationType }) {
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

export function IssuerField({ type }: { type: IntegrationType }) {
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

/** An MCP server's client secret is for the authorization server that is named here alone. */
function KnownIssuer({ type }: { type: IntegrationType }) {
  const { control } = useFormContext<ConnectionValues>()
  return mustNameServer(type, useWatch({ control, name: 'oauth' })) && <IssuerField type={type} />
}
