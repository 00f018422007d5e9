import { Download } from 'lucide-react'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { Menu } from '@/ui/menu'
import { EXPORT_FORMATS, type ExportFormat } from '../export-format'

type ExportControlProps = {
  /** Entries written so far; null: none is running. */
  written: number | null
  /** How many there will be; null where that is not known. */
  total: number | null
  isDisabled: boolean
  onStart: (format: ExportFormat) => void
  onStop: () => void
}

const FORMATS = Object.keys(EXPORT_FORMATS) as ExportFormat[]

/** What the filter shows, as a file: which kind, then how far it is. */
export function ExportControl({ written, total, isDisabled, onStart, onStop }: ExportControlProps) {
  if (written !== null) {
    return (
      <div role="status" className="flex items-center gap-2.5 whitespace-nowrap text-ink-2 text-sm">
        {total !== null && (
          <progress
            aria-label="Exported"
            value={written}
            max={Math.max(1, total)}
            className="w-24"
          />
        )}
        {written.toLocaleString()}
        {total !== null && ` of ${total.toLocaleString()}`}
        <Button onClick={onStop}>Stop</Button>
      </div>
    )
  }
  return (
    <Menu
      entries={FORMATS.map((format) => ({
        label: EXPORT_FORMATS[format].word,
        onSelect: () => onStart(format),
      }))}
      trigger={(props) => (
        <button {...props} type="button" disabled={isDisabled} className={buttonClass()}>
          <Download aria-hidden="true" className="size-3.5" />
          Export
        </button>
      )}
    />
  )
}
