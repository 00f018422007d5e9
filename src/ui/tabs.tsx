import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { cx } from './cx'

type TabsProps<Value extends string> = {
  /** What the tabs are views of. */
  label: string
  value: Value
  onValueChange: (value: Value) => void
  tabs: readonly { value: Value; label: ReactNode }[]
  /** The view that is open. */
  children: ReactNode
}

/** Where a key leads from the tab at `index` of `count`; null: nowhere. */
const MOVES: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
}

/**
 * The tabs of the ARIA practices: one stop for Tab, and arrow keys from one to the next. By hand,
 * because radix weighs eight times as much, and a page waits for it.
 */
export function Tabs<Value extends string>({
  label,
  value,
  onValueChange,
  tabs,
  children,
}: TabsProps<Value>) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const active = useRef<HTMLButtonElement>(null)

  // Where they do not fit side by side, the open one is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for each tab that is opened.
  useLayoutEffect(() => {
    if (!list.current || !active.current) return
    const { offsetLeft, offsetWidth } = active.current
    const { scrollLeft, clientWidth } = list.current
    if (offsetLeft < scrollLeft || offsetLeft + offsetWidth > scrollLeft + clientWidth) {
      list.current.scrollLeft = offsetLeft - 16
    }
  }, [value])

  function move(event: KeyboardEvent) {
    const index = tabs.findIndex((tab) => tab.value === value)
    const next = MOVES[event.key]?.(index, tabs.length)
    const tab = next === undefined ? undefined : tabs[next]
    if (!tab) return
    event.preventDefault()
    onValueChange(tab.value)
    list.current?.querySelectorAll('button')[next ?? 0]?.focus()
  }

  return (
    <div>
      {/* The line below is a shadow: a scrolled list would leave a border behind. */}
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={move}
        className="relative flex gap-2.5 overflow-x-auto shadow-[inset_0_-1px_var(--line)] [scrollbar-width:none] sm:gap-5"
      >
        {tabs.map((tab) => {
          const isActive = tab.value === value
          return (
            <button
              key={tab.value}
              ref={isActive ? active : undefined}
              id={`${id}-${tab.value}`}
              type="button"
              role="tab"
              aria-selected={isActive}
              aria-controls={isActive ? `${id}-panel` : undefined}
              tabIndex={isActive ? 0 : -1}
              onClick={() => onValueChange(tab.value)}
              className={cx(
                'whitespace-nowrap border-b-2 py-2 font-medium text-sm -outline-offset-2 hover:text-ink pointer-coarse:py-3',
                isActive ? 'border-copper text-ink' : 'border-transparent text-ink-2',
              )}
            >
              {tab.label}
            </button>
          )
        })}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${value}`} className="pt-5">
        {children}
      </div>
    </div>
  )
}
