import type { LogEntry } from '@contract/log-search'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { anMcpIntegration, aVendorIntegration } from '../../../../tests/support/factories'
import { network } from '../../../../tests/support/network'
import { renderPage } from '../../../../tests/support/render-page'
import { signInAsAda } from '../../../../tests/support/signed-in'
import LogsPage from './logs-page'

const REST = 'https://project.test/rest/v1'
const github = anMcpIntegration({ name: 'GitHub' })
const stripe = aVendorIntegration({ name: 'Acme Stripe' })
const NOON = Date.parse('2026-03-03T12:00:00Z')

function entry(nth: number, over: Partial<LogEntry> = {}): LogEntry {
  return {
    id: 1_000 - nth,
    user_integration_id: github.id,
    event_type: 'status_changed',
    level: 'info',
    message: `Entry ${nth}.`,
    metadata: { run: nth },
    created_at: new Date(NOON - nth * 60_000).toISOString(),
    ...over,
  }
}

type Asked = Record<string, unknown>

/** Supabase as this page meets it. `pages` and `counts`: what was asked, in order. */
function logWire(entries: LogEntry[], integrations = [github, stripe]) {
  const wire = { entries, isDown: false, pages: [] as Asked[], counts: [] as Asked[] }
  network.use(
    http.post(`${REST}/rpc/integration_cards`, () => HttpResponse.json(integrations)),
    http.post(`${REST}/rpc/log_page`, async ({ request }) => {
      if (wire.isDown) return HttpResponse.error()
      const asked = (await request.json()) as Asked
      wire.pages.push(asked)
      const before = Number(asked.p_before_id ?? Number.MAX_SAFE_INTEGER)
      const after = String(asked.p_after_at ?? '')
      const found = wire.entries
        .filter(({ id, created_at }) => id < before && (after === '' || created_at > after))
        .slice(0, Number(asked.p_limit))
      return HttpResponse.json({ now: new Date(NOON).toISOString(), entries: found })
    }),
    http.post(`${REST}/rpc/log_counts`, async ({ request }) => {
      if (wire.isDown) return HttpResponse.error()
      wire.counts.push((await request.json()) as Asked)
      const bars =
        wire.entries.length === 0 ? [] : [[NOON / 1_000 - 3_600, 0, wire.entries.length, 0, 0]]
      const [from, to] = [NOON - 10 * 3_600_000, NOON].map((at) => new Date(at).toISOString())
      return HttpResponse.json({ from, to, step_s: 3_600, counted_since: null, bars })
    }),
    http.get(`${REST}/integration_logs`, ({ request }) => {
      const id = Number((new URL(request.url).searchParams.get('id') ?? '').replace('eq.', ''))
      return HttpResponse.json(wire.entries.filter((each) => each.id === id))
    }),
  )
  return wire
}

const open = (at = '/logs') => ({
  user: userEvent.setup(),
  ...renderPage(<LogsPage />, { at, path: '/logs' }),
})

beforeEach(signInAsAda)

it('tells what happened, when, how bad it was and to what', async () => {
  logWire([
    entry(0, { level: 'error', message: 'Failed at reach.', event_type: 'check_failed' }),
    entry(1),
  ])
  open()
  const [newest] = await screen.findAllByRole('time')
  const first = newest?.closest('li')
  if (!first) throw new Error('It stands in no list.')
  within(first).getByText('Error')
  within(first).getByText('Check failed')
  expect(within(first).getByRole('link', { name: 'GitHub' }).getAttribute('href')).toBe(
    `/integrations/${github.id}`,
  )
  await screen.findByRole('heading', { name: '2 entries' })
})

it('reads on to the end, each page from where the one before ended', async () => {
  const wire = logWire(Array.from({ length: 450 }, (_, nth) => entry(nth)))
  open()
  await screen.findByText('That is all there is.')
  expect(wire.pages.map(({ p_before_id }) => p_before_id)).toEqual([undefined, 801, 601])
})

