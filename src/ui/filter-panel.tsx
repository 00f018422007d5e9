import * as Radix from 'radix-ui/popover'
import { Button } from './button'
import { Checkbox } from './checkbox'
import { cx } from './cx'
import type { FilterOption } from './filter-popover'
import { isWithin } from './is-within'
import { POP_CLASS } from './pop-class'

type FilterPanelProps = {
  label: string
  /** The id of the button that opens and closes it. */
  openedBy: string
  options: readonly FilterOption<string>[]
  selected: readonly string[]
  onToggle: (value: string) => void
  onClear: () => void
  onClose: () => void
  onCloseFocus: () => void
}

/** The open filter, laid under the button that it stands beside in the tree. */
export default function FilterPanel({
  label,
  openedBy,
  options,
  selected,
  onToggle,
  onClear,
  onClose,
  onCloseFocus,
}: FilterPanelProps) {
  return (
    <Radix.Root
      defaultOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Radix.Anchor asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </Radix.Anchor>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onInteractOutside={(event) => {
            // The button closes it itself: closed here, it would open again at once.
            if (isWithin(event.target, openedBy)) event.preventDefault()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onCloseFocus()
          }}
          className={cx(POP_CLASS, 'flex w-60 flex-col')}
        >
          <div className="flex min-h-0 flex-col overflow-y-auto px-3 py-1.5">
            {options.map((option) => (
              <Checkbox
                key={option.value}
                label={option.label}
                trailing={option.count}
                checked={selected.includes(option.value)}
                onChange={() => onToggle(option.value)}
              />
            ))}
          </div>
          {selected.length > 0 && (
            <div className="border-line border-t p-1.5">
              <Button variant="ghost" size="sm" className="w-full" onClick={onClear}>
                Clear
              </Button>
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
