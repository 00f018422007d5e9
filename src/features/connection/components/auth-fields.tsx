import type { AuthMethod } from '@contract/auth'
import type { CredentialHelp, IntegrationType } from '@contract/type-defaults'
import type { ComponentProps, ReactNode } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import type * as z from 'zod/mini'
import { Field } from '@/ui/field'
import { SegmentedControl } from '@/ui/segmented-control'
import type { ConnectionValues } from '../model'
import { SealedHint, secretPlaceholder } from './sealed-hint'
import { SecretInput, SecretNameInput } from './secret-input'
import { useSlotState } from './stored-context'

type Help = z.infer<typeof CredentialHelp>

/** Not what the fields below are called: two controls of one name are hard to tell apart by ear. */
const METHODS: Record<AuthMethod, string> = {
  none: 'None',
  api_key: 'Key',
  basic: 'Login',
  jwt: 'Bearer token',
  oauth: 'OAuth',
  certificate: 'Certificate',
  ssh_key: 'SSH key',
}

/** How to authenticate, where there is a choice, and the secret itself. */
export function AuthFields({ type, about }: { type: IntegrationType; about?: ReactNode }) {
  const { control, setValue, clearErrors } = useFormContext<ConnectionValues>()
  const authMethod = useWatch({ control, name: 'authMethod' })

  function pick(method: AuthMethod) {
    setValue('authMethod', method, { shouldDirty: true })
    clearErrors(['apiKey', 'username', 'password', 'token'])
  }
  return (
    <>
      {type.auth_methods.length > 1 && (
        <SegmentedControl
          label="Authentication"
          value={authMethod}
          onValueChange={pick}
          options={type.auth_methods.map((method) => ({ value: method, label: METHODS[method] }))}
        />
      )}
      {authMethod !== 'none' && about}
      <Credential type={type} authMethod={authMethod} />
    </>
  )
}

function Credential({ type, authMethod }: { type: IntegrationType; authMethod: AuthMethod }) {
  const { api_key, basic, jwt } = type.defaults.auth
  switch (authMethod) {
    case 'none':
    case 'oauth':
    case 'certificate':
    case 'ssh_key':
      return null
    case 'api_key':
      return <OneSecret name="apiKey" help={api_key?.help ?? { label: 'API key' }} />
    case 'jwt':
      return <OneSecret name="token" help={jwt?.help ?? { label: 'Token' }} />
    case 'basic':
      return (
        <UserAndPassword
          username={basic?.username ?? { label: 'User name' }}
          password={basic?.password ?? { label: 'Password' }}
        />
      )
  }
}

function OneSecret({ name, help }: { name: 'apiKey' | 'token'; help: Help }) {
  const { register, formState } = useFormContext<ConnectionValues>()
  const state = useSlotState('auth')
  const error = formState.errors[name]?.message
  return (
    <Field
      label={help.label}
      error={error}
      hint={<SecretHint help={help} state={state} hasError={error !== undefined} />}
    >
      {(control) => (
        <SecretInput
          {...control}
          {...register(name)}
          aria-required={state.is !== 'kept'}
          placeholder={secretPlaceholder(state, help.example)}
        />
      )}
    </Field>
  )
}

type UserAndPasswordProps = {
  username: { label: string; example?: string | undefined }
  password: Help
}

function UserAndPassword({ username, password }: UserAndPasswordProps) {
  const { control: form, register, formState } = useFormContext<ConnectionValues>()
  const state = useSlotState('auth')
  const typed = useWatch({ control: form, name: ['username', 'password'] })
  // The two are sealed as one: who types one replaces both.
  const isReplaced = typed.some((text) => text !== '')
  const shown = isReplaced && state.is === 'kept' ? { is: 'new' as const } : state
  return (
    <div className="grid gap-5 sm:grid-cols-2 sm:gap-x-4">
      <Field label={username.label} error={formState.errors.username?.message}>
        {(control) => (
          <SecretNameInput
            {...control}
            {...register('username')}
            aria-required={shown.is !== 'kept'}
            placeholder={shown.is === 'kept' ? 'Replace stored' : username.example}
          />
        )}
      </Field>
      <Field label={password.label} error={formState.errors.password?.message}>
        {(control) => (
          <SecretInput
            {...control}
            {...register('password')}
            aria-required={false}
            placeholder={secretPlaceholder(shown, password.example)}
          />
        )}
      </Field>
      <div className="-mt-3.5 text-ink-3 text-sm sm:col-span-2">
        {isReplaced && state.is === 'kept' && <p>The two are sealed as one: enter both.</p>}
        <SecretHint
          help={password}
          state={state}
          hasError={formState.errors.username !== undefined}
        />
      </div>
    </div>
  )
}

type SecretHintProps = { help: Help } & ComponentProps<typeof SealedHint>

function SecretHint({ help, ...rest }: SecretHintProps) {
  return (
    <>
      {help.hint && <p className="text-ink-2">{help.hint}</p>}
      <SealedHint {...rest} />
    </>
  )
}
