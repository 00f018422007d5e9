import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './icon-button'

type CopyFieldProps = { label: string; value: string; hint?: string }

/** A text to take elsewhere, with a button that copies it. */
export function CopyField({ label, value, hint }: CopyFieldProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)

  function copy() {
    navigator.clipboard.writeText(value).then(
      () => setOutcome('copied'),
      // Refused: the text can still be selected.
      () => setOutcome('failed'),
    )
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-ink text-sm">{label}</legend>
      <div className="flex items-center gap-1 rounded-sm border border-line bg-sunken py-0.5 pr-0.5 pl-3">
        <code className="wrap-anywhere min-w-0 flex-1 select-all py-1 font-mono text-sm">
          {value}
        </code>
        <IconButton label={`Copy ${label}`} onClick={copy}>
          {outcome === 'copied' ? <Check /> : <Copy />}
        </IconButton>
      </div>
      <p role="status" className={outcome === 'failed' ? 'text-ink-2 text-sm' : 'sr-only'}>
        {outcome === 'copied' && 'Copied'}
        {outcome === 'failed' && 'The browser did not copy it. Select it and copy it.'}
      </p>
      {hint && <p className="text-ink-3 text-sm">{hint}</p>}
    </fieldset>
  )
}
