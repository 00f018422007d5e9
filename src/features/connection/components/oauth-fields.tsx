import type { OAuthConfig } from '@contract/config'
import type { IntegrationType } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import { SegmentedControl } from '@/ui/segmented-control'
import type { ConnectionValues } from '../model'
import { clientOf, mustNameServer, type OAuthValues, oauthSettingsOf } from '../oauth-values'
import { ClientFields, IssuerField } from './oauth-client-fields'
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
