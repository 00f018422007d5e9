import type { Delivery } from '../_shared/contract/deliveries.ts'

/** An alert as it is told, whatever it is sent by. */
export interface Message {
  /** What receivers tell it by: the same at every attempt. */
  id: string
  /** Standard Webhooks' event type. */
  type:
    | 'integration.failing'
    | 'integration.recovered'
    | 'integration.credential_expiring'
    | 'channel.test'
  /** When it happened, ISO 8601. */
  at: string
  /** One line. */
  title: string
  /** What more there is to say, each a line of plain text. */
  lines: string[]
  /** Where in the page there is more; null where nobody told the function where that is. */
  link: string | null
  /** For programs. */
  data: Record<string, unknown>
}

const TYPES = {
  failing: 'integration.failing',
  recovered: 'integration.recovered',
  credential_expiring: 'integration.credential_expiring',
} as const

/** `pageOrigin`: where the page is served; null: nobody said. */
export function messageOf(
  { id, alert, integration, incident, is_last_for_now }: Delivery,
  pageOrigin: string | null,
): Message {
  const name = oneLine(integration.name)
  const { title, lines } = told(alert, name, incident)
  return {
    id,
    type: TYPES[alert.kind],
    at: iso(alert.created_at),
    title,
    lines: is_last_for_now
      ? [
          ...lines,
          'That was much for an hour: what more there is for now stands in Patchbay alone.',
        ]
      : lines,
    link: pageOrigin && `${pageOrigin}/integrations/${integration.id}`,
    data: {
      alert_id: alert.id,
      integration,
      incident: incident && {
        ...incident,
        opened_at: iso(incident.opened_at),
        closed_at: incident.closed_at && iso(incident.closed_at),
      },
      credential: alert.slot === null ? null : { slot: alert.slot, expires_at: alert.expires_at },
      is_last_for_now,
    },
  }
}

/** Says that messages arrive. */
export function testMessage(pageOrigin: string | null): Message {
  return {
    id: crypto.randomUUID(),
    type: 'channel.test',
    at: new Date().toISOString(),
    title: 'Patchbay: this is a test',
    lines: ['You asked for it. Alerts that you chose for this channel will arrive like this.'],
    link: pageOrigin && `${pageOrigin}/settings/alerts`,
    data: {},
  }
}

function told(
  { kind, slot, expires_at }: Delivery['alert'],
  name: string,
  incident: Delivery['incident'],
): Pick<Message, 'title' | 'lines'> {
  switch (kind) {
    case 'failing':
      return {
        title: `${name} is failing`,
        lines: [oneLine(incident?.message ?? ''), `Since ${utc(incident?.opened_at)}.`],
      }
    case 'recovered':
      return {
        title: `${name} is connected again`,
        lines: [`It failed from ${utc(incident?.opened_at)} to ${utc(incident?.closed_at)}.`],
      }
    case 'credential_expiring':
      return {
        title: `A secret of ${name} expires on ${utc(expires_at)}`,
        lines: [`Store a new one before: ${oneLine(secretOf(slot ?? ''))}.`],
      }
  }
}

function secretOf(slot: string): string {
  return slot === 'auth'
    ? 'what it signs in with'
    : slot.replace(/^header:/, 'the header ').replace(/^env:/, 'the variable ')
}

/** Whatever a name or a cause has in it, it makes no second line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
}

function iso(timestamp: string): string {
  return new Date(timestamp).toISOString()
}

/** "2026-11-26 14:22 UTC" */
function utc(timestamp: string | null | undefined): string {
  return timestamp ? `${iso(timestamp).slice(0, 16).replace('T', ' ')} UTC` : 'an unknown time'
}
