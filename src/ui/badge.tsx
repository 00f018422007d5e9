import type { ReactNode } from 'react'
import { cx } from './cx'
import type { Tone } from './tone'

const TONES: Record<Tone, string> = {
  neutral: 'border-line-strong text-ink-2',
  ok: 'border-transparent bg-ok-soft text-ok',
  bad: 'border-transparent bg-bad-soft text-bad',
  warn: 'border-transparent bg-warn-soft text-warn',
  busy: 'border-transparent bg-busy-soft text-busy',
}

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex h-[18px] shrink-0 items-center rounded-xs border px-1.5 font-mono text-[0.6875rem]',
        TONES[tone],
      )}
    >
      {children}
    </span>
  )
}