it('asks for what the URL says, and writes there what one chooses', async () => {
  const wire = logWire([entry(0)])
  const { user, address } = open(
    `/logs?range=24h&level=warn&event=check_failed&integration=${stripe.id}&q=did%20not`,
  )
  await screen.findByText('Entry 0.')
  const asked = {
    p_text: 'did not',
    p_integrations: [stripe.id],
    p_events: ['check_failed'],
    p_levels: ['warn'],
    p_last_s: 86_400,
  }
  expect(wire.pages[0]).toMatchObject(asked)
  expect(wire.counts[0]).toEqual(asked)
  await user.click(screen.getByRole('button', { name: /^Level/ }))
  await user.click(await screen.findByRole('checkbox', { name: 'Error' }))
  await waitFor(() => expect(wire.pages.at(-1)).toMatchObject({ p_levels: ['warn', 'error'] }))
  expect(address()).toContain('level=error&level=warn')
})

it('a range drawn with the keys is the time that is shown', async () => {
  const wire = logWire([entry(0)])
  const { user, address } = open()
  const histogram = await screen.findByRole('slider', { name: 'Entries over time' })
  histogram.focus()
  await user.keyboard('{End}{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}')
  expect(histogram.getAttribute('aria-valuetext')).toMatch(/: 1 entry$/)
  await user.keyboard('{Enter}')
  await waitFor(() =>
    expect(wire.counts.at(-1)).toEqual({
      p_from: '2026-03-03T09:00:00.000Z',
      p_to: '2026-03-03T12:00:00.000Z',
    }),
  )
  expect(address()).toContain('from=2026-03-03T09:00:00.000Z&to=2026-03-03T12:00:00.000Z')
})

describe('live', () => {
  it('shows what happens, and lets nothing be lost or doubled', async () => {
    const wire = logWire([entry(1)])
    const { user } = open()
    await screen.findByText('Entry 1.')
    await user.click(screen.getByRole('button', { name: 'Live' }))
    wire.entries = [entry(0), ...wire.entries]
    await screen.findByText('Entry 0.')
    expect(screen.getAllByText(/^Entry/)).toHaveLength(2)
  })

  it('holds back what comes while one reads further down', async () => {
    const wire = logWire([entry(1)])
    const { user } = open('/logs?live=1')
    await screen.findByText('Entry 1.')
    Object.defineProperty(window, 'scrollY', { value: 500, configurable: true })
    fireEvent.scroll(window)
    wire.entries = [entry(0), ...wire.entries]
    const pill = await screen.findByRole('button', { name: '1 new' })
    expect(screen.queryByText('Entry 0.')).toBeNull()
    Object.defineProperty(window, 'scrollY', { value: 0, configurable: true })
    await user.click(pill)
    fireEvent.scroll(window)
    await screen.findByText('Entry 0.')
  })
})

it('an entry opens by a link, with all its facts', async () => {
  logWire([entry(5)])
  const key = `${entry(5).created_at}~995`
  const { user, address } = open(`/logs?level=info&entry=${encodeURIComponent(key)}`)
  const dialog = await screen.findByRole('dialog', { name: 'Status changed' })
  within(dialog).getByText('run')
  await within(dialog).findByRole('link', { name: 'Open GitHub' })
  await user.keyboard('{Escape}')
  await waitFor(() => expect(address()).toBe('/logs?level=info'))
})

describe('with nothing to show', () => {
  it('says what will be here, to who has connected nothing', async () => {
    logWire([], [])
    open()
    await screen.findByRole('heading', { name: 'No log yet' })
  })

  it('clears filters that leave nothing', async () => {
    const wire = logWire([])
    const { user, address } = open('/logs?q=zzzz&level=error')
    await screen.findByRole('heading', { name: 'Nothing matches' })
    wire.entries = [entry(0)]
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    await screen.findByText('Entry 0.')
    expect(address()).toBe('/logs?range=all')
  })

  it('says that an integration of the link is gone, and leaves it out', async () => {
    logWire([])
    const { user, address } = open('/logs?integration=33333333-3333-4333-8333-333333333333')
    await screen.findByText('An integration of this link is gone.')
    await user.click(screen.getByRole('button', { name: 'Leave it out' }))
    await waitFor(() => expect(address()).toBe('/logs'))
  })
})

it('that cannot be loaded says so, and can be tried again', async () => {
  const wire = logWire([entry(0)])
  wire.isDown = true
  Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })
  const { user } = open()
  await screen.findByRole('heading', { name: 'The log could not be loaded' })
  Object.defineProperty(navigator, 'onLine', { value: true, configurable: true })
  wire.isDown = false
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByText('Entry 0.')
})
