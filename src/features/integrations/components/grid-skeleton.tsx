import { Skeleton } from '@/ui/skeleton'
import { useColumnCount } from '../use-column-count'
import { INTEGRATION_CARD } from './enhanced-integration-card'

const ROWS = 3

/** The grid before it is known: cards of the exact size, so that nothing jumps. */
export function GridSkeleton() {
  const columns = useColumnCount()
  return (
    <div role="status">
      <span className="sr-only">Loading your integrations…</span>
      <div className="flex h-5 items-center">
        <Skeleton className="h-3.5 w-24" />
      </div>
      <div
        className="mt-3 grid"
        style={{
          gap: INTEGRATION_CARD.gap,
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        }}
      >
        {Array.from({ length: ROWS * columns }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: all alike, and none ever moves
          <SkeletonCard key={index} />
        ))}
      </div>
    </div>
  )
}

function SkeletonCard() {
  return (
    <div
      style={{ height: INTEGRATION_CARD.height }}
      className="flex flex-col rounded-md border border-line bg-panel px-4 pt-4"
    >
      <div className="flex gap-3">
        <Skeleton className="size-10 rounded-sm" />
        <div className="flex flex-1 flex-col gap-2 pt-1">
          <Skeleton className="h-3.5 w-2/5" />
          <Skeleton className="h-3 w-3/5" />
        </div>
      </div>
      <Skeleton className="mt-4 mb-1 h-3 w-3/4" />
      <Skeleton className="mt-[18px] h-3.5 w-full" />
      <div className="mt-3 flex flex-1 items-center justify-between border-line border-t">
        <Skeleton className="h-3.5 w-32" />
        <Skeleton className="h-8 w-16 rounded-sm" />
      </div>
    </div>
  )
}
