import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { useColumnCount } from '../use-column-count'

type VirtualGridProps<Item> = {
  items: readonly Item[]
  keyOf: (item: Item) => string
  renderItem: (item: Item) => ReactNode
  /** px, of every item. */
  itemHeight: number
  /** px, between items, both ways. */
  gap: number
  labelledBy: string
}

/** Rows beyond the window's edge that are there before one scrolls or tabs to them. */
const OVERSCAN = 2

/**
 * A list laid out in columns, of which only the rows near the window are in the document. To a
 * screen reader it is one list of its true length. The row with the focus stays, wherever one
 * scrolls: focus is never lost.
 */
export function VirtualGrid<Item>({
  items,
  keyOf,
  renderItem,
  itemHeight,
  gap,
  labelledBy,
}: VirtualGridProps<Item>) {
  const columns = useColumnCount()
  const ref = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  const [focusedKey, setFocusedKey] = useState<string | null>(null)
  const focusedIndex =
    focusedKey === null ? -1 : items.findIndex((item) => keyOf(item) === focusedKey)
  const focusedRow = focusedIndex === -1 ? null : Math.floor(focusedIndex / columns)

  const virtualizer = useWindowVirtualizer({
    count: Math.ceil(items.length / columns),
    estimateSize: () => itemHeight,
    gap,
    overscan: OVERSCAN,
    scrollMargin: top,
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range)
      return focusedRow === null || rows.includes(focusedRow)
        ? rows
        : [...rows, focusedRow].sort((a, b) => a - b)
    },
  })

  // What stands above may have grown or shrunk with this render.
  useLayoutEffect(() => {
    if (!ref.current) return
    setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY))
  })

  function keepFocused(event: FocusEvent<HTMLElement>) {
    setFocusedKey(event.target.closest<HTMLElement>('[data-key]')?.dataset.key ?? null)
  }

  return (
    <ul
      ref={ref}
      aria-labelledby={labelledBy}
      className="relative"
      style={{ height: virtualizer.getTotalSize() }}
      onFocus={keepFocused}
      onBlur={() => setFocusedKey(null)}
    >
      {virtualizer.getVirtualItems().flatMap((row) => {
        const first = row.index * columns
        return items.slice(first, first + columns).map((item, column) => (
          <li
            key={keyOf(item)}
            data-key={keyOf(item)}
            aria-setsize={items.length}
            aria-posinset={first + column + 1}
            className="absolute"
            style={{
              top: row.start - top,
              left: `calc((100% + ${gap}px) / ${columns} * ${column})`,
              width: `calc((100% - ${gap * (columns - 1)}px) / ${columns})`,
              height: itemHeight,
            }}
          >
            {renderItem(item)}
          </li>
        ))
      })}
    </ul>
  )
}
