import type { AlertDelivery, AlertRow, ChannelRow } from '@contract/alerts'

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

export function aDelivered(over: Partial<AlertDelivery> = {}): AlertDelivery {
  return {
    id: crypto.randomUUID(),
    channel: 'Team Slack',
    kind: 'slack',
    state: 'sent',
    reason: null,
    is_held: false,
    attempts: 1,
    next_attempt_at: ago(2),
    last_answer: 'It answered 200.',
    settled_at: ago(2),
    ...over,
  }
}

export function anAlert(over: Partial<AlertRow> = {}): AlertRow {
  return {
    id: crypto.randomUUID(),
    user_integration_id: crypto.randomUUID(),
    kind: 'failing',
    slot: null,
    expires_at: null,
    threshold_days: null,
    is_muted: false,
    created_at: ago(3),
    read_at: null,
    name: 'Acme Stripe',
    type_id: 'stripe',
    incident: {
      id: crypto.randomUUID(),
      opened_at: ago(8),
      closed_at: null,
      stage: 'authenticate',
      code: 'credential_refused',
      message: 'Stripe answered 401: the key was refused.',
    },
    deliveries: [],
    ...over,
  }
}

/** One of each kind, with everything that can become of what is sent. */
export function manyAlerts(): AlertRow[] {
  const over = anAlert().incident
  return [
    anAlert({
      deliveries: [
        aDelivered(),
        aDelivered({
          channel: 'On-call webhook',
          kind: 'webhook',
          state: 'failed',
          attempts: 10,
          last_answer: 'It answered 500.',
        }),
      ],
    }),
    anAlert({
      kind: 'recovered',
      name: 'Linear',
      created_at: ago(50),
      read_at: ago(40),
      incident: over && { ...over, opened_at: ago(134), closed_at: ago(50) },
      deliveries: [aDelivered({ state: 'skipped', reason: 'over' })],
    }),
    anAlert({
      kind: 'credential_expiring',
      name: 'Figma library',
      created_at: ago(200),
      slot: 'auth',
      expires_at: ago(-7 * 1_440),
      threshold_days: 7,
      incident: null,
      deliveries: [
        aDelivered({ state: 'waiting', attempts: 0, is_held: true, next_attempt_at: ago(-300) }),
      ],
    }),
    anAlert({ name: 'Neon', is_muted: true, read_at: ago(1), created_at: ago(4_000) }),
  ]
}

export function aChannel(over: Partial<ChannelRow> = {}): ChannelRow {
  return {
    id: crypto.randomUUID(),
    kind: 'slack',
    name: 'Team Slack',
    events: ['failing', 'recovered', 'credential_expiring'],
    is_enabled: true,
    disabled_reason: null,
    hint: 'aB3x',
    audience: ['https://hooks.slack.com'],
    ...over,
  }
}

export function manyChannels(): ChannelRow[] {
  return [
    aChannel(),
    aChannel({
      kind: 'webhook',
      name: 'On-call, where the name is long',
      audience: ['https://hooks.on-call.example.com'],
      is_enabled: false,
      disabled_reason: 'gone',
    }),
    aChannel({ kind: 'email', name: 'E-mail', audience: null, hint: null, events: ['failing'] }),
  ]
}
