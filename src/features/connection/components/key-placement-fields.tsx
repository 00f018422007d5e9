import { useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/ui/field'
import { Select } from '@/ui/select'
import type { ConnectionValues } from '../model'
import { TextField } from './text-field'

const FIRST_GUESS: Record<'header' | 'query', ConnectionValues['placement']> = {
  header: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
  query: { in: 'query', name: '', prefix: '' },
}

/** Where an API that no entry knows wants its key. */
export function KeyPlacementFields() {
  const { control: form, setValue } = useFormContext<ConnectionValues>()
  const place = useWatch({ control: form, name: 'placement.in' })
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-medium text-sm">Where the API key goes</legend>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Place">
          {(control) => (
            <Select
              {...control}
              value={place}
              onValueChange={(next) =>
                setValue('placement', FIRST_GUESS[next], { shouldDirty: true })
              }
              options={[
                { value: 'header', label: 'Header' },
                { value: 'query', label: 'Query parameter' },
              ]}
            />
          )}
        </Field>
        <TextField
          name="placement.name"
          label={place === 'header' ? 'Header name' : 'Parameter name'}
          placeholder={place === 'header' ? 'Authorization' : 'api_key'}
          isCode
        />
        <TextField name="placement.prefix" label="Prefix" placeholder="Bearer " isCode isOptional />
      </div>
    </fieldset>
  )
}
