import { Command } from 'lucide-react'
import { Kbd } from '@/ui/kbd'
import { openPalette } from './palette-store'

/** ⌘ where the keyboard has one. */
export const MODIFIER = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl '

export function PaletteButton({ className }: { className: string }) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      title={`Commands (${MODIFIER}K)`}
      onClick={openPalette}
      className={className}
    >
      <Command aria-hidden="true" className="size-4" />
      <span className="max-lg:sr-only">Commands</span>
      <span aria-hidden="true" className="ml-auto max-lg:hidden">
        <Kbd>{MODIFIER}K</Kbd>
      </span>
    </button>
  )
}
