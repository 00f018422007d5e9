import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { barAt } from './histogram-model'

/** Bars, from where one began to where one is. */
export type Brush = { anchor: number; head: number }

/**
 * A range of bars, drawn with a mouse or finger, or with the keys: arrows go from bar to bar, with
 * Shift they draw, Enter takes what is drawn, Esc lets go.
 */
export function useBrush(count: number, onBrush: (brush: Brush) => void) {
  const [brush, setBrush] = useState<Brush | null>(null)
  const [isDrawing, setIsDrawing] = useState(false)

  const at = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return barAt((clientX - left) / width, count)
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const bar = at(event)
    setIsDrawing(true)
    setBrush({ anchor: bar, head: bar })
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const head = at(event)
    setBrush((current) => ({ anchor: isDrawing && current ? current.anchor : head, head }))
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    if (!isDrawing || !brush) return
    end()
    onBrush({ ...brush, head: at(event) })
  }

  function onKeyDown(event: KeyboardEvent) {
    const current = brush ?? { anchor: count, head: count }
    const to: Record<string, number> = {
      ArrowLeft: current.head - 1,
      ArrowRight: current.head + 1,
      Home: 0,
      End: count - 1,
    }
    const wanted = to[event.key]
    if (wanted !== undefined) {
      event.preventDefault()
      const head = Math.max(0, Math.min(count - 1, wanted))
      setBrush({ anchor: event.shiftKey && brush ? brush.anchor : head, head })
    } else if (event.key === 'Enter' && brush) {
      end()
      onBrush(brush)
    } else if (event.key === 'Escape') end()
  }

  function end() {
    setIsDrawing(false)
    setBrush(null)
  }

  return {
    brush,
    isDrawing,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      // The finger scrolls the page after all.
      onPointerCancel: end,
      onPointerLeave: () => !isDrawing && end(),
      onKeyDown,
      onBlur: end,
    },
  }
}
