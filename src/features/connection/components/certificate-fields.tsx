import { useFormContext } from 'react-hook-form'
import { Field } from '@/ui/field'
import type { ConnectionValues } from '../model'
import { type Help, SecretHint } from './one-secret'
import { secretPlaceholder } from './sealed-hint'
import { SecretInput } from './secret-input'
import { SecretTextArea } from './secret-text-area'
import { useSlotState } from './stored-context'

/** A client certificate, its key, and who signed the server's. All of it is sealed as one. */
export function CertificateFields({ help }: { help: Help }) {
  const { register, formState } = useFormContext<ConnectionValues>()
  const state = useSlotState('auth')
  const errors = formState.errors.certificate
  const isRequired = state.is !== 'kept'
  return (
    <div className="flex flex-col gap-5">
      <SecretTextArea
        name="certificate.certificate"
        label={help.label}
        isRequired={isRequired}
        placeholder={secretPlaceholder(state, help.example ?? '-----BEGIN CERTIFICATE-----')}
        hint={<SecretHint help={help} state={state} hasError={errors?.certificate !== undefined} />}
        accept=".pem,.crt,.cer"
      />
      <SecretTextArea
        name="certificate.key"
        label="Private key"
        isRequired={isRequired}
        placeholder={secretPlaceholder(state, '-----BEGIN PRIVATE KEY-----')}
        accept=".pem,.key"
      />
      <Field
        label="Passphrase"
        isOptional
        error={errors?.passphrase?.message}
        hint="Unlocks the key here, in this browser. It is not stored."
      >
        {(control) => <SecretInput {...control} {...register('certificate.passphrase')} />}
      </Field>
      <SecretTextArea
        name="certificate.ca"
        label="CA certificate"
        isRequired={false}
        isOptional
        placeholder="-----BEGIN CERTIFICATE-----"
        hint="Who signed the server’s certificate, where no public authority did."
        accept=".pem,.crt,.cer"
      />
    </div>
  )
}
