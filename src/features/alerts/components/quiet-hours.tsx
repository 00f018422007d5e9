import type { AlertSettings } from '@contract/alerts'
import { type FormEvent, useState } from 'react'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { ErrorText } from '@/ui/error-text'
import { Field } from '@/ui/field'
import { Input } from '@/ui/input'
import { LoadFailure } from '@/ui/load-failure'
import { Select } from '@/ui/select'
import { Skeleton } from '@/ui/skeleton'
import { showToast } from '@/ui/toast'
import { ownTimeZone, timeZones } from '../model'
import { useAlertSettings, useSaveAlertSettings } from '../queries'

/** When nothing is sent. */
export function QuietHours() {
  const settings = useAlertSettings()
  return (
    <section className="flex flex-col gap-4 border-line border-t pt-6">
      <div>
        <h2 className="font-semibold text-lg">Quiet hours</h2>
        <p className="text-ink-2">
          What happens then is sent when they end, unless it is over by then. To silence a single
          integration, mute its alerts in its settings.
        </p>
      </div>
      {settings.error && <LoadFailure query={settings} what="The quiet hours" />}
      {settings.isPending && <Skeleton className="h-24 rounded-md" />}
      {settings.data !== undefined && <QuietForm stored={settings.data} />}
    </section>
  )
}

function QuietForm({ stored }: { stored: AlertSettings | null }) {
  const saving = useSaveAlertSettings()
  const [isOn, setIsOn] = useState(stored !== null && stored.quiet_from !== null)
  const [from, setFrom] = useState(stored?.quiet_from?.slice(0, 5) ?? '22:00')
  const [to, setTo] = useState(stored?.quiet_to?.slice(0, 5) ?? '07:00')
  const [zone, setZone] = useState(stored?.time_zone ?? ownTimeZone())
  const problem =
    isOn && (from === '' || to === '')
      ? 'Enter both times.'
      : isOn && from === to
        ? 'They begin when they end: choose another time.'
        : undefined

  function save(event: FormEvent) {
    event.preventDefault()
    if (problem || saving.isPending) return
    saving.mutate(
      { time_zone: zone, quiet_from: isOn ? from : null, quiet_to: isOn ? to : null },
      {
        onSuccess: () =>
          showToast({ tone: 'ok', title: isOn ? 'Quiet hours are saved' : 'Quiet hours are off' }),
      },
    )
  }
  return (
    <form noValidate onSubmit={save} className="flex flex-col items-start gap-4">
      <Checkbox
        label="Send nothing at certain hours"
        checked={isOn}
        onChange={({ target }) => setIsOn(target.checked)}
      />
      {isOn && (
        <div className="grid w-full gap-4 sm:grid-cols-[8rem_8rem_1fr]">
          <Field label="From">
            {(control) => (
              <Input
                {...control}
                type="time"
                value={from}
                onChange={({ target }) => setFrom(target.value)}
              />
            )}
          </Field>
          <Field label="To" error={problem}>
            {(control) => (
              <Input
                {...control}
                type="time"
                value={to}
                onChange={({ target }) => setTo(target.value)}
              />
            )}
          </Field>
          <Field label="Time zone">
            {(control) => (
              <Select
                {...control}
                value={zone}
                onValueChange={setZone}
                options={timeZones(zone).map((value) => ({ value, label: value }))}
              />
            )}
          </Field>
        </div>
      )}
      {saving.error && (
        <Alert tone="bad" role="alert" title="The quiet hours are not saved.">
          <ErrorText error={saving.error} />
        </Alert>
      )}
      <Button type="submit" isBusy={saving.isPending}>
        Save quiet hours
      </Button>
    </form>
  )
}
