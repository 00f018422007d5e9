import type { HealthOverview } from '@contract/health'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aVendorType } from '../../../../tests/support/factories'
import { gridWire } from '../../../../tests/support/grid-wire'
import { aFailingRow, aHealthRow, anOverview } from '../../../../tests/support/health-overviews'
import { network } from '../../../../tests/support/network'
import { renderPage } from '../../../../tests/support/render-page'
import { signInAsAda } from '../../../../tests/support/signed-in'
import HealthPage from './health-page'

beforeEach(signInAsAda)

/** What `health_overview()` answers; a story changes it, or makes it fail with a status. */
function healthWire(overview: Partial<HealthOverview>) {
  const wire = { overview: anOverview(overview), failing: null as number | null, count: 0 }
  gridWire({ types: [aVendorType({ id: 'any-http-api', name: 'Stripe' })] })
  network.use(
    http.post('https://project.test/rest/v1/rpc/health_overview', () => {
      wire.count += 1
      if (wire.failing !== null) {
        return HttpResponse.json({ message: 'no' }, { status: wire.failing })
      }
      return HttpResponse.json(wire.overview)
    }),
  )
  return wire
}

const open = (at = '/health') => ({
  user: userEvent.setup(),
  ...renderPage(<HealthPage />, { at }),
})
const row = (name: string) =>
  within(screen.getByRole('link', { name }).closest('article') ?? document.body)
const names = () => screen.getAllByRole('heading', { level: 3 }).map((each) => each.textContent)

describe('everything at a glance', () => {
  const integrations = [
    aHealthRow('Healthy'),
    aFailingRow('Failing', 192),
    aHealthRow('Paused', { is_watched: false }),
  ]

  it('is there in one request, worst first, in words and numbers', async () => {
    const wire = healthWire({ integrations })
    open()
    await screen.findByText('1 of 3 failing')
    screen.getByText(/99\.9\d% of checks passed in 90 days/)
    expect(names()).toEqual(['Error: Failing', 'Connected: Healthy', 'Connected: Paused'])
    row('Failing').getByText('Failing for 3 h')
    row('Failing').getByText('Stripe answered 401: the key has expired.')
    row('Healthy').getByText('184 ms')
    row('Healthy').getByText('2 min ago')
    await row('Healthy').findByText('Stripe · Payments')
    row('Paused').getByText('Paused: nobody checks it.')
    expect(screen.getByRole('link', { name: 'Failing' }).getAttribute('href')).toMatch(
      /^\/integrations\/[0-9a-f-]{36}$/,
    )
    expect(wire.count).toBe(1)
  })

  it('tells each day’s numbers by the keyboard, and under the pointer', async () => {
    healthWire({ integrations })
    const { user } = open()
    const days = await screen.findByRole('slider', { name: 'Failing, day by day' })
    expect(days.getAttribute('aria-valuetext')).toMatch(/: 288 checks, 40 failed$/)
    days.focus()
    await user.keyboard('{ArrowLeft}')
    expect(days.getAttribute('aria-valuetext')).toMatch(/: 288 checks, none failed$/)
    expect(days.getAttribute('aria-valuenow')).toBe('89')
    await user.keyboard('{Home}{ArrowLeft}')
    expect(days.getAttribute('aria-valuenow')).toBe('1')
    await user.keyboard('{End}')
    expect(days.getAttribute('aria-valuenow')).toBe('90')

    const healthy = screen.getByRole('slider', { name: 'Healthy, day by day' })
    vi.spyOn(healthy, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 0, 180, 24))
    fireEvent.pointerMove(healthy, { clientX: 181 })
    row('Healthy').getByText('288 checks, 2 failed')
    fireEvent.pointerLeave(healthy, { pointerType: 'mouse' })
    expect(row('Healthy').queryByText('288 checks, 2 failed')).toBeNull()
  })

  it('is filtered, and how it is filtered stands in the URL', async () => {
    healthWire({ integrations })
    const { user, address } = open('/health?days=30')
    await user.click(await screen.findByText('1 of 3 failing'))
    await waitFor(() => expect(names()).toEqual(['Error: Failing']))
    expect(address()).toBe('/health?status=failing&days=30')

    await user.type(screen.getByRole('searchbox'), 'healthy')
    await screen.findByText('Nothing matches')
    await waitFor(() => expect(address()).toContain('q=healthy'))
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    await waitFor(() => expect(names()).toHaveLength(3))
    expect(address()).toBe('/health?days=30')

    await user.click(screen.getByRole('radio', { name: '7 days' }))
    await screen.findByText(/of checks passed in 7 days/)
    expect(address()).toBe('/health?days=7')
  })
})

it('shows who comes back what has been connected meanwhile, however soon', async () => {
  const wire = healthWire({ integrations: [] })
  const { client, unmount } = open()
  await screen.findByRole('heading', { name: 'Nothing to look after yet' })
  unmount()
  wire.overview = anOverview({ integrations: [aHealthRow('New here')] })
  renderPage(<HealthPage />, { at: '/health', client })
  await screen.findByRole('link', { name: 'New here' })
})

describe('what makes it less true', () => {
  it('background checks that have stopped: since when, how many wait, and what to do', async () => {
    const stalled = new Date(Date.now() - 20 * 60_000).toISOString()
    healthWire({ integrations: [aHealthRow('A')], stalled_since: stalled, overdue: 7 })
    open()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Background checks have stopped.')
    expect(alert.textContent).toContain('7 integrations wait for a check that was due 20 min ago')
    expect(alert.textContent).toContain('cron job')
  })

  it('an answer that is old, because no newer one comes', async () => {
    const wire = healthWire({ integrations: [aHealthRow('A')] })
    open()
    await screen.findByRole('link', { name: 'A' })
    wire.failing = 403
    act(() => void window.dispatchEvent(new Event('focus')))
    const note = await screen.findByText('What you see is old.')
    expect(note.closest('[role=status]')?.textContent).toContain('It was read just now')
    wire.failing = null
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(screen.queryByText('What you see is old.')).toBeNull())
  })
})

describe('without rows', () => {
  it('says what it is for, where nothing is connected', async () => {
    healthWire({ integrations: [] })
    open()
    await screen.findByRole('heading', { name: 'Nothing to look after yet' })
    screen.getByRole('link', { name: 'Connect something' })
    expect(screen.queryByRole('searchbox')).toBeNull()
  })

  it('says why it could not be loaded, and tries again', async () => {
    const wire = healthWire({ integrations: [aHealthRow('A')] })
    wire.failing = 403
    open()
    await screen.findByRole('heading', { name: 'Health could not be loaded' })
    wire.failing = null
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('link', { name: 'A' })
  })

  it('takes nothing for an answer that it does not understand', async () => {
    const wire = healthWire({})
    Object.assign(wire, { overview: { odd: true } })
    open()
    await screen.findByRole('heading', { name: 'Health could not be loaded' })
  })
})
