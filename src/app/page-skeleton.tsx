import { Skeleton } from '@/ui/skeleton'

/** A page header's place, while the page's script comes. */
export function PageSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-2">
      <h1 className="sr-only">Loading</h1>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-5 w-56" />
    </div>
  )
}
