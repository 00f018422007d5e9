import type { ChannelKind, ChannelRow, ChannelSecret } from '@contract/alerts'
import { type FormEvent, useState } from 'react'
import { showToast } from '@/ui/toast'
import { CHANNEL_WORDS, type ChannelDraft, problemsOf } from './model'
import { useChannelActions } from './queries'

export type ChannelForm = ReturnType<typeof useChannelForm>

const EMPTY: ChannelDraft = {
  kind: 'webhook',
  name: CHANNEL_WORDS.webhook,
  events: ['failing', 'recovered', 'credential_expiring'],
  is_enabled: true,
  url: '',
}

/** The form of a channel: what was typed is kept when saving fails, and saved once. */
export function useChannelForm(channel: ChannelRow | null, onClose: () => void) {
  const { add, change: changing } = useChannelActions()
  // Made once a form, so that saving again after a lost answer makes no second channel.
  const [newId] = useState(() => crypto.randomUUID())
  const [draft, setDraft] = useState<ChannelDraft>(channel ? { ...channel, url: '' } : EMPTY)
  const [wantsAddress, setWantsAddress] = useState(channel === null)
  const [isChecked, setIsChecked] = useState(false)
  const [signingSecret, setSigningSecret] = useState<string | null>(null)
  const problems = problemsOf(draft, wantsAddress)

  async function save(): Promise<void> {
    const { kind, url, ...rest } = draft
    const settings = { name: rest.name.trim(), events: rest.events, is_enabled: rest.is_enabled }
    const secret = kind === 'email' || !wantsAddress ? null : await secretOf(kind, url.trim())
    const saved = channel
      ? changing.mutateAsync({ id: channel.id, settings, secret })
      : add.mutateAsync({ channel: { id: newId, kind, ...settings }, secret })
    await saved
    showToast({ tone: 'ok', title: `${settings.name} is saved` })
    if (secret?.kind === 'webhook') setSigningSecret(secret.signing_secret)
    else onClose()
  }

  return {
    draft,
    problems: isChecked ? problems : {},
    wantsAddress,
    /** Set: what the receiver is to verify with. It is not there a second time. */
    signingSecret,
    isBusy: add.isPending || changing.isPending,
    error: add.error ?? changing.error,
    change: (part: Partial<ChannelDraft>) => setDraft((known) => ({ ...known, ...part })),
    /** A name that nobody typed follows. */
    pickKind: (kind: ChannelKind) =>
      setDraft((known) => ({
        ...known,
        kind,
        name: known.name === CHANNEL_WORDS[known.kind] ? CHANNEL_WORDS[kind] : known.name,
      })),
    replaceAddress: () => setWantsAddress(true),
    onSubmit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault()
      setIsChecked(true)
      const [wrong] = Object.keys(problems)
      if (wrong) event.currentTarget.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus()
      // Its failure stands in the form.
      else if (!add.isPending && !changing.isPending) void save().catch(() => {})
    },
  }
}

async function secretOf(kind: 'webhook' | 'slack', url: string): Promise<ChannelSecret> {
  if (kind === 'slack') return { kind, url }
  const { newSigningSecret } = await import('@/services/seal-channel')
  return { kind, url, signing_secret: newSigningSecret() }
}
