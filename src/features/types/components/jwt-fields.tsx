import { JWT_ALGORITHMS } from '@contract/auth'
import { Plus, Trash2 } from 'lucide-react'
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form'
import { Button } from '@/ui/button'
import { Field } from '@/ui/field'
import { IconButton } from '@/ui/icon-button'
import { SegmentedControl } from '@/ui/segmented-control'
import { Select } from '@/ui/select'
import type { TypeValues } from '../values'
import { HelpFields } from './help-fields'
import { TextField } from './text-field'

/** A token that is given, or one that is signed for each request. */
export function JwtFields() {
  const { control, setValue } = useFormContext<TypeValues>()
  const way = useWatch({ control, name: 'jwt.way' })
  return (
    <>
      <SegmentedControl
        label="Where the token comes from"
        value={way}
        onValueChange={(next) => setValue('jwt.way', next, { shouldDirty: true })}
        options={[
          { value: 'given', label: 'Pasted' },
          { value: 'signed', label: 'Signed' },
          { value: 'both', label: 'Either' },
        ]}
      />
      {way !== 'signed' && (
        <HelpFields name="jwt.help" label="Name of the token" example="eyJ…, three parts" />
      )}
      {way !== 'given' && <Signing />}
    </>
  )
}

function Signing() {
  const { control: form, setValue } = useFormContext<TypeValues>()
  const alg = useWatch({ control: form, name: 'jwt.alg' })
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Algorithm">
          {(control) => (
            <Select
              {...control}
              value={alg}
              onValueChange={(next) => setValue('jwt.alg', next, { shouldDirty: true })}
              options={JWT_ALGORITHMS.map((each) => ({ value: each, label: each }))}
            />
          )}
        </Field>
        <TextField
          name="jwt.lifetime"
          label="Lifetime in seconds"
          placeholder="300"
          inputMode="numeric"
        />
      </div>
      <Asks />
      <HelpFields
        name="jwt.keyHelp"
        label="Name of the signing key"
        example=""
        hasExample={false}
      />
    </>
  )
}

/** The claims that each connection fills in, and the key's id. */
function Asks() {
  const { control } = useFormContext<TypeValues>()
  const { fields, append, remove } = useFieldArray({ control, name: 'jwt.asks' })
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 font-medium text-sm">What each connection fills in</legend>
      <p className="-mt-2 text-ink-3 text-sm">
        A claim, as <code className="font-mono">iss</code>, or{' '}
        <code className="font-mono">key_id</code> for the key’s id in the header.
      </p>
      {fields.map((field, index) => (
        <div key={field.id} className="grid grid-cols-[1fr_1fr_auto] items-start gap-3">
          <TextField
            name={`jwt.asks.${index}.into`}
            label={<>Claim {index + 1}</>}
            placeholder="iss"
            isCode
          />
          <TextField
            name={`jwt.asks.${index}.label`}
            label={
              <>
                Label <span className="sr-only">of claim {index + 1}</span>
              </>
            }
            placeholder="Issuer ID"
          />
          <IconButton
            label={`Remove claim ${index + 1}`}
            onClick={() => remove(index)}
            className="mt-6.5"
          >
            <Trash2 />
          </IconButton>
        </div>
      ))}
      <Button
        className="w-fit"
        onClick={() =>
          append({ into: '', label: '' }, { focusName: `jwt.asks.${fields.length}.into` })
        }
      >
        <Plus aria-hidden="true" className="size-3.5" />
        Add claim
      </Button>
    </fieldset>
  )
}
