import type {
  AlertDelivery,
  AlertKind,
  AlertRow,
  ChannelKind,
  ChannelRow,
  ChannelSettings,
} from '@contract/alerts'

export const CHANNEL_WORDS: Record<ChannelKind, string> = {
  webhook: 'Webhook',
  slack: 'Slack',
  email: 'E-mail',
}

export const EVENT_WORDS: Record<AlertKind, string> = {
  failing: 'An integration fails',
  recovered: 'It is connected again',
  credential_expiring: 'A secret expires soon',
}

/** How an alert is shown: the state of its jack. */
export const ALERT_JACKS = {
  failing: 'crossed',
  recovered: 'filled',
  credential_expiring: 'half',
} as const satisfies Record<AlertKind, string>

/** What happened, after the integration's name: "is failing". */
export function headlineOf({ kind, threshold_days }: AlertRow): string {
  switch (kind) {
    case 'failing':
      return 'is failing'
    case 'recovered':
      return 'is connected again'
    case 'credential_expiring':
      return `has a secret that expires within ${threshold_days === 1 ? 'a day' : `${threshold_days} days`}`
  }
}

/** Why, or for how long; and what to do where there is something to do. */
export function detailOf({ kind, incident, slot, expires_at }: AlertRow): string {
  switch (kind) {
    case 'failing':
      return incident?.message ?? ''
    case 'recovered':
      return incident?.closed_at
        ? `It failed for ${lasted(Date.parse(incident.closed_at) - Date.parse(incident.opened_at))}.`
        : ''
    case 'credential_expiring': {
      const day = expires_at ? new Date(expires_at).toLocaleString([], DATE_AND_TIME) : 'soon'
      return `${secretWords(slot ?? 'auth')} ends ${day}. Store a new one before.`
    }
  }
}

const DATE_AND_TIME = { dateStyle: 'medium', timeStyle: 'short' } as const

function secretWords(slot: string): string {
  if (slot.startsWith('header:')) return `The header ${slot.slice(7)}`
  if (slot.startsWith('env:')) return `The variable ${slot.slice(4)}`
  return 'What it signs in with'
}

/** "45 s", "12 min", "3 h 20 min", "2 d 4 h" */
export function lasted(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return `${Math.max(1, Math.round(ms / 1_000))} s`
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${hours / 24} d`
}

const SKIPPED: Record<NonNullable<AlertDelivery['reason']>, string> = {
  over: 'not sent: it was over before quiet hours ended',
  too_many: 'not sent: an hour’s messages had been sent',
  channel_off: 'not sent: the channel was switched off',
  muted: 'not sent: the integration was muted',
}

/** What became of a delivery, after the channel's name. */
export function outcomeOf(delivery: AlertDelivery): string {
  const { state, reason, is_held, attempts, next_attempt_at, last_answer } = delivery
  switch (state) {
    case 'sent':
      return 'sent'
    case 'failed':
      return `not sent. ${last_answer ?? ''}`.trim()
    case 'skipped':
      return reason ? SKIPPED[reason] : 'not sent'
    case 'waiting': {
      const at = new Date(next_attempt_at).toLocaleTimeString([], { timeStyle: 'short' })
      if (is_held) return `waits for the end of quiet hours, ${at}`
      if (attempts === 0) return 'is being sent'
      return last_answer ? `${last_answer} Tried again at ${at}.` : 'is being sent'
    }
  }
}

/** "2 sent, 1 not": in a line, before one looks at each. */
export function summaryOf(deliveries: readonly AlertDelivery[]): string {
  const count = (state: AlertDelivery['state']) =>
    deliveries.filter((each) => each.state === state).length
  const unsent = count('failed') + count('skipped')
  const parts = [
    count('sent') > 0 && `${count('sent')} sent`,
    count('waiting') > 0 && `${count('waiting')} waiting`,
    unsent > 0 && `${unsent} not sent`,
  ]
  return parts.filter(Boolean).join(', ')
}

/** Where a channel leads, as far as it is shown: "https://hooks.slack.com …aB3x" */
export function placeOf({ kind, audience, hint }: ChannelRow): string {
  if (kind === 'email') return 'Your own address'
  return `${audience?.[0] ?? ''}${hint ? ` …${hint}` : ''}`
}

export interface ChannelDraft extends ChannelSettings {
  kind: ChannelKind
  /** Empty where the stored one stays. */
  url: string
}

type Problems = Partial<Record<'name' | 'url' | 'events', string>>

/** What keeps a draft from being saved, by field. */
export function problemsOf(draft: ChannelDraft, wantsAddress: boolean): Problems {
  const problems: Problems = {}
  if (draft.name.trim() === '') problems.name = 'Give it a name.'
  if (draft.events.length === 0) problems.events = 'Choose at least one.'
  if (!wantsAddress || draft.kind === 'email') return problems
  const url = URL.canParse(draft.url.trim()) ? new URL(draft.url.trim()) : null
  if (!url || !/^https?:$/.test(url.protocol)) {
    problems.url = 'Enter the full address, with https://'
  } else if (url.username || url.password) {
    problems.url = 'Leave out what stands before the @: it would not be sent.'
  }
  return problems
}

/** The time zones that this browser knows, with those that it must offer. */
export function timeZones(...also: string[]): string[] {
  return [...new Set([...also, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort()
}

export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
