import type { FailureCode } from '../functions/_shared/contract/errors.ts'

/** Why something of the demo fails; each is answered by `demo-upstreams.ts` as it is told in the history. */
export const CAUSES = {
  revoked: { code: 'credential_refused', status: 401 },
  expired: { code: 'credential_expired', status: 401 },
  unavailable: { code: 'server_error', status: 503 },
  slow: { code: 'response_timeout', status: null },
  limited: { code: 'upstream_rate_limited', status: 429 },
} as const satisfies Record<string, { code: FailureCode; status: number | null }>
export type Cause = keyof typeof CAUSES

/** A time in which checks fail: all of them, or a share. Hours before now; `to` 0: it goes on. */
export interface Trouble {
  from: number
  to: number
  cause: Cause
  share?: number
}

export interface Part {
  type: string
  name: string
  /** Its usual response time, ms. */
  ms: number
  /** Whose account it is, as its API says. */
  account?: string
  /** Days since it was connected. */
  days?: number
  interval_s?: number
  troubles?: readonly Trouble[]
  /** Hours in which it answers so many times slower. */
  slow?: { from: number; to: number; times: number }
  /** Not watched any more, never tested, or given up; else what its history makes of it. */
  is?: 'paused' | 'untested' | 'disconnected'
  /** Days until its credential expires; before now where it is negative. */
  expires?: number
}

const DAY = 24
const part = (
  type: string,
  name: string,
  ms: number,
  more: Omit<Part, 'type' | 'name' | 'ms'> = {},
): Part => ({
  type,
  name,
  ms,
  ...more,
})
/** An outage so many days ago, of so many hours. */
const outage = (daysAgo: number, hours: number, cause: Cause = 'unavailable'): Trouble => ({
  from: daysAgo * DAY,
  to: daysAgo * DAY - hours,
  cause,
})
const acme = { account: 'Acme' }

/** Sixty connections of a company that has used Patchbay for three months. */
export const CAST: readonly Part[] = [
  part('stripe', 'Acme Stripe', 131, {
    ...acme,
    troubles: [{ from: 5.2, to: 0, cause: 'revoked' }],
  }),
  part('gitlab', 'GitLab runners', 164, {
    ...acme,
    expires: -1.1,
    troubles: [{ from: 26, to: 0, cause: 'expired' }],
  }),
  part('datadog', 'Datadog EU', 118, {
    ...acme,
    troubles: [outage(31, 2.5), { from: 0.7, to: 0, cause: 'unavailable' }],
  }),
  part('mailgun', 'Mailgun bounces', 205, {
    ...acme,
    interval_s: 600,
    troubles: [{ from: 9 * DAY, to: 0, cause: 'unavailable', share: 0.12 }],
  }),
  part('shopify', 'Shopify outlet', 240, {
    ...acme,
    days: 40,
    is: 'paused',
    troubles: [outage(12, 6, 'limited')],
  }),
  part('okta', 'Okta', 90, { is: 'untested' }),
  part('twilio', 'Twilio (old number)', 150, { ...acme, is: 'disconnected', days: 70 }),
  part('sendgrid', 'SendGrid', 144, { ...acme, expires: 6 }),
  part('github', 'GitHub', 84, {
    account: 'acme-bot',
    interval_s: 300,
    troubles: [outage(18, 1.4)],
  }),
  part('openai', 'OpenAI', 310, {
    interval_s: 300,
    slow: { from: 50, to: 38, times: 2.4 },
    troubles: [outage(9, 1, 'limited')],
  }),
  part('anthropic', 'Anthropic', 290, { interval_s: 300, troubles: [outage(44, 0.8)] }),
  part('slack', 'Slack alerts', 96, { ...acme, interval_s: 600 }),
  part('sentry', 'Sentry', 133, { ...acme, troubles: [outage(63, 3)] }),
  part('pagerduty', 'PagerDuty on-call', 118, acme),
  part('cloudflare', 'Cloudflare', 74, {
    account: 'ops@acme.example',
    troubles: [outage(27, 0.6)],
  }),
  part('vercel', 'Vercel', 57, { account: 'acme-web' }),
  part('netlify', 'Netlify docs', 88, acme),
  part('figma', 'Figma library', 148, { account: 'Ada Lovelace' }),
  part('notion', 'Notion workspace', 171, {
    account: 'Acme docs',
    slow: { from: 30 * DAY, to: 27 * DAY, times: 1.8 },
  }),
  part('linear', 'Linear', 62, { account: 'Ada Lovelace' }),
  part('asana', 'Asana marketing', 187, acme),
  part('airtable', 'Airtable CRM', 143, acme),
  part('supabase', 'Supabase production', 101, acme),
  part('neon', 'Neon staging', 96, acme),
  part('upstash', 'Upstash queues', 48, acme),
  part('pinecone', 'Pinecone', 77),
  part('qdrant', 'Qdrant', 43, { days: 35 }),
  part('digitalocean', 'DigitalOcean', 126, { account: 'ops@acme.example' }),
  part('hetzner-cloud', 'Hetzner', 52),
  part('render', 'Render workers', 92, acme),
  part('railway', 'Railway previews', 110, { days: 52 }),
  part('fastly', 'Fastly', 39, acme),
  part('new-relic', 'New Relic', 152, { troubles: [outage(75, 4)] }),
  part('better-stack', 'Better Stack', 86),
  part('honeycomb', 'Honeycomb', 97, acme),
  part('snyk', 'Snyk', 208, { account: 'acme-security' }),
  part('tailscale', 'Tailscale', 66),
  part('resend', 'Resend', 71),
  part('postmark', 'Postmark', 83, acme),
  part('mailchimp', 'Mailchimp', 230, { ...acme, troubles: [outage(22, 5, 'slow')] }),
  part('hubspot', 'HubSpot', 190, acme),
  part('pipedrive', 'Pipedrive', 175, { ...acme, days: 21 }),
  part('intercom', 'Intercom', 160, acme),
  part('zendesk', 'Zendesk', 215, { account: 'Ada Lovelace', troubles: [outage(3, 1.2, 'slow')] }),
  part('mollie', 'Mollie', 122, acme),
  part('paddle', 'Paddle', 138, { ...acme, days: 30 }),
  part('contentful', 'Contentful', 94, acme),
  part('mistral', 'Mistral', 265, { interval_s: 600 }),
  part('elevenlabs', 'ElevenLabs', 340, { days: 44 }),
  part('replicate', 'Replicate', 225, acme),
  part('circleci', 'CircleCI', 146, { account: 'acme-bot' }),
  part('buildkite', 'Buildkite', 129, { account: 'acme-bot' }),
  part('typeform', 'Typeform', 181, acme),
  part('todoist', 'Todoist', 105, { account: 'Ada Lovelace' }),
  part('github-mcp', 'GitHub MCP', 84, { interval_s: 600, troubles: [outage(18, 1.4)] }),
  part('hugging-face-mcp', 'Hugging Face MCP', 212),
  part('deepwiki-mcp', 'DeepWiki', 156),
  part('context7-mcp', 'Context7', 119, { slow: { from: 12 * DAY, to: 11 * DAY, times: 3 } }),
  part('microsoft-learn-mcp', 'Microsoft Learn', 143, { troubles: [outage(50, 2, 'slow')] }),
  part('svelte-mcp', 'Svelte docs', 98, { days: 60 }),
]
