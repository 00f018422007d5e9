import { X } from 'lucide-react'
import * as Radix from 'radix-ui/dialog'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { cx } from './cx'
import { IconButton } from './icon-button'
import { lockScroll } from './scroll-lock'

export type DialogProps = {
  isOpen: boolean
  /** Asked with `false` by Esc, a click outside and the close button; whoever opens it decides. */
  onOpenChange: (isOpen: boolean) => void
  title: ReactNode
  /** One line under the title. */
  description?: ReactNode
  /** 36 px, left of the title. */
  icon?: ReactNode
  footer?: ReactNode
  children?: ReactNode
  /** False: only what is inside ends it (a question that must be answered). */
  isDismissable?: boolean
  width?: 'narrow' | 'medium'
}

const CENTER =
  'sm:inset-auto sm:top-1/2 sm:left-1/2 sm:max-h-[calc(100dvh-64px)] sm:-translate-1/2 sm:rounded-[14px] animate-rise'
/** A short question stays a card on a phone too. */
const CARD =
  'max-sm:inset-x-4 max-sm:inset-y-auto max-sm:top-1/2 max-sm:max-h-[calc(100dvh-32px)] max-sm:-translate-y-1/2 max-sm:rounded-[14px]'
const WIDTHS = { narrow: `${CARD} sm:w-[440px]`, medium: 'sm:w-[600px]' }

/**
 * A modal window: header, scrolling body, footer; the whole screen on a phone. Its script is heavy:
 * import what uses it lazily, on the click that opens it.
 */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  description,
  icon,
  footer,
  children,
  isDismissable = true,
  width = 'medium',
}: DialogProps) {
  // Radix gives the focus back to a trigger of its own; here the opener may be anything.
  const opener = useRef<Element | null>(null)
  const stay = (event: Event) => {
    if (!isDismissable) event.preventDefault()
  }
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Veil />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener.current instanceof HTMLElement) opener.current.focus()
          }}
          onEscapeKeyDown={stay}
          onInteractOutside={stay}
          className={cx(
            'fixed inset-0 z-40 flex flex-col overflow-hidden bg-panel shadow-pop outline-none',
            CENTER,
            WIDTHS[width],
          )}
        >
          <header className="flex items-center gap-3 px-5 pt-5 pr-14 pb-3">
            {icon}
            <div className="min-w-0">
              <Radix.Title className="wrap-anywhere font-semibold text-lg leading-6">
                {title}
              </Radix.Title>
              {description && (
                <Radix.Description className="wrap-anywhere text-ink-2 text-sm">
                  {description}
                </Radix.Description>
              )}
            </div>
          </header>
          {children && (
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
          )}
          {footer && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t bg-sunken px-5 py-3.5">
              {footer}
            </footer>
          )}
          {/* Last, so that the first thing to be focused is what the dialog is about. */}
          {isDismissable && (
            <Radix.Close asChild>
              <IconButton label="Close" className="absolute top-4.5 right-4">
                <X />
              </IconButton>
            </Radix.Close>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/**
 * Not radix's overlay: that writes a style element, which the security policy forbids. Nor does it blur
 * what is under it: without a GPU that took 60 ms of each letter typed in the dialog.
 */
function Veil() {
  useLayoutEffect(lockScroll, [])
  return <div className="fixed inset-0 z-40 animate-fade bg-veil" />
}
