import { GrantFacts } from '@/features/connection/components/grant-facts'
import SettingsFacts from '@/features/connection/components/settings-facts'
import { WatchForm } from '@/features/health/components/watch-form'
import { Button } from '@/ui/button'
import { Skeleton } from '@/ui/skeleton'
import type { IntegrationTabsProps } from './integration-tabs'

/** What a person decides of it. */
export function SettingsTab({ row, detail, type, onConfigure, onDelete }: IntegrationTabsProps) {
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
      {detail ? <WatchForm id={row.id} row={detail} /> : <Skeleton className="h-96" />}
      <div className="flex min-w-0 flex-col gap-8">
        <section aria-labelledby="configuration" className="flex flex-col items-start gap-3">
          <h2 id="configuration" className="font-semibold text-sm">
            Connection
          </h2>
          <SettingsFacts integration={row} docsUrl={type?.docs_url ?? null} />
          {onConfigure && <Button onClick={onConfigure}>Edit connection</Button>}
        </section>
        {row.auth_method === 'oauth' && <GrantFacts id={row.id} />}
        <section aria-labelledby="deletion" className="flex flex-col items-start gap-2">
          <h2 id="deletion" className="font-semibold text-sm">
            Delete
          </h2>
          <p className="max-w-prose text-ink-2 text-sm">
            Its settings, all its checks and its log go with it. It asks once.
          </p>
          <Button variant="danger-ghost" className="-ml-3" onClick={onDelete}>
            Delete {row.name}
          </Button>
        </section>
      </div>
    </div>
  )
}
