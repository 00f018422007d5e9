import { cx } from './cx'
import { Jack, type JackState } from './jack'

export type CableState = 'passed' | 'failed' | 'running' | 'skipped' | 'waiting'
export type CableStage = {
  label: string
  state: CableState
  /** What stands under the label: a time, "not reached". */
  caption: string
}

const JACKS: Record<CableState, JackState> = {
  passed: 'filled',
  failed: 'crossed',
  running: 'turning',
  skipped: 'empty',
  waiting: 'empty',
}

const WORDS: Record<CableState, string> = {
  passed: 'passed',
  failed: 'failed',
  running: 'running',
  skipped: 'skipped',
  waiting: 'not reached',
}

/** The piece of cable that leads to a stage. Each has its way for the row and for the column. */
const PIECES: Record<CableState, string> = {
  passed: 'bg-ok',
  failed: 'bg-linear-to-b from-55% from-ok to-bad @md:bg-linear-to-r',
  running: 'bg-copper animate-breathe',
  skipped: 'bg-linear-to-b from-ok to-ok opacity-40',
  waiting: 'bg-line-strong',
}

/**
 * A test's way through its stages: a cable that runs from jack to jack and stops where the test
 * did. A row; a column where the container is narrow.
 */
export function Cable({ label, stages }: { label: string; stages: readonly CableStage[] }) {
  return (
    <div className="@container">
      <ol aria-label={label} className="flex flex-col @md:flex-row @md:justify-between">
        {stages.map((stage, index) => (
          <Stage key={stage.label} stage={stage} isFirst={index === 0} />
        ))}
      </ol>
    </div>
  )
}

function Stage({ stage, isFirst }: { stage: CableStage; isFirst: boolean }) {
  const { label, state, caption } = stage
  const isDim = state === 'waiting' || state === 'skipped'
  return (
    <li
      aria-current={state === 'running' ? 'step' : undefined}
      className="relative flex min-h-8 items-center gap-3 @md:min-h-0 @md:flex-1 @md:flex-col @md:gap-0"
    >
      {!isFirst && (
        // Keyed by its state: it runs in anew when the stage before it has ended.
        <span
          key={state}
          aria-hidden="true"
          className={cx(
            'absolute -top-2 left-[7px] h-4 w-0.5 origin-top rounded-xs @md:top-[7px] @md:right-[calc(50%+14px)] @md:left-[calc(-50%+14px)] @md:h-0.5 @md:w-auto @md:origin-left',
            state !== 'waiting' && state !== 'running' && 'animate-run-y @md:animate-run-x',
            PIECES[state],
          )}
        />
      )}
      <Jack state={JACKS[state]} className="z-1 size-4" />
      <span
        className={cx(
          'flex-1 text-sm @md:mt-1 @md:flex-none',
          isDim ? 'text-ink-2' : 'font-medium text-ink',
        )}
      >
        {label}
        <span className="sr-only">: {WORDS[state]},</span>
      </span>
      <span className="font-mono text-[0.6875rem] text-ink-2">{caption}</span>
    </li>
  )
}
