import { Skeleton } from '@/ui/skeleton'

const FIELDS = ['name', 'address', 'secret']

/** The form while it is not known which secrets are stored. */
export function FormSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-5 pt-1">
      <span className="sr-only">Loading what is stored</span>
      {FIELDS.map((field) => (
        <div key={field} className="flex flex-col gap-1.5">
          <Skeleton className="h-5 w-24" />
          <Skeleton className="h-9 pointer-coarse:h-11" />
        </div>
      ))}
    </div>
  )
}
