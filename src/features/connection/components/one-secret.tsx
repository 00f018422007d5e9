import type { CredentialSlot } from '@contract/auth'
import type { CredentialHelp } from '@contract/type-defaults'
import { type FieldPathByValue, useFormContext } from 'react-hook-form'
import type * as z from 'zod/mini'
import { Field } from '@/ui/field'
import type { ConnectionValues } from '../model'
import { SealedHint, secretPlaceholder } from './sealed-hint'
import { SecretInput } from './secret-input'
import { type ShownState, useSlotState } from './stored-context'

export type Help = z.infer<typeof CredentialHelp>

type OneSecretProps = {
  name: FieldPathByValue<ConnectionValues, string>
  slot?: CredentialSlot
  help: Help
}

/** A secret of one line. */
export function OneSecret({ name, slot = 'auth', help }: OneSecretProps) {
  const { register, formState, getFieldState } = useFormContext<ConnectionValues>()
  const state = useSlotState(slot)
  const error = getFieldState(name, formState).error?.message
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

type SecretHintProps = { help: Pick<Help, 'hint'>; state: ShownState; hasError: boolean }

/** What the vendor says of it, and what becomes of it here. */
export function SecretHint({ help, ...rest }: SecretHintProps) {
  return (
    <>
      {help.hint && <p className="text-ink-2">{help.hint}</p>}
      <SealedHint {...rest} />
    </>
  )
}
