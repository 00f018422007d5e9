import { useFormContext, useWatch } from 'react-hook-form'
import { Checkbox } from '@/ui/checkbox'
import { SegmentedControl } from '@/ui/segmented-control'
import type { TypeValues } from '../values'
import { CommandFields } from './command-fields'
import { FieldError } from './field-error'
import { TextField } from './text-field'

/** Where it is: an address that is always the same, one for each connection, or a command. */
export function PlaceFields() {
  const { control, setValue } = useFormContext<TypeValues>()
  const [shape, isOwn] = useWatch({ control, name: ['shape', 'isOwnAddress'] })
  if (shape === 'mcp-command') return <CommandFields />
  return (
    <>
      <SegmentedControl
        label="Address"
        value={isOwn ? 'each' : 'same'}
        onValueChange={(next) =>
          setValue('isOwnAddress', next === 'each', { shouldDirty: true, shouldTouch: true })
        }
        options={[
          { value: 'same', label: 'Always the same' },
          { value: 'each', label: 'Each its own' },
        ]}
      />
      {shape === 'mcp-url' ? <ProtocolFields isOwn={isOwn} /> : <ApiAddress isOwn={isOwn} />}
    </>
  )
}

function ApiAddress({ isOwn }: { isOwn: boolean }) {
  const { control } = useFormContext<TypeValues>()
  const isGraphQL = useWatch({ control, name: 'shape' }) === 'graphql'
  const example = isGraphQL ? 'https://api.example.com/graphql' : 'https://api.example.com/v1'
  if (isOwn) {
    return (
      <TextField
        name="addressExample"
        label="Example of an address"
        hint="Shown in the empty field."
        placeholder={example}
        inputMode="url"
        isCode
        isOptional
      />
    )
  }
  return (
    <TextField
      name="address"
      label={isGraphQL ? 'Endpoint' : 'API URL'}
      placeholder={example}
      inputMode="url"
      isCode
    />
  )
}

const PROTOCOLS = [
  {
    field: 'hasHttp',
    url: 'urls.http',
    label: 'Streamable HTTP',
    example: 'https://mcp.example.com/mcp',
  },
  {
    field: 'hasSse',
    url: 'urls.sse',
    label: 'SSE (legacy)',
    example: 'https://mcp.example.com/sse',
  },
] as const

function ProtocolFields({ isOwn }: { isOwn: boolean }) {
  const { control, register, formState } = useFormContext<TypeValues>()
  const isWrong = formState.errors.hasHttp !== undefined
  const chosen = useWatch({ control, name: ['hasHttp', 'hasSse'] })
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium text-sm">Protocols</legend>
      {PROTOCOLS.map(({ field, url, label, example }, index) => (
        <div key={field} className="flex flex-col gap-2">
          <Checkbox
            label={label}
            {...register(field)}
            aria-invalid={field === 'hasHttp' && isWrong ? true : undefined}
          />
          {chosen[index] && !isOwn && (
            <TextField
              name={url}
              label={<span className="sr-only">{label}: server URL</span>}
              placeholder={example}
              inputMode="url"
              isCode
              className="mb-2 pl-6.5"
            />
          )}
        </div>
      ))}
      <FieldError name="hasHttp" />
    </fieldset>
  )
}
