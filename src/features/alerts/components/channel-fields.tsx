import { ALERT_KINDS, type AlertKind, CHANNEL_KINDS, type ChannelRow } from '@contract/alerts'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { Field } from '@/ui/field'
import { Input } from '@/ui/input'
import { SegmentedControl } from '@/ui/segmented-control'
import { CHANNEL_WORDS, EVENT_WORDS, placeOf } from '../model'
import { useChannelOffer } from '../queries'
import type { ChannelForm } from '../use-channel-form'

const EXAMPLES = {
  webhook: 'https://example.com/hooks/patchbay',
  slack: 'https://hooks.slack.com/services/T…/B…/…',
}

type ChannelFieldsProps = { form: ChannelForm; channel: ChannelRow | null }

export function ChannelFields({ form, channel }: ChannelFieldsProps) {
  const { draft, change, problems } = form
  const offer = useChannelOffer()
  const kinds = CHANNEL_KINDS.filter((kind) => kind !== 'email' || offer.data?.is_mail_set_up)

  function toggle(event: AlertKind, isOn: boolean) {
    const others = draft.events.filter((each) => each !== event)
    change({ events: isOn ? [...others, event] : others })
  }
  return (
    <>
      {!channel && (
        <SegmentedControl
          label="Send by"
          value={draft.kind}
          onValueChange={form.pickKind}
          options={kinds.map((value) => ({ value, label: CHANNEL_WORDS[value] }))}
        />
      )}
      <Field label="Name" error={problems.name}>
        {(control) => (
          <Input
            {...control}
            name="name"
            maxLength={80}
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      {draft.kind === 'email' && (
        <p className="text-ink-2 text-sm">
          Mail goes to the address that you sign in with, once you have confirmed it, and to no
          other.
        </p>
      )}
      {draft.kind !== 'email' &&
        (form.wantsAddress ? (
          <Field
            label="Address"
            error={problems.url}
            hint={
              <>
                As in <code className="wrap-anywhere">{EXAMPLES[draft.kind]}</code>. It is sealed in
                this browser: only its host and last four characters are shown again.
                {channel?.kind === 'webhook' && ' A new address gets a new signing secret.'}
              </>
            }
          >
            {(control) => (
              <Input
                {...control}
                isCode
                name="url"
                type="url"
                autoComplete="off"
                maxLength={2_000}
                value={draft.url}
                onChange={({ target }) => change({ url: target.value })}
              />
            )}
          </Field>
        ) : (
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="wrap-anywhere min-w-0 text-ink-2">{channel && placeOf(channel)}</p>
            <Button onClick={form.replaceAddress}>Enter another address</Button>
          </div>
        ))}
      <fieldset>
        <legend className="mb-1.5 font-medium text-sm">Tell it when</legend>
        {ALERT_KINDS.map((event) => (
          <Checkbox
            key={event}
            label={EVENT_WORDS[event]}
            checked={draft.events.includes(event)}
            onChange={({ target }) => toggle(event, target.checked)}
          />
        ))}
        {problems.events && (
          <p role="alert" className="text-bad text-sm">
            {problems.events}
          </p>
        )}
      </fieldset>
    </>
  )
}
