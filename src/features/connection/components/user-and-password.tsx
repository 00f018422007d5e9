import { useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/ui/field'
import type { ConnectionValues } from '../model'
import { type Help, SecretHint } from './one-secret'
import { secretPlaceholder } from './sealed-hint'
import { SecretInput, SecretNameInput } from './secret-input'
import { useSlotState } from './stored-context'

type UserAndPasswordProps = {
  username: { label: string; example?: string | undefined }
  password: Help
}

export function UserAndPassword({ username, password }: UserAndPasswordProps) {
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
