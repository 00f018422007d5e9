import { Skeleton } from '@/ui/skeleton'
import { useRowHeight } from '../use-row-height'

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']

/** As high as the histogram with its axis. */
export function HistogramSkeleton() {
  return <Skeleton className="h-[105px]" />
}

export function LogSkeleton() {
  const height = useRowHeight()
  return (
    <div>
      {ROWS.map((row) => (
        <div
          key={row}
          style={{ height }}
          className="flex items-center gap-4 border-line border-b px-2"
        >
          <Skeleton className="h-3 w-32" />
          <Skeleton className="h-3 w-16" />
          <Skeleton className="h-3 flex-1" />
        </div>
      ))}
    </div>
  )
}
