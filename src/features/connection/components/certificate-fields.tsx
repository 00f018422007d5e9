import { useFormContext, useWatch } from 'react-hook-form'
import type { KeyPair } from '@/services/key-pair'
import { Alert } from '@/ui/alert'
import { Field } from '@/ui/field'
import { expiryWords } from '../expiry'
import type { ConnectionValues } from '../model'
import { useKeyPair } from '../use-key-pair'
import { type Help, SecretHint } from './one-secret'
import { secretPlaceholder } from './sealed-hint'
import { SecretInput } from './secret-input'
import { SecretTextArea } from './secret-text-area'
import { useSlotState } from './stored-context'

/** A client certificate, its key, and who signed the server's. All of it is sealed as one. */
export function CertificateFields({ help }: { help: Help }) {
  const { control: form, register, formState } = useFormContext<ConnectionValues>()
  const key = useWatch({ control: form, name: 'certificate.key' })
  const state = useSlotState('auth')
  const errors = formState.errors.certificate
  const isRequired = state.is !== 'kept'
  const pair = useKeyPair()
  return (
    <div className="flex flex-col gap-5">
      <SecretTextArea
        name="certificate.certificate"
        label={help.label}
        isRequired={isRequired}
        placeholder={secretPlaceholder(state, help.example ?? '-----BEGIN CERTIFICATE-----')}
        hint={<SecretHint help={help} state={state} hasError={errors?.certificate !== undefined} />}
        accept=".pem,.crt,.cer"
        // What is not typed yet is not wrong yet.
        deps={key === '' ? [] : ['certificate.key']}
      />
      <SecretTextArea
        name="certificate.key"
        label="Private key"
        isRequired={isRequired}
        placeholder={secretPlaceholder(state, '-----BEGIN PRIVATE KEY-----')}
        accept=".pem,.key"
        deps={['certificate.passphrase']}
      />
      <Field
        label="Passphrase"
        isOptional
        error={errors?.passphrase?.message}
        hint="Unlocks the key here, in this browser. It is not stored."
      >
        {(control) => (
          <SecretInput
            {...control}
            {...register('certificate.passphrase', { deps: ['certificate.key'] })}
          />
        )}
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
      {pair && <About pair={pair} />}
    </div>
  )
}

/** What was read of it, so that one sees that it is the right one. */
function About({ pair }: { pair: KeyPair }) {
  const facts = [
    { label: 'Subject', value: pair.subject },
    { label: 'Issued by', value: pair.issuer },
  ]
  return (
    <Alert
      tone={pair.warning === null ? 'ok' : 'warn'}
      role="status"
      title="Certificate and key belong together."
    >
      {pair.warning ?? expiryWords(pair.expires_at, Date.now())}
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {facts.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd className="wrap-anywhere font-mono text-xs leading-5">{value}</dd>
          </div>
        ))}
      </dl>
    </Alert>
  )
}
