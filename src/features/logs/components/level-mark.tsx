import type { LogLevel } from '@contract/status'
import { cx } from '@/ui/cx'
import { LEVEL_FACES } from '../faces'

/** A level's shape; its word stands beside it. */
export function LevelMark({ level }: { level: LogLevel }) {
  const { path, colour } = LEVEL_FACES[level]
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cx('size-3.5 shrink-0', colour)}
    >
      <path d={path} />
    </svg>
  )
}
