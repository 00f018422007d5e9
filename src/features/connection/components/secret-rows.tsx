import { CircleAlert, Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import type { ConnectionValues } from '../model'
import { secretPlaceholder } from './sealed-hint'
import { SecretInput, SecretNameInput } from './secret-input'
import { Section } from './section'
import { useSlotState } from './stored-context'

const KINDS = {
  headers: { title: 'Headers', one: 'header', slot: 'header', example: 'X-Team-Id' },
  env: { title: 'Variables', one: 'variable', slot: 'env', example: 'TEAM_ID' },
} as const

type Kind = keyof typeof KINDS

/** Headers sent with every request, and the variables that their values may name. */
export function HeadersAndVariables() {
  return (
    <Section title="Headers and variables">
      <p className="text-ink-2 text-sm">
        Headers go with every request. Where a header’s value says{' '}
        <code className="font-mono">$&#123;TEAM_ID&#125;</code>, the variable’s value is put in when
        the server is called. Names are stored as they are, values are sealed.
      </p>
      <SecretRows kind="headers" />
      <SecretRows kind="env" />
    </Section>
  )
}

function SecretRows({ kind }: { kind: Kind }) {
  const { control } = useFormContext<ConnectionValues>()
  const { fields, append, remove } = useFieldArray({ control, name: kind })
  const { title, one } = KINDS[kind]
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-medium text-sm">{title}</legend>
      {fields.map((field, index) => (
        <SecretRow
          key={field.id}
          name={kind}
          kind={kind}
          index={index}
          onRemove={() => remove(index)}
        />
      ))}
      <Button
        variant="secondary"
        className="w-fit"
        onClick={() =>
          append({ name: '', value: '' }, { focusName: `${kind}.${fields.length}.name` })
        }
      >
        <Plus aria-hidden="true" className="size-3.5" />
        Add {one}
      </Button>
    </fieldset>
  )
}

type SecretRowProps = {
  /** Where the row stands in the form. */
  name: 'headers' | 'env' | 'stdio.env'
  kind: Kind
  index: number
  onRemove: () => void
}

/** A name, and the value that is sealed for it. */
export function SecretRow({ name: list, kind, index, onRemove }: SecretRowProps) {
  const { control, register, formState, getFieldState } = useFormContext<ConnectionValues>()
  const { one, slot, example } = KINDS[kind]
  const name = useWatch({ control, name: `${list}.${index}.name` })
  const state = useSlotState(`${slot}:${name.trim()}`)
  const errorId = useId()
  const errors = {
    name: getFieldState(`${list}.${index}.name`, formState).error,
    value: getFieldState(`${list}.${index}.value`, formState).error,
  }
  const messages = [errors.name?.message, errors.value?.message].filter(Boolean)
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap gap-2 max-sm:rounded-sm max-sm:border max-sm:border-line max-sm:p-2 sm:flex-nowrap">
        <SecretNameInput
          {...register(`${list}.${index}.name`)}
          aria-label={`Name of ${one} ${index + 1}`}
          aria-invalid={errors.name ? true : undefined}
          aria-describedby={errors.name ? errorId : undefined}
          placeholder={example}
          className="sm:basis-2/5"
        />
        <div className="min-w-0 flex-1">
          <SecretInput
            {...register(`${list}.${index}.value`)}
            aria-label={`Value of ${one} ${index + 1}`}
            aria-invalid={errors.value ? true : undefined}
            aria-describedby={errors.value ? errorId : undefined}
            placeholder={secretPlaceholder(state, 'Secret value')}
          />
        </div>
        <IconButton label={`Remove ${one} ${index + 1}`} onClick={onRemove} className="my-auto">
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
