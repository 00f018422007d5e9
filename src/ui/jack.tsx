import { cx } from './cx'

/** A socket whose shape says how it is before its colour does. */
export type JackState = 'filled' | 'crossed' | 'turning' | 'half' | 'empty'

const COLOURS: Record<JackState, string> = {
  filled: 'text-ok',
  crossed: 'text-bad',
  turning: 'text-busy',
  half: 'text-warn',
  empty: 'text-idle',
}

type JackProps = {
  state: JackState
  className?: string
}

export function Jack({ state, className }: JackProps) {
  return (
    <svg
      aria-hidden="true"
      data-jack={state}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      className={cx('size-3.5 shrink-0', COLOURS[state], className)}
    >
      {state === 'turning' ? (
        <g className="origin-center animate-turn">
          <circle cx="8" cy="8" r="6.75" opacity="0.25" />
          <path d="M8 1.25A6.75 6.75 0 0 1 14.75 8" />
        </g>
      ) : (
        <circle cx="8" cy="8" r="6.75" />
      )}
      {state === 'filled' && <circle cx="8" cy="8" r="3.5" fill="currentColor" stroke="none" />}
      {state === 'half' && (
        <path d="M8 4.25a3.75 3.75 0 0 1 0 7.5z" fill="currentColor" stroke="none" />
      )}
      {state === 'crossed' && <path d="m5.75 5.75 4.5 4.5m0-4.5-4.5 4.5" />}
    </svg>
  )
}
