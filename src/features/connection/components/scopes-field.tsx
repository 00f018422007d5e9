import { Plus } from 'lucide-react'
import { useFormContext, useWatch } from 'react-hook-form'
import { Button } from '@/ui/button'
import { splitScopes } from '../config-draft'
import type { ConnectionValues } from '../model'
import { TextField } from './text-field'

/** What the credential must be allowed to do; those that the vendor knows are one click away. */
export function ScopesField({ known }: { known: readonly string[] }) {
  const { control, setValue } = useFormContext<ConnectionValues>()
  const chosen = splitScopes(useWatch({ control, name: 'scopes' }))
  const proposed = known.filter((scope) => !chosen.includes(scope))

  function add(scope: string) {
    setValue('scopes', [...chosen, scope].join(' '), { shouldDirty: true, shouldValidate: true })
  }
  return (
    <div className="flex flex-col gap-2">
      <TextField
        name="scopes"
        label="Scopes"
        hint="What the credential must be allowed to do, where the vendor tells. Between spaces or commas."
        placeholder={known.slice(0, 2).join(' ')}
        isCode
        isOptional
      />
      {proposed.length > 0 && (
        <ul aria-label="Known scopes" className="flex flex-wrap gap-1.5">
          {proposed.map((scope) => (
            <li key={scope}>
              <Button size="sm" className="font-mono" onClick={() => add(scope)}>
                <Plus aria-hidden="true" className="size-3" />
                <span className="sr-only">Add scope</span> {scope}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
