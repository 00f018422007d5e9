import * as z from 'zod/mini'
import { Stage } from './stage.ts'
import { Timestamp } from './timestamp.ts'

export const ALERT_KINDS = ['failing', 'recovered', 'credential_expiring'] as const
export const AlertKind = z.enum(ALERT_KINDS)
export type AlertKind = z.infer<typeof AlertKind>

export const CHANNEL_KINDS = ['webhook', 'slack', 'email'] as const
export const ChannelKind = z.enum(CHANNEL_KINDS)
export type ChannelKind = z.infer<typeof ChannelKind>

/** Whom alerts are posted to. Where it leads is judged when it is called: see `egress`. */
export const ChannelUrl = z.string().check(
  z.maxLength(2_000, 'An address has at most 2,000 characters'),
  z.refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'Enter the full address, with https://',
  ),
  z.refine(
    (text) =>
      !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
    'Leave out what stands before the @: it would not be sent',
  ),
)

/** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export const SigningSecret = z
  .string()
  .check(z.regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'Not a signing secret'))

/** What a channel's JWE holds. */
export const ChannelSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), url: ChannelUrl, signing_secret: SigningSecret }),
  z.object({ kind: z.literal('slack'), url: ChannelUrl }),
])
export type ChannelSecret = z.infer<typeof ChannelSecret>

/** What a person chooses of a channel, beside its address. */
export const ChannelSettings = z.object({
  name: z
    .string()
    .check(z.trim(), z.minLength(1, 'Give it a name'), z.maxLength(80, 'At most 80 characters')),
  events: z.array(AlertKind).check(z.minLength(1, 'Choose at least one')),
  is_enabled: z.boolean(),
})
export type ChannelSettings = z.infer<typeof ChannelSettings>

/** A row of `alert_channels`, without what is sealed. `hint` and `audience` are null for mail. */
export const ChannelRow = z.extend(ChannelSettings, {
  id: z.uuid(),
  kind: ChannelKind,
  disabled_reason: z.nullable(z.enum(['gone'])),
  hint: z.nullable(z.string()),
  audience: z.nullable(z.array(z.string())),
})
export type ChannelRow = z.infer<typeof ChannelRow>
export const CHANNEL_COLUMNS = 'id,kind,name,events,is_enabled,disabled_reason,hint,audience'

/** A row of `alert_settings`. Times are of the clock there, `22:00:00`. */
export const AlertSettings = z.object({
  time_zone: z.string(),
  quiet_from: z.nullable(z.iso.time()),
  quiet_to: z.nullable(z.iso.time()),
})
export type AlertSettings = z.infer<typeof AlertSettings>

export const DELIVERY_STATES = ['waiting', 'sent', 'failed', 'skipped'] as const
export const SKIP_REASONS = ['over', 'too_many', 'channel_off', 'muted'] as const

/** What was sent of an alert, or is to be. */
export const AlertDelivery = z.object({
  id: z.uuid(),
  channel: z.string(),
  kind: ChannelKind,
  state: z.enum(DELIVERY_STATES),
  reason: z.nullable(z.enum(SKIP_REASONS)),
  is_held: z.boolean(),
  attempts: z.int(),
  next_attempt_at: Timestamp,
  last_answer: z.nullable(z.string()),
  settled_at: z.nullable(Timestamp),
})
export type AlertDelivery = z.infer<typeof AlertDelivery>

/** The incident that an alert tells of. */
export const AlertIncident = z.object({
  id: z.uuid(),
  opened_at: Timestamp,
  closed_at: z.nullable(Timestamp),
  stage: z.nullable(Stage),
  code: z.string(),
  message: z.string(),
})

/** One of what `list_alerts()` answers. */
export const AlertRow = z.object({
  id: z.uuid(),
  user_integration_id: z.uuid(),
  kind: AlertKind,
  slot: z.nullable(z.string()),
  expires_at: z.nullable(Timestamp),
  threshold_days: z.nullable(z.int()),
  is_muted: z.boolean(),
  created_at: Timestamp,
  read_at: z.nullable(Timestamp),
  name: z.string(),
  type_id: z.string(),
  incident: z.nullable(AlertIncident),
  deliveries: z.array(AlertDelivery),
})
export type AlertRow = z.infer<typeof AlertRow>

/** What `unread_alerts()` answers, up to 100. */
export const UnreadAlerts = z.object({ count: z.int() })

/** `POST deliver-alerts/test`: a message to say that messages arrive. */
export const ChannelTestRequest = z.strictObject({ channelId: z.uuid() })

export const ChannelTestResult = z.object({
  is_sent: z.boolean(),
  /** What it was answered, in a sentence. */
  answer: z.string(),
})
export type ChannelTestResult = z.infer<typeof ChannelTestResult>

/** `POST deliver-alerts/offer`: whether mail can be sent, and where the caller's would go. */
export const ChannelOffer = z.object({
  is_mail_set_up: z.boolean(),
})
export type ChannelOffer = z.infer<typeof ChannelOffer>
