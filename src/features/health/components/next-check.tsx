import { useNow } from '@/ui/use-now'
import { dueWords, intervalWords } from '../history-view'

type NextCheckProps = { isWatched: boolean; intervalS: number; dueAt: number | null }

/** How often it is looked at by itself, and when next: ms since the epoch, null for never. */
export function NextCheck({ isWatched, intervalS, dueAt }: NextCheckProps) {
  const due = useNow((now) => (dueAt === null ? '' : dueWords(dueAt, now)))
  if (!isWatched) return 'Not checked in the background.'
  if (dueAt === null) return 'Checked in the background once it is connected.'
  return `Checked every ${intervalWords(intervalS)}, ${due}.`
}
