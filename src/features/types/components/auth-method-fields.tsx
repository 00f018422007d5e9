import type { AuthMethod } from '@contract/auth'
import type { ReactNode } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { Checkbox } from '@/ui/checkbox'
import { METHODS_OF, type TypeValues } from '../values'
import { ApiKeyFields } from './api-key-fields'
import { FieldError } from './field-error'
import { HelpFields } from './help-fields'
import { JwtFields } from './jwt-fields'
import { OAuthFields } from './oauth-fields'
import { TextField } from './text-field'

const WORDS: Record<AuthMethod, string> = {
  api_key: 'API key',
  jwt: 'Bearer token (JWT)',
  oauth: 'OAuth',
  basic: 'User name and password',
  certificate: 'Client certificate',
  none: 'No credential',
  ssh_key: 'SSH key',
}

/** How a connection of this type may authenticate, and what its form says of each secret. */
export function AuthMethodFields() {
  const { control, setValue, formState } = useFormContext<TypeValues>()
  const [shape, methods] = useWatch({ control, name: ['shape', 'methods'] })

  function toggle(method: AuthMethod) {
    const next = methods.includes(method)
      ? methods.filter((each) => each !== method)
      : [...methods, method]
    setValue('methods', next, { shouldDirty: true, shouldValidate: formState.isSubmitted })
  }
  return (
    <div className="flex flex-col gap-1">
      {METHODS_OF[shape].map((method, index) => {
        const isChosen = methods.includes(method)
        return (
          <div key={method}>
            <Checkbox
              label={WORDS[method]}
              checked={isChosen}
              onChange={() => toggle(method)}
              aria-invalid={index === 0 && formState.errors.methods ? true : undefined}
            />
            {isChosen && <Settings method={method} />}
          </div>
        )
      })}
      <FieldError name="methods" />
    </div>
  )
}

function Settings({ method }: { method: AuthMethod }) {
  const fields = SETTINGS[method]
  if (!fields) return null
  return (
    <fieldset className="mt-1 mb-4 ml-2 flex min-w-0 flex-col gap-5 border-line border-l-2 pl-4">
      <legend className="sr-only">{WORDS[method]}</legend>
      {fields}
    </fieldset>
  )
}

const SETTINGS: Partial<Record<AuthMethod, ReactNode>> = {
  api_key: <ApiKeyFields />,
  jwt: <JwtFields />,
  oauth: <OAuthFields />,
  basic: (
    <>
      <TextField name="basic.username" label="Name of the user name" />
      <HelpFields name="basic.help" label="Name of the password" example="16 letters and digits" />
    </>
  ),
  certificate: (
    <>
      <p className="text-ink-2 text-sm">A runner makes these connections and their tests.</p>
      <HelpFields
        name="certificate.help"
        label="Name of the certificate"
        example=""
        hasExample={false}
      />
    </>
  ),
}
