import { useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/ui/field'
import { Select } from '@/ui/select'
import type { TypeValues } from '../values'
import { HelpFields } from './help-fields'
import { TextField } from './text-field'

const FIRST_GUESS = {
  header: { name: 'Authorization', prefix: 'Bearer ' },
  query: { name: '', prefix: '' },
}

/** Where the key goes, and what it is called. */
export function ApiKeyFields() {
  const { control: form, setValue } = useFormContext<TypeValues>()
  const place = useWatch({ control: form, name: 'apiKey.in' })

  function pick(next: 'header' | 'query') {
    setValue('apiKey.in', next, { shouldDirty: true })
    setValue('apiKey.name', FIRST_GUESS[next].name, { shouldDirty: true })
    setValue('apiKey.prefix', FIRST_GUESS[next].prefix, { shouldDirty: true })
  }
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Sent in">
          {(control) => (
            <Select
              {...control}
              value={place}
              onValueChange={pick}
              options={[
                { value: 'header', label: 'Header' },
                { value: 'query', label: 'Query parameter' },
              ]}
            />
          )}
        </Field>
        <TextField
          name="apiKey.name"
          label={place === 'header' ? 'Header name' : 'Parameter name'}
          placeholder={place === 'header' ? 'Authorization' : 'api_key'}
          isCode
        />
        <TextField name="apiKey.prefix" label="Prefix" placeholder="Bearer " isCode isOptional />
      </div>
      <HelpFields name="apiKey.help" label="Name of the key" example="acme_…, 40 characters" />
    </>
  )
}
