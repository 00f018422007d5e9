import { useFormContext, useWatch } from 'react-hook-form'
import { cx } from '@/ui/cx'
import { SHAPES, type Shape, type TypeValues } from '../values'

export const SHAPE_WORDS: Record<Shape, { name: string; about: string }> = {
  rest: { name: 'REST API', about: 'Answers HTTP requests, mostly with JSON.' },
  graphql: { name: 'GraphQL API', about: 'One address that answers queries.' },
  'mcp-url': { name: 'MCP server by URL', about: 'Streamable HTTP, or SSE.' },
  'mcp-command': { name: 'MCP server by command', about: 'A program that a runner starts.' },
}

/** What it is. A stored type stays what it is: its integrations are configured for that. */
export function ShapePicker({ isFixed }: { isFixed: boolean }) {
  const { control, register } = useFormContext<TypeValues>()
  const shape = useWatch({ control, name: 'shape' })

  if (isFixed) {
    return (
      <p className="text-ink-2 text-sm">
        <strong className="font-medium text-ink">{SHAPE_WORDS[shape].name}.</strong> What it is
        stays; for something else make another type.
      </p>
    )
  }
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      {SHAPES.map((each) => (
        <label
          key={each}
          className={cx(
            'relative flex flex-col rounded-md border border-line-strong px-3 py-2.5 transition-colors hover:border-ink-3',
            'has-checked:border-ink has-checked:bg-sunken',
            'has-focus-visible:outline-2 has-focus-visible:outline-copper',
          )}
        >
          <input type="radio" value={each} {...register('shape')} className="sr-only" />
          <span className="font-medium">{SHAPE_WORDS[each].name}</span>
          <span className="text-ink-2 text-sm">{SHAPE_WORDS[each].about}</span>
        </label>
      ))}
    </div>
  )
}
