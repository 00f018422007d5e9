import { type ReactNode, useId } from 'react'
import type { IntegrationSettings } from '@/services/history'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { ErrorText } from '@/ui/error-text'
import { Field } from '@/ui/field'
import { Input } from '@/ui/input'
import { Select } from '@/ui/select'
import { intervalsWith, intervalWords } from '../history-view'
import { useWatchForm } from '../use-watch-form'
import { inARow } from '../watch-view'

type WatchFormProps = { id: string; row: IntegrationSettings }

/** Its name, how it is watched, and whether it may raise an alert. */
export function WatchForm({ id, row }: WatchFormProps) {
  const form = useWatchForm(id, row)
  const { typed, change } = form
  return (
    <form
      noValidate
      className="flex max-w-xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault()
        form.save()
      }}
    >
      <Field label="Name" error={form.nameError}>
        {(control) => (
          <Input
            {...control}
            value={typed.name}
            autoComplete="off"
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Part title="Background checks">
        <Checkbox
          label="Check it in the background while it is connected or failing"
          checked={typed.is_watched}
          onChange={(event) => change({ is_watched: event.target.checked })}
        />
        <Field label="How often" hint="While it fails, checks come further apart, up to an hour.">
          {(control) => (
            <Select
              {...control}
              disabled={!typed.is_watched}
              value={`${typed.check_interval_s}`}
              onValueChange={(value) => change({ check_interval_s: Number(value) })}
              options={intervalsWith(row.check_interval_s).map((seconds) => ({
                value: `${seconds}`,
                label: `Every ${intervalWords(seconds)}`,
              }))}
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Evidence
            label="It counts as failing after"
            noun="failed"
            isDisabled={!typed.is_watched}
            value={typed.failures_to_error}
            onChange={(failures_to_error) => change({ failures_to_error })}
          />
          <Evidence
            label="It counts as connected after"
            noun="passed"
            isDisabled={!typed.is_watched}
            value={typed.successes_to_connect}
            onChange={(successes_to_connect) => change({ successes_to_connect })}
          />
        </div>
      </Part>
      <Part title="Alerts">
        <Checkbox
          label="Mute the alerts of this integration"
          checked={typed.are_alerts_muted}
          onChange={(event) => change({ are_alerts_muted: event.target.checked })}
        />
      </Part>
      {form.conflict && (
        <Alert tone="warn" role="alert" title="It was changed elsewhere in the meantime.">
          {form.conflict} Save again to put yours in its place.
        </Alert>
      )}
      {form.error && (
        <Alert tone="bad" role="alert" title="The settings were not saved.">
          <ErrorText error={form.error} />
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={!form.isChanged} isBusy={form.isSaving}>
          Save
        </Button>
        {form.isChanged && (
          <Button variant="ghost" onClick={form.discard} disabled={form.isSaving}>
            Discard
          </Button>
        )}
        <span role="status" className="text-ink-2 text-sm">
          {form.wasSaved && 'Saved.'}
        </span>
      </div>
    </form>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 border-line border-t pt-5">
      <h2 id={id} className="font-semibold text-sm">
        {title}
      </h2>
      {children}
    </section>
  )
}

type EvidenceProps = {
  label: string
  noun: 'failed' | 'passed'
  isDisabled: boolean
  value: number
  onChange: (count: number) => void
}

const COUNTS = Array.from({ length: 10 }, (_, index) => index + 1)

function Evidence({ label, noun, isDisabled, value, onChange }: EvidenceProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          disabled={isDisabled}
          value={`${value}`}
          onValueChange={(count) => onChange(Number(count))}
          options={COUNTS.map((count) => ({ value: `${count}`, label: inARow(count, noun) }))}
        />
      )}
    </Field>
  )
}
