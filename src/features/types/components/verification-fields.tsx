import { useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/ui/field'
import { Select } from '@/ui/select'
import type { TypeValues } from '../values'
import { TextField } from './text-field'

const METHODS = ['GET', 'HEAD', 'POST'] as const

/** What a test asks to see that a connection works. */
export function VerificationFields() {
  const { control } = useFormContext<TypeValues>()
  const shape = useWatch({ control, name: 'shape' })
  return (
    <>
      {shape === 'rest' ? (
        <RequestFields />
      ) : (
        <TextField name="query" label="Query" placeholder="{ viewer { name } }" lines={3} />
      )}
      <TextField
        name="account"
        label="Where the account’s name is"
        hint={
          <>
            A JSON pointer into the answer. Shown as{' '}
            <span className="whitespace-nowrap">“Signed in as …”.</span>
          </>
        }
        placeholder={shape === 'rest' ? '/user/name' : '/data/viewer/name'}
        isCode
        isOptional
      />
    </>
  )
}

function RequestFields() {
  const { control: form, setValue } = useFormContext<TypeValues>()
  const method = useWatch({ control: form, name: 'request.method' })
  return (
    <div className="grid grid-cols-[6rem_1fr] gap-4 sm:grid-cols-[6rem_1fr_8rem]">
      <Field label="Method">
        {(control) => (
          <Select
            {...control}
            value={method}
            onValueChange={(next) => setValue('request.method', next, { shouldDirty: true })}
            options={METHODS.map((each) => ({ value: each, label: each }))}
          />
        )}
      </Field>
      <TextField name="request.path" label="Path" placeholder="/v1/me" isCode />
      <TextField
        name="request.expectedStatus"
        label="Expected status"
        placeholder="200"
        inputMode="numeric"
        className="max-sm:col-span-2"
      />
    </div>
  )
}
