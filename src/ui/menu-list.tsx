import { Check } from 'lucide-react'
import * as Radix from 'radix-ui/dropdown-menu'
import { type FocusEvent, useRef } from 'react'
import { cx } from './cx'
import { isWithin } from './is-within'
import type { MenuEntry } from './menu'
import { POP_CLASS } from './pop-class'

type MenuListProps = {
  entries: readonly MenuEntry[]
  side: 'top' | 'bottom'
  align: 'start' | 'end'
  labelledBy: string
  onClose: () => void
  onCloseFocus: () => void
}

const ITEM_CLASS =
  'flex min-h-8 cursor-default select-none items-center gap-2.5 rounded-xs px-2.5 outline-none ' +
  'data-highlighted:bg-sunken pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0'

/** The open menu, laid over the button that it stands beside in the tree. */
export default function MenuList({
  entries,
  side,
  align,
  labelledBy,
  onClose,
  onCloseFocus,
}: MenuListProps) {
  const chosen = useRef<(() => void) | null>(null)
  // Radix would know of a key pressed while it was mounted: the one that opened this came before.
  const isByKeyboard = useRef(document.getElementById(labelledBy)?.matches(':focus-visible'))

  function enterByKeyboard({ target, currentTarget }: FocusEvent<HTMLElement>) {
    if (!isByKeyboard.current || target !== currentTarget) return
    isByKeyboard.current = false
    currentTarget.querySelector<HTMLElement>('[role^="menuitem"]')?.focus()
  }

  return (
    <Radix.Root
      defaultOpen
      modal={false}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Radix.Trigger asChild disabled>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </Radix.Trigger>
      <Radix.Portal container={landmarkAround(labelledBy)}>
        <Radix.Content
          aria-labelledby={labelledBy}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onFocus={enterByKeyboard}
          onInteractOutside={(event) => {
            // The button closes it itself: closed here, it would open again at once.
            if (isWithin(event.target, labelledBy)) event.preventDefault()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onCloseFocus()
            // Only now: a dialog that opens gives the focus back to what had it before.
            chosen.current?.()
          }}
          className={cx(POP_CLASS, 'min-w-44 p-1')}
        >
          {entries.map((entry, index) =>
            entry === 'separator' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: separators have no name, and never move
              <Radix.Separator key={index} className="-mx-1 my-1 h-px bg-line" />
            ) : (
              <Entry
                key={String(entry.label)}
                entry={entry}
                onChoose={() => {
                  chosen.current = entry.onSelect
                }}
              />
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Where a screen reader finds the menu. In a dialog the body (null): the dialog would cut it off. */
function landmarkAround(buttonId: string): HTMLElement | null {
  const button = document.getElementById(buttonId)
  if (!button || button.closest('[role=dialog]')) return null
  return button.closest('main') ?? button.closest('header')
}

type EntryProps = { entry: Exclude<MenuEntry, 'separator'>; onChoose: () => void }

function Entry({ entry, onChoose }: EntryProps) {
  const { label, icon, tone = 'neutral', isChecked } = entry
  const className = cx(ITEM_CLASS, tone === 'bad' ? 'text-bad' : 'text-ink [&_svg]:text-ink-2')
  if (isChecked === undefined) {
    return (
      <Radix.Item className={className} onSelect={onChoose}>
        {icon}
        {label}
      </Radix.Item>
    )
  }
  return (
    <Radix.CheckboxItem className={className} checked={isChecked} onSelect={onChoose}>
      {icon}
      <span className="flex-1">{label}</span>
      <Radix.ItemIndicator>
        <Check aria-hidden="true" />
      </Radix.ItemIndicator>
    </Radix.CheckboxItem>
  )
}
