import { type ReactNode, useRef, useState } from 'react'
import { useRowsInView } from './use-rows-in-view'

type VirtualGridProps<Item> = {
  items: readonly Item[]
  keyOf: (item: Item) => string
  renderItem: (item: Item) => ReactNode
  columns: number
  /** px, of every item. */
  itemHeight: number
  /** px, between items, both ways. */
  gap: number
  labelledBy: string
}

/**
 * A list laid out in columns, of which only the rows near the window are in the document. To a
 * screen reader it is one list of its true length. The item with the focus stays, wherever one
 * scrolls or the list grows: focus is never lost, and no menu is closed under a person's hand.
 */
export function VirtualGrid<Item>({
  items,
  keyOf,
  renderItem,
  columns,
  itemHeight,
  gap,
  labelledBy,
}: VirtualGridProps<Item>) {
  const ref = useRef<HTMLUListElement>(null)
  const rowCount = Math.ceil(items.length / columns)
  const stride = itemHeight + gap
  const [firstRow, lastRow] = useRowsInView(ref, { count: rowCount, stride })
  const [focusedKey, setFocusedKey] = useState<string | null>(null)

  const first = firstRow * columns
  const shown = items
    .slice(first, lastRow * columns)
    .map((item, offset) => ({ item, index: first + offset }))
  const focused = items.findIndex((item) => keyOf(item) === focusedKey)
  const focusedItem = items[focused]
  if (focusedItem && (focused < first || focused >= lastRow * columns)) {
    shown.splice(focused < first ? 0 : shown.length, 0, { item: focusedItem, index: focused })
  }

  return (
    <ul
      ref={ref}
      aria-labelledby={labelledBy}
      className="relative"
      style={{ height: rowCount * stride - gap }}
    >
      {shown.map(({ item, index }) => (
        <li
          key={keyOf(item)}
          // On the item, not on the list: React tells it also of its menu, which lies elsewhere in the page.
          onFocus={() => setFocusedKey(keyOf(item))}
          onBlur={() => setFocusedKey(null)}
          aria-setsize={items.length}
          aria-posinset={index + 1}
          className="absolute"
          style={{
            top: Math.floor(index / columns) * stride,
            left: `calc((100% + ${gap}px) / ${columns} * ${index % columns})`,
            width: `calc((100% - ${gap * (columns - 1)}px) / ${columns})`,
            height: itemHeight,
          }}
        >
          {renderItem(item)}
        </li>
      ))}
    </ul>
  )
}
