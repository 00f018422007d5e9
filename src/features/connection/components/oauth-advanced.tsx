import type { ClientAuthMethod } from '@contract/config'
import type { IntegrationType } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/ui/field'
import { Select } from '@/ui/select'
import type { ConnectionValues } from '../model'
import { clientOf, oauthSettingsOf } from '../oauth-values'
import { ClientFields, IssuerField } from './oauth-client-fields'
import { TextField } from './text-field'

const CLIENT_AUTH: Record<ClientAuthMethod, string> = {
  client_secret_basic: 'Secret in the Authorization header',
  client_secret_post: 'Secret in the body',
  none: 'No secret (a public client)',
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
