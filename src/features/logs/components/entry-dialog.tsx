import type { LogEntry } from '@contract/log-search'
import type { ReactNode } from 'react'
import { Link } from 'react-router-dom'
import type { LogKey } from '@/services/logs'
import { buttonClass } from '@/ui/button-class'
import { CopyField } from '@/ui/copy-field'
import { Dialog } from '@/ui/dialog'
import { ErrorText } from '@/ui/error-text'
import { Skeleton } from '@/ui/skeleton'
import { eventWord, LEVEL_FACES } from '../faces'
import { useLogEntry } from '../queries'
import { fullTime } from '../times'
import { LevelMark } from './level-mark'

type EntryDialogProps = {
  entryKey: LogKey
  names: ReadonlyMap<string, string> | null
  onClose: () => void
}

/** An entry whole: what a link to it opens. */
export default function EntryDialog({ entryKey, names, onClose }: EntryDialogProps) {
  const { data: entry, error } = useLogEntry(entryKey)
  const link = entry && (
    <Link to={`/integrations/${entry.user_integration_id}`} className={buttonClass('primary')}>
      Open {names?.get(entry.user_integration_id) ?? 'the integration'}
    </Link>
  )
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={entry ? eventWord(entry.event_type) : 'Log entry'}
      description={entry && fullTime(entry.created_at)}
      footer={link}
    >
      {error && (
        <p role="alert">
          <ErrorText error={error} />
        </p>
      )}
      {!entry && !error && <Skeleton className="h-40" />}
      {entry && <Details entry={entry} name={names?.get(entry.user_integration_id)} />}
    </Dialog>
  )
}

function Details({ entry, name }: { entry: LogEntry; name: string | undefined }) {
  const facts = Object.entries(entry.metadata)
  return (
    <div className="flex flex-col gap-4">
      <p className="wrap-anywhere text-base">{entry.message}</p>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Fact label="Level">
          <span className="flex items-center gap-1.5">
            <LevelMark level={entry.level} />
            {LEVEL_FACES[entry.level].word}
          </span>
        </Fact>
        {name && <Fact label="Integration">{name}</Fact>}
        {facts.map(([key, value]) => (
          <Fact key={key} label={key} isCode>
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </Fact>
        ))}
      </dl>
      <CopyField label="Link to this entry" value={window.location.href} />
    </div>
  )
}

function Fact({ label, isCode, children }: { label: string; isCode?: true; children: ReactNode }) {
  return (
    <>
      <dt className={isCode ? 'font-mono text-ink-3 text-xs leading-5' : 'text-ink-3'}>{label}</dt>
      <dd className={isCode ? 'wrap-anywhere font-mono text-xs leading-5' : 'wrap-anywhere'}>
        {children}
      </dd>
    </>
  )
}
