import { CircleAlert, Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { Input } from '@/ui/input'
import type { ConnectionValues } from '../model'

/** What the token says: claims are configuration, and nothing secret. */
export function ClaimRows() {
  const { control } = useFormContext<ConnectionValues>()
  const { fields, append, remove } = useFieldArray({ control, name: 'jwt.claims' })
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">
        Claims<span className="ml-1.5 font-normal text-ink-3">optional</span>
      </legend>
      <p className="text-ink-3 text-sm">
        What the token says, as in iss and aud. Patchbay adds iat and exp. Stored as they are: put
        nothing secret here.
      </p>
      {fields.map((field, index) => (
        <Row key={field.id} index={index} onRemove={() => remove(index)} />
      ))}
      <Button
        className="w-fit"
        onClick={() =>
          append({ name: '', value: '' }, { focusName: `jwt.claims.${fields.length}.name` })
        }
      >
        <Plus aria-hidden="true" className="size-3.5" />
        Add claim
      </Button>
    </fieldset>
  )
}

function Row({ index, onRemove }: { index: number; onRemove: () => void }) {
  const { register, formState } = useFormContext<ConnectionValues>()
  const errorId = useId()
  const errors = formState.errors.jwt?.claims?.[index]
  const messages = [errors?.name?.message, errors?.value?.message].filter(Boolean)
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap gap-2 max-sm:rounded-sm max-sm:border max-sm:border-line max-sm:p-2 sm:flex-nowrap">
        <Input
          {...register(`jwt.claims.${index}.name`)}
          isCode
          autoComplete="off"
          aria-label={`Name of claim ${index + 1}`}
          aria-invalid={errors?.name ? true : undefined}
          aria-describedby={errors?.name ? errorId : undefined}
          placeholder="iss"
          className="sm:basis-2/5"
        />
        <Input
          {...register(`jwt.claims.${index}.value`)}
          isCode
          autoComplete="off"
          aria-label={`Value of claim ${index + 1}`}
          aria-invalid={errors?.value ? true : undefined}
          aria-describedby={errors?.value ? errorId : undefined}
          placeholder="acme"
          className="min-w-0 flex-1"
        />
        <IconButton label={`Remove claim ${index + 1}`} onClick={onRemove} className="my-auto">
          <Trash2 />
        </IconButton>
      </div>
      {messages.length > 0 && (
        <p id={errorId} className="flex gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden="true" className="mt-[3px] size-3.5 shrink-0" />
          <span>{messages.join('. ')}</span>
        </p>
      )}
    </div>
  )
}
