import { useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/ui/field'
import type { ConnectionValues } from '../model'
import { type Help, SecretHint } from './one-secret'
import { secretPlaceholder } from './sealed-hint'
import { SecretInput } from './secret-input'
import { SecretTextArea } from './secret-text-area'
import { useSlotState } from './stored-context'

/** A private key and what unlocks it. */
export function SshKeyFields({ help }: { help: Help }) {
  const { control: form, register, formState } = useFormContext<ConnectionValues>()
  const state = useSlotState('auth')
  const passphrase = useWatch({ control: form, name: 'ssh.passphrase' })
  const errors = formState.errors.ssh
  return (
    <div className="flex flex-col gap-5">
      <SecretTextArea
        name="ssh.key"
        label={help.label}
        isRequired={state.is !== 'kept' || passphrase !== ''}
        placeholder={secretPlaceholder(
          state,
          help.example ?? '-----BEGIN OPENSSH PRIVATE KEY-----',
        )}
        hint={<SecretHint help={help} state={state} hasError={errors?.key !== undefined} />}
        accept="*"
        deps={['ssh.passphrase']}
      />
      <Field
        label="Passphrase"
        isOptional
        error={errors?.passphrase?.message}
        hint="Only for a key that has one. It is sealed with the key."
      >
        {(control) => (
          <SecretInput {...control} {...register('ssh.passphrase', { deps: ['ssh.key'] })} />
        )}
      </Field>
    </div>
  )
}
