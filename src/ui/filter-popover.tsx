import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useId, useRef, useState } from 'react'
import { cx } from './cx'

const FilterPanel = lazy(() => import('./filter-panel'))

export type FilterOption<Value extends string> = { value: Value; label: string; count?: number }

type FilterPopoverProps<Value extends string> = {
  label: string
  options: readonly FilterOption<Value>[]
  selected: readonly Value[]
  onSelectedChange: (selected: Value[]) => void
}

/** A dashed button that opens a list of checkboxes; solid, and saying how many, once any is ticked. */
export function FilterPopover<Value extends string>({
  label,
  options,
  selected,
  onSelectedChange,
}: FilterPopoverProps<Value>) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const ref = useRef<HTMLButtonElement>(null)
  const isActive = selected.length > 0

  function toggle(value: string) {
    const isTicked = (each: Value) =>
      each === value ? !selected.includes(each) : selected.includes(each)
    onSelectedChange(options.map((option) => option.value).filter(isTicked))
  }

  return (
    <span className="relative inline-flex">
      <button
        ref={ref}
        id={id}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        disabled={options.length === 0}
        onClick={() => setIsOpen(!isOpen)}
        onPointerEnter={() => void import('./filter-panel')}
        className={cx(
          'inline-flex h-8 items-center gap-1.5 rounded-sm border px-2.5 font-medium text-sm transition-colors hover:bg-sunken disabled:opacity-50 pointer-coarse:h-10',
          isActive ? 'border-ink text-ink' : 'border-line-strong border-dashed text-ink-2',
        )}
      >
        {label}
        {isActive && (
          <span className="rounded-xs bg-ink px-1 text-[0.6875rem] text-panel leading-4">
            {selected.length}
            <span className="sr-only"> chosen</span>
          </span>
        )}
        <ChevronDown aria-hidden="true" className="size-3.5" />
      </button>
      {isOpen && (
        <Suspense>
          <FilterPanel
            label={label}
            openedBy={id}
            options={options}
            selected={selected}
            onToggle={toggle}
            onClear={() => onSelectedChange([])}
            onClose={() => setIsOpen(false)}
            onCloseFocus={() => ref.current?.focus()}
          />
        </Suspense>
      )}
    </span>
  )
}
