import type { AlertRow } from '@contract/alerts'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { aDelivered, anAlert, manyAlerts } from '../../../../tests/support/alert-rows'
import { network } from '../../../../tests/support/network'
import { renderPage } from '../../../../tests/support/render-page'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { ALERTS_A_PAGE } from '../queries'
import AlertsPage from './alerts-page'

/** Supabase as this page meets it. */
function alertsWire(alerts: AlertRow[]) {
  const wire = {
    alerts,
    asked: [] as Record<string, unknown>[],
    isDown: false,
    sentAgain: [] as string[],
  }
  const read = (row: AlertRow) => ({ ...row, read_at: new Date().toISOString() })
  network.use(
    http.post('*/rest/v1/rpc/unread_alerts', () =>
      HttpResponse.json({ count: wire.alerts.filter(({ read_at }) => read_at === null).length }),
    ),
    http.post('*/rest/v1/rpc/list_alerts', async ({ request }) => {
      if (wire.isDown) return HttpResponse.error()
      const asked = (await request.json()) as Record<string, unknown>
      wire.asked.push(asked)
      const after = wire.alerts.findIndex(({ id }) => id === asked.p_before_id) + 1
      const wanted = wire.alerts
        .slice(after)
        .filter((row) => !asked.p_unread_only || row.read_at === null)
      return HttpResponse.json(wanted.slice(0, Number(asked.p_limit)))
    }),
    http.patch('*/rest/v1/alerts', ({ request }) => {
      const ids = new URL(request.url).searchParams.get('id')
      wire.alerts = wire.alerts.map((row) =>
        ids === null || ids.includes(row.id) ? read(row) : row,
      )
      return new HttpResponse(null, { status: 204 })
    }),
    http.patch('*/rest/v1/alert_deliveries', ({ request }) => {
      const id = new URL(request.url).searchParams.get('id')?.replace('eq.', '') ?? ''
      wire.sentAgain.push(id)
      return HttpResponse.json([{ id }])
    }),
  )
  return wire
}

const open = (at = '/alerts') => ({
  user: userEvent.setup(),
  ...renderPage(<AlertsPage />, { at }),
})
const list = () => screen.findByRole('list', { name: 'Alerts' })

beforeEach(signInAsAda)

it('tells what happened, why, and what was sent of it', async () => {
  alertsWire(manyAlerts())
  const { user } = open()
  const told = () => [...shown.children].map(({ textContent }) => textContent)
  const shown = await list()
  const [failing, recovered, expiring, muted] = told()
  expect(failing).toContain('Acme Stripe is failing (unread)')
  expect(failing).toContain('Stripe answered 401: the key was refused.')
  expect(recovered).toContain('It failed for 1 h 24 min.')
  expect(expiring).toContain('Figma library has a secret that expires within 7 days')
  expect(muted).toContain('Muted')
  await user.click(screen.getByText('1 sent, 1 not sent'))
  expect(told()[0]).toContain('On-call webhook not sent. It answered 500.')
})

it('marks one as read, and then all', async () => {
  const wire = alertsWire([anAlert({ name: 'Linear' }), anAlert({ name: 'Neon' })])
  const { user } = open()
  await user.click(await screen.findByRole('button', { name: 'Mark Linear as read' }))
  await screen.findByText('Unread (1)')
  expect(wire.alerts.map(({ read_at }) => read_at === null)).toEqual([false, true])
  await user.click(screen.getByRole('button', { name: 'Mark all as read' }))
  await screen.findByText('Unread')
  expect(screen.getByRole('button', { name: 'Mark all as read' }).matches(':disabled')).toBe(true)
})

it('sends again what failed, and nothing else', async () => {
  const failed = aDelivered({ state: 'failed' })
  const wire = alertsWire([anAlert({ deliveries: [aDelivered(), failed] })])
  const { user } = open()
  await user.click(await screen.findByText('1 sent, 1 not sent'))
  await user.click(screen.getByRole('button', { name: 'Send again' }))
  await expect.poll(() => wire.sentAgain).toEqual([failed.id])
})

it('shows older ones after the last that is there', async () => {
  const many = Array.from({ length: ALERTS_A_PAGE + 2 }, (_, n) =>
    anAlert({ name: `Service ${n}` }),
  )
  const wire = alertsWire(many)
  const { user } = open()
  await user.click(await screen.findByRole('button', { name: 'Show older' }))
  const older = await screen.findByRole('list', { name: 'Older alerts' })
  expect(within(older).getAllByRole('listitem')).toHaveLength(2)
  expect(wire.asked.at(-1)).toMatchObject({ p_before_id: many[ALERTS_A_PAGE - 1]?.id })
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull()
})

it('keeps in its address that only the unread are shown', async () => {
  alertsWire([
    anAlert({ name: 'Linear' }),
    anAlert({ name: 'Neon', read_at: new Date().toISOString() }),
  ])
  const { user, address } = open()
  await list()
  await user.click(screen.getByRole('radio', { name: /^Unread/ }))
  expect(address()).toBe('/alerts?show=unread')
  await expect.poll(() => screen.queryByText('Neon')).toBeNull()
  screen.getByText('Linear')
})

it('says that nothing has happened, or that nobody could be asked, and asks again', async () => {
  const wire = alertsWire([])
  wire.isDown = true
  const { user } = open()
  await screen.findByText('The alerts could not be loaded.', {}, { timeout: 8_000 })
  wire.isDown = false
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('heading', { name: 'Nothing has happened yet' })
})
