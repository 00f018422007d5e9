import type { IntegrationType, VendorDefaults } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import type { ConnectionValues } from '../model'
import { AuthFields } from './auth-fields'
import { AuthInfo } from './auth-info'
import { KeyPlacementFields } from './key-placement-fields'
import { OAuthAdvanced } from './oauth-advanced'
import { OwnRequestFields } from './own-request-fields'
import { RateLimitFields } from './rate-limit-fields'
import { ScopesField } from './scopes-field'
import { HeadersAndVariables } from './secret-rows'
import { Section } from './section'
import { TextField } from './text-field'

type VendorAPIFormProps = { type: IntegrationType; defaults: VendorDefaults }

export function VendorAPIForm({ type, defaults }: VendorAPIFormProps) {
  const { control } = useFormContext<ConnectionValues>()
  const authMethod = useWatch({ control, name: 'authMethod' })
  const address = (
    <TextField
      name="address"
      label={defaults.kind === 'graphql' ? 'Endpoint' : 'API URL'}
      placeholder={defaults.address_example ?? defaults.api_url}
      inputMode="url"
      isCode
    />
  )
  return (
    <>
      <TextField name="name" label="Name" />
      {defaults.own_address && address}
      <AuthFields type={type} about={<AuthInfo type={type} />} />
      {defaults.own_request && authMethod === 'api_key' && <KeyPlacementFields />}
      {defaults.own_request && defaults.kind === 'rest' && <OwnRequestFields />}
      {defaults.webhooks && (
        <TextField
          name="webhookUrl"
          label="Webhook URL"
          hint="Where the vendor sends its events. The test checks that it answers."
          placeholder="https://hooks.example.com/events"
          inputMode="url"
          isCode
          isOptional
        />
      )}
      <div className="flex flex-col gap-1">
        <HeadersAndVariables />
        <Section title="Advanced options">
          {!defaults.own_address && address}
          {authMethod === 'oauth' && <OAuthAdvanced type={type} />}
          {defaults.api_version && (
            <TextField
              name="apiVersion"
              label="API version"
              hint={
                <>
                  Sent as <code className="font-mono">{defaults.api_version.header}</code>.
                </>
              }
              placeholder={defaults.api_version.default}
              isCode
              isOptional
            />
          )}
          {defaults.scopes.length > 0 && authMethod !== 'oauth' && (
            <ScopesField known={defaults.scopes} />
          )}
          <RateLimitFields />
        </Section>
      </div>
    </>
  )
}
