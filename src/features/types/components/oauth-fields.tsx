import { useFormContext, useWatch } from 'react-hook-form'
import { Checkbox } from '@/ui/checkbox'
import { Field } from '@/ui/field'
import { Select } from '@/ui/select'
import type { TypeValues } from '../values'
import { FieldError } from './field-error'
import { HelpFields } from './help-fields'
import { TextField } from './text-field'

/** Who gives the tokens, and how. */
export function OAuthFields() {
  const { control } = useFormContext<TypeValues>()
  const isMcp = useWatch({ control, name: 'shape' }) === 'mcp-url'
  const scopes = (
    <TextField
      name="oauth.scopes"
      label="Scopes"
      hint="Asked for unless a connection changes them. Between spaces or commas."
      placeholder="read:items write:items"
      isCode
      isOptional
    />
  )
  if (isMcp) {
    return (
      <>
        <p className="text-ink-2 text-sm">
          The server says itself where one signs in. Nothing more is needed.
        </p>
        {scopes}
      </>
    )
  }
  return (
    <>
      <ServerFields />
      <Grants />
      {scopes}
      <HelpFields name="oauth.help" label="Name of the client" example="Iv1.…, 20 characters" />
    </>
  )
}

function ServerFields() {
  const { control: form, setValue } = useFormContext<TypeValues>()
  const [server, hasCode] = useWatch({ control: form, name: ['oauth.server', 'oauth.hasCode'] })
  return (
    <>
      <Field label="Authorization server">
        {(control) => (
          <Select
            {...control}
            value={server}
            onValueChange={(next) => setValue('oauth.server', next, { shouldDirty: true })}
            options={[
              { value: 'issuer', label: 'Found by its issuer' },
              { value: 'endpoints', label: 'By its two endpoints' },
              { value: 'each', label: 'Each connection names its own' },
            ]}
          />
        )}
      </Field>
      {server === 'issuer' && (
        <TextField
          name="oauth.issuer"
          label="Issuer"
          hint="Its endpoints are looked up there, as OpenID Connect does it."
          placeholder="https://login.example.com"
          inputMode="url"
          isCode
        />
      )}
      {server === 'endpoints' && (
        <>
          {hasCode && (
            <TextField
              name="oauth.authorizationEndpoint"
              label="Authorization endpoint"
              placeholder="https://example.com/oauth/authorize"
              inputMode="url"
              isCode
            />
          )}
          <TextField
            name="oauth.tokenEndpoint"
            label="Token endpoint"
            placeholder="https://example.com/oauth/token"
            inputMode="url"
            isCode
          />
        </>
      )}
    </>
  )
}

function Grants() {
  const { register, formState } = useFormContext<TypeValues>()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium text-sm">How a connection gets its token</legend>
      <Checkbox
        label="A person signs in and agrees"
        {...register('oauth.hasCode')}
        aria-invalid={formState.errors.oauth?.hasCode ? true : undefined}
      />
      <Checkbox label="The client asks in its own name" {...register('oauth.hasClient')} />
      <FieldError name="oauth.hasCode" />
    </fieldset>
  )
}
