import type { TypeOutline } from '@contract/outline'
import { useMemo } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { BrandIcon } from '@/ui/brand-icon'
import { Field } from '@/ui/field'
import { Select } from '@/ui/select'
import type { TypeValues } from '../values'
import { TextField } from './text-field'

/** How the card and the form call it. */
export function AboutFields({ types }: { types: readonly TypeOutline[] }) {
  return (
    <>
      <TextField name="name" label="Name" placeholder="Acme Billing" />
      <TextField
        name="description"
        label="Description"
        placeholder="Invoices and customers of Acme."
        hint="One sentence. The search finds it."
      />
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
        <IconField types={types} />
        <TextField
          name="docsUrl"
          label="Documentation"
          placeholder="https://docs.acme.dev"
          inputMode="url"
          isCode
          isOptional
        />
      </div>
    </>
  )
}

/** The icons that the page has: those of the catalogue. */
function IconField({ types }: { types: readonly TypeOutline[] }) {
  const { control: form, setValue } = useFormContext<TypeValues>()
  const [icon, name] = useWatch({ control: form, name: ['icon', 'name'] })
  const options = useMemo(() => {
    const named = new Map<string, string>()
    for (const { icon: slug, name: of } of types) if (slug && !named.has(slug)) named.set(slug, of)
    return [
      { value: '', label: 'First letter' },
      ...[...named]
        .map(([value, label]) => ({ value, label }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    ]
  }, [types])
  return (
    <Field label="Icon" isOptional>
      {(control) => (
        <div className="flex items-center gap-2">
          <BrandIcon slug={icon || null} name={name || '?'} className="size-9" />
          <Select
            {...control}
            value={icon}
            onValueChange={(next) => setValue('icon', next, { shouldDirty: true })}
            options={options}
            className="min-w-0 flex-1"
          />
        </div>
      )}
    </Field>
  )
}
