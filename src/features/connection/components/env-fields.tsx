import type { McpDefaults } from '@contract/type-defaults'
import { Plus } from 'lucide-react'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { Button } from '@/ui/button'
import { Field } from '@/ui/field'
import type { ConnectionValues } from '../model'
import { type Help, SecretHint } from './one-secret'
import { secretPlaceholder } from './sealed-hint'
import { SecretInput } from './secret-input'
import { SecretRow } from './secret-rows'
import { useSlotState } from './stored-context'

type Declared = NonNullable<McpDefaults['stdio']>['env'][number]

/** What the program finds in its environment: first what its type knows by name, then one's own. */
export function EnvFields({ declared }: { declared: readonly Declared[] }) {
  const { control } = useFormContext<ConnectionValues>()
  const { fields, append, remove } = useFieldArray({ control, name: 'stdio.env' })
  const byName = new Map(declared.map((variable) => [variable.name, variable]))
  const known = fields.map((field, index) => ({ field, index, variable: byName.get(field.name) }))
  const unused = declared.filter(({ name }) => fields.every((field) => field.name !== name))
  return (
    <>
      {known.map(
        ({ field, index, variable }) =>
          variable && (
            <KnownVariable
              key={field.id}
              index={index}
              variable={variable}
              onRemove={variable.is_required ? null : () => remove(index)}
            />
          ),
      )}
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 font-medium text-sm">
          Environment variables<span className="ml-1.5 font-normal text-ink-3">optional</span>
        </legend>
        <p className="text-ink-3 text-sm">
          Names are stored as they are. Values are sealed, and only the started program gets them.
        </p>
        {known.map(
          ({ field, index, variable }) =>
            !variable && (
              <SecretRow
                key={field.id}
                name="stdio.env"
                kind="env"
                index={index}
                onRemove={() => remove(index)}
              />
            ),
        )}
        <div className="flex flex-wrap gap-2">
          {unused.map(({ name, help }) => (
            <Button
              key={name}
              onClick={() =>
                append({ name, value: '' }, { focusName: `stdio.env.${fields.length}.value` })
              }
            >
              <Plus aria-hidden="true" className="size-3.5" />
              Add {help.label}
            </Button>
          ))}
          <Button
            onClick={() =>
              append({ name: '', value: '' }, { focusName: `stdio.env.${fields.length}.name` })
            }
          >
            <Plus aria-hidden="true" className="size-3.5" />
            Add variable
          </Button>
        </div>
      </fieldset>
    </>
  )
}

type KnownVariableProps = { index: number; variable: Declared; onRemove: (() => void) | null }

function KnownVariable({ index, variable, onRemove }: KnownVariableProps) {
  const { register, formState } = useFormContext<ConnectionValues>()
  const state = useSlotState(`env:${variable.name}`)
  const error = formState.errors.stdio?.env?.[index]?.value?.message
  const help: Help = variable.help
  return (
    <Field
      label={help.label}
      error={error}
      hint={
        <>
          <p>
            <code className="font-mono text-xs">{variable.name}</code>
            {onRemove && (
              <Button variant="ghost" size="sm" className="ml-2" onClick={onRemove}>
                Leave out<span className="sr-only"> {help.label}</span>
              </Button>
            )}
          </p>
          <SecretHint help={help} state={state} hasError={error !== undefined} />
        </>
      }
    >
      {(control) => (
        <SecretInput
          {...control}
          {...register(`stdio.env.${index}.value`)}
          aria-required={state.is !== 'kept'}
          placeholder={secretPlaceholder(state, help.example)}
        />
      )}
    </Field>
  )
}
