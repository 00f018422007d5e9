import type { GrantRow } from '@contract/oauth'
import { Alert } from '@/ui/alert'
import { ClockOrDate } from '@/ui/clock-or-date'
import { LoadFailure } from '@/ui/load-failure'
import { Skeleton } from '@/ui/skeleton'
import { TimeAgo } from '@/ui/time-ago'
import { expiryWords } from '../expiry'
import { useGrant } from '../queries'

/** What the authorization server gave, and for how long. */
export function GrantFacts({ id }: { id: string }) {
  const grant = useGrant(id)
  if (grant.isPending) return <Skeleton className="h-20" />
  if (grant.data === undefined) return <LoadFailure query={grant} what="What access was given" />
  return (
    <section aria-labelledby="access" className="flex flex-col gap-2">
      <h2 id="access" className="font-semibold text-sm">
        Access
      </h2>
      {grant.data ? (
        <Facts grant={grant.data} />
      ) : (
        <p className="text-ink-2 text-sm">Nobody has given access yet.</p>
      )}
    </section>
  )
}

function Facts({ grant }: { grant: GrantRow }) {
  const facts = [
    { label: 'From', value: grant.issuer },
    { label: 'Client ID', value: grant.client_id },
    { label: 'Scopes', value: grant.scopes.join(', ') },
  ]
  return (
    <>
      {grant.revoked_at && (
        <Alert tone="bad" title="It was withdrawn.">
          The authorization server renews it no more since <ClockOrDate date={grant.revoked_at} />.
          Reconnect to give access again.
        </Alert>
      )}
      {grant.missing_scopes.length > 0 && (
        <Alert tone="warn" title="Less than was asked for.">
          Not granted: <span className="font-mono text-sm">{grant.missing_scopes.join(', ')}</span>
        </Alert>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        {facts.map(({ label, value }) =>
          value ? (
            <div key={label} className="contents">
              <dt className="text-ink-2">{label}</dt>
              <dd className="wrap-anywhere font-mono text-xs leading-5">{value}</dd>
            </div>
          ) : null,
        )}
        <dt className="text-ink-2">Given</dt>
        <dd>
          <TimeAgo date={grant.granted_at} />
        </dd>
        <dt className="text-ink-2">Token</dt>
        <dd>{lifeOf(grant)}</dd>
      </dl>
    </>
  )
}

/** A token that renews itself ends all the time, and nobody need care. */
function lifeOf({ expires_at, is_renewable, revoked_at }: GrantRow): string {
  if (is_renewable && revoked_at === null) return 'Renews itself.'
  if (expires_at === null) return 'Does not say when it ends.'
  return expiryWords(expires_at, Date.now(), 'reconnect')
}
