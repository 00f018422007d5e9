import { Plus, Trash2 } from 'lucide-react'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { IconButton } from '@/ui/icon-button'
import type { TypeValues } from '../values'
import { TextField } from './text-field'

/** What a runner starts, and what each connection must give it. */
export function CommandFields() {
  return (
    <>
      <TextField
        name="command"
        label="Command"
        hint="One program, found on the machine where a runner runs."
        placeholder="npx"
        isCode
      />
      <TextField
        name="args"
        label="Arguments"
        hint="One a line. No shell reads them, so nothing is quoted."
        placeholder={'-y\n@acme/mcp-server'}
        lines={3}
        isOptional
      />
      <Variables />
    </>
  )
}

function Variables() {
  const { control } = useFormContext<TypeValues>()
  const { fields, append, remove } = useFieldArray({ control, name: 'env' })
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 font-medium text-sm">Environment variables</legend>
      <p className="-mt-2 text-ink-3 text-sm">
        Each connection gives its own values. They are sealed in the browser.
      </p>
      {fields.map((field, index) => (
        <Variable key={field.id} index={index} onRemove={() => remove(index)} />
      ))}
      <Button
        className="w-fit"
        onClick={() =>
          append(
            { name: '', isRequired: true, label: '', hint: '' },
            { focusName: `env.${fields.length}.name` },
          )
        }
      >
        <Plus aria-hidden="true" className="size-3.5" />
        Add variable
      </Button>
    </fieldset>
  )
}

function Variable({ index, onRemove }: { index: number; onRemove: () => void }) {
  const { register } = useFormContext<TypeValues>()
  const number = index + 1
  return (
    <div className="flex flex-col gap-4 rounded-md border border-line p-3">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name={`env.${index}.name`}
          label={<>Variable {number}</>}
          placeholder="ACME_TOKEN"
          isCode
        />
        <TextField
          name={`env.${index}.label`}
          label={
            <>
              Label <span className="sr-only">of variable {number}</span>
            </>
          }
          placeholder="Access token"
          isOptional
        />
        <TextField
          name={`env.${index}.hint`}
          label={
            <>
              Hint <span className="sr-only">for variable {number}</span>
            </>
          }
          placeholder="Settings → API → New token"
          isOptional
          className="sm:col-span-2"
        />
      </div>
      <div className="flex items-center justify-between gap-2">
        <Checkbox
          label={
            <>
              Required <span className="sr-only">as variable {number}</span>
            </>
          }
          {...register(`env.${index}.isRequired`)}
        />
        <IconButton label={`Remove variable ${number}`} onClick={onRemove}>
          <Trash2 />
        </IconButton>
      </div>
    </div>
  )
}
