import { Skeleton } from '@/ui/skeleton'
import { useRowHeight } from '../use-health-layout'

const ROWS = 8

/** The list before it is known: rows of the exact size, so that nothing jumps. */
export function HealthPageSkeleton() {
  const height = useRowHeight()
  return (
    <div role="status" className="rounded-md border border-line bg-panel md:pt-9">
      <span className="sr-only">Loading how your integrations are…</span>
      {Array.from({ length: ROWS }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: all alike, and none ever moves
          key={index}
          style={{ height }}
          className="flex items-center gap-3 border-line border-b px-4"
        >
          <Skeleton className="size-10 rounded-sm max-md:hidden" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3.5 w-2/5" />
            <Skeleton className="h-3 w-3/5" />
          </div>
          <Skeleton className="h-5 flex-1 max-md:hidden" />
          <Skeleton className="h-3.5 w-24" />
        </div>
      ))}
    </div>
  )
}
