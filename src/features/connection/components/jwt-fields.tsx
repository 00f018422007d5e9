import type { IntegrationType, JwtMint } from '@contract/type-defaults'
import { useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/ui/field'
import { SegmentedControl } from '@/ui/segmented-control'
import { Select } from '@/ui/select'
import { hasOwnClaims, type JwtValues } from '../jwt-values'
import type { ConnectionValues } from '../model'
import { ClaimRows } from './claim-rows'
import { OneSecret, SecretHint } from './one-secret'
import { secretPlaceholder } from './sealed-hint'
import { SecretInput } from './secret-input'
import { SecretTextArea } from './secret-text-area'
import { useSlotState } from './stored-context'
import { TextField } from './text-field'

const MODES: readonly { value: JwtValues['mode']; label: string }[] = [
  { value: 'given', label: 'Given token' },
  { value: 'signed', label: 'Signed for each request' },
]

/** A token that one has, or the key that signs a new one for each request. */
export function JwtFields({ type }: { type: IntegrationType }) {
  const { control, setValue, clearErrors } = useFormContext<ConnectionValues>()
  const mode = useWatch({ control, name: 'jwt.mode' })
  const { help, mint } = type.defaults.auth.jwt ?? {}
  return (
    <>
      {help && mint && (
        <SegmentedControl
          label="Token"
          value={mode}
          onValueChange={(next) => {
            setValue('jwt.mode', next, { shouldDirty: true })
            clearErrors(['token', 'jwt'])
          }}
          options={MODES}
        />
      )}
      {mode === 'signed' && mint ? (
        <SigningFields mint={mint} isOwn={hasOwnClaims(type)} />
      ) : (
        <OneSecret name="token" help={help ?? { label: 'Token' }} />
      )}
    </>
  )
}

function SigningFields({ mint, isOwn }: { mint: JwtMint; isOwn: boolean }) {
  const { control, register, setValue, getValues, trigger, formState } =
    useFormContext<ConnectionValues>()
  const alg = useWatch({ control, name: 'jwt.alg' })
  const state = useSlotState('auth')
  const isText = alg === 'HS256'
  const { help } = mint
  const hint = (
    <SecretHint help={help} state={state} hasError={formState.errors.jwt?.key !== undefined} />
  )
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2 sm:gap-x-4">
        {mint.asks.map(({ into, label, example }, index) => (
          <TextField
            key={into}
            name={`jwt.asked.${index}.value`}
            label={label}
            placeholder={example}
            isCode
            isOptional={isOwn}
          />
        ))}
        {mint.algs.length > 1 && (
          <Field label="Algorithm">
            {(field) => (
              <Select
                {...field}
                value={alg}
                onValueChange={(next) => {
                  setValue('jwt.alg', next, { shouldDirty: true })
                  // Another algorithm wants another key.
                  if (getValues('jwt.key') !== '') void trigger('jwt.key')
                }}
                options={mint.algs.map((each) => ({ value: each, label: each }))}
              />
            )}
          </Field>
        )}
        {isOwn && (
          <TextField
            name="jwt.lifetime"
            label="Valid for, in seconds"
            placeholder="300"
            inputMode="numeric"
          />
        )}
      </div>
      {isText ? (
        <OneSecret name="jwt.key" help={{ ...help, example: 'The shared secret' }} />
      ) : (
        <SecretTextArea
          name="jwt.key"
          label={help.label}
          isRequired={state.is !== 'kept'}
          placeholder={secretPlaceholder(state, help.example)}
          hint={hint}
          accept=".pem,.key,.p8"
        />
      )}
      {!isText && (
        <Field
          label="Passphrase"
          isOptional
          hint="Unlocks the key here, in this browser. It is not stored."
        >
          {(field) => (
            <SecretInput {...field} {...register('jwt.passphrase', { deps: ['jwt.key'] })} />
          )}
        </Field>
      )}
      {isOwn && <ClaimRows />}
    </>
  )
}
