import { useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/ui/field'
import { Select } from '@/ui/select'
import type { ConnectionValues } from '../model'
import { TextField } from './text-field'

const METHODS = ['GET', 'HEAD', 'POST'] as const

/** The request that tells whether an API no entry knows works. */
export function OwnRequestFields() {
  const { control: form, setValue } = useFormContext<ConnectionValues>()
  const method = useWatch({ control: form, name: 'request.method' })
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium text-sm">What the test asks</legend>
      <p className="mb-2 text-ink-3 text-sm">
        The cheapest call that needs the credential, as in /v1/me.
      </p>
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
    </fieldset>
  )
}
