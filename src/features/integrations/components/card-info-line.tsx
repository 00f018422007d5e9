import { SETTINGS_UNREADABLE } from '@/services/unreadable'
import type { CardInfo } from '../card-facts'

/** The one line that earns its place; 20 px, cut where it does not fit. */
export function CardInfoLine({ info }: { info: CardInfo }) {
  if (info.kind === 'unreadable') {
    return (
      <p className="truncate text-sm" title={SETTINGS_UNREADABLE}>
        {SETTINGS_UNREADABLE}
      </p>
    )
  }
  if (info.kind === 'failure') {
    return (
      <p className="truncate text-sm" title={info.message}>
        <span className="font-medium text-bad">
          {info.label} at <span className="font-mono text-xs">{info.stage}</span>
        </span>
        <span className="ml-2 text-ink-2">{info.message}</span>
      </p>
    )
  }
  return (
    <p className="flex items-baseline gap-2 text-ink-2 text-sm">
      <span className="truncate font-mono text-xs leading-5" title={info.host}>
        {info.host}
      </span>
      {info.fact && <span className="max-w-[50%] shrink-0 truncate">{info.fact}</span>}
      {info.ms !== null && (
        <span className="ml-auto shrink-0 pl-1 font-mono text-xs leading-5">
          {info.ms.toLocaleString()} ms
        </span>
      )}
    </p>
  )
}
