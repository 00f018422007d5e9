import type { IntegrationType } from '@contract/type-defaults'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { Badge } from '@/ui/badge'
import { BrandIcon } from '@/ui/brand-icon'
import { previewOf } from '../preview'
import { BLANK, type TypeValues } from '../values'
import { SHAPE_WORDS } from './shape-picker'

export type RenderPreview = (type: IntegrationType) => ReactNode

/** The form that the type makes, as it stands. While something typed is no good: as it stood before. */
export function TypePreview({ render }: { render: RenderPreview }) {
  const { control } = useFormContext<TypeValues>()
  // What is typed is painted first.
  const values = useDeferredValue(useWatch({ control }) as TypeValues)
  const made = previewOf(values)
  const [last, setLast] = useState(() => made ?? previewOf(BLANK))
  if (made && JSON.stringify(made) !== JSON.stringify(last)) setLast(made)
  if (last === null) return null
  return (
    <section
      aria-label="Preview"
      className="flex flex-col overflow-hidden rounded-md border border-line-strong bg-panel shadow-card"
    >
      <p className="border-line border-b bg-sunken px-5 py-2 text-ink-2 text-sm">
        The form it makes{made === null && ', once what is missing is filled in'}
      </p>
      <header className="flex items-center gap-3 px-5 pt-5 pb-3">
        <BrandIcon slug={last.icon} name={last.name} className="size-9" />
        <div className="min-w-0 flex-1">
          <h2 className="wrap-anywhere font-semibold text-lg leading-6">Connect {last.name}</h2>
          <p className="text-ink-2 text-sm">{SHAPE_WORDS[values.shape].name}</p>
        </div>
        <Badge>Custom</Badge>
      </header>
      <div className="px-5 pt-2 pb-5">{render(last)}</div>
    </section>
  )
}
