import { Skeleton } from '@/ui/skeleton'

/** A page header's place, while the page's script comes. */
export function PageSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-5 w-56" />
    </div>
  )
}
