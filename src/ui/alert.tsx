import type { ReactNode } from 'react'
import { cx } from './cx'
import type { Tone } from './tone'

const TONES: Record<Tone, string> = {
  neutral: 'bg-sunken',
  ok: 'bg-ok-soft',
  bad: 'bg-bad-soft',
  warn: 'bg-warn-soft',
  busy: 'bg-busy-soft',
}

type AlertProps = {
  tone?: Tone
  /** `alert` interrupts a screen reader, `status` waits; none for what was there from the start. */
  role?: 'alert' | 'status'
  title?: ReactNode
  /** The one next step. */
  action?: ReactNode
  children?: ReactNode
  className?: string
}

export function Alert({ tone = 'neutral', role, title, action, children, className }: AlertProps) {
  return (
    <div
      role={role}
      className={cx(
        'flex flex-col gap-2 rounded-md px-4 py-3 text-base text-ink',
        TONES[tone],
        className,
      )}
    >
      {(title || children) && (
        <div className="wrap-anywhere">
          {title && <strong className="font-semibold">{title} </strong>}
          {children}
        </div>
      )}
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}
