import type { IntegrationCardRow, RecentChecks } from '@contract/rows'
import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useToasts } from '@/ui/toast'
import {
  anMcpIntegration,
  aVendorIntegration,
  NEVER_TESTED,
  refused,
} from '../../../../tests/support/factories'
import { gridWire } from '../../../../tests/support/grid-wire'
import { network } from '../../../../tests/support/network'
import { renderPage } from '../../../../tests/support/render-page'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { aReport, brokenTestFunction, testFunction } from '../../../../tests/support/test-function'
import { NewIntegrationsPage } from './new-integrations-page'

beforeEach(() => {
  signInAsAda()
  useToasts.setState({ toasts: [] })
})

async function openWith(
  row: IntegrationCardRow,
  checks: RecentChecks = { [row.id]: [[84, 'passed']] },
) {
  const wire = gridWire({ integrations: [row], checks })
  const page = renderPage(<NewIntegrationsPage />, { at: '/integrations?q=a' })
  await screen.findByRole('article', { name: row.name })
  return { wire, ...page }
}
const card = (name: string) => within(screen.getByRole('article', { name }))
const announced = () => screen.getAllByRole('status').map((region) => region.textContent)

async function choose(name: string, item: string) {
  await userEvent.click(card(name).getByRole('button', { name: `More for ${name}` }))
  await userEvent.click(await screen.findByRole('menuitem', { name: item }))
}

describe('a connected integration', () => {
  const github = anMcpIntegration({ name: 'Acme GitHub' })

  it('says what it is, where it is, what it has and how it is', async () => {
    await openWith(github)
    const { getByText, getByRole } = card('Acme GitHub')
    getByText('GitHub MCP · Development')
    getByText('MCP')
    getByText('api.githubcopilot.com')
    getByText('41 tools')
    getByText('84 ms')
    getByText('Connected')
    getByText('2 min ago')
    await waitFor(() => getByRole('img', { name: 'Last check: 1 passed.' }))
  })

  it('is tested by one click, shows each stage and says aloud how it went', async () => {
    const { wire } = await openWith(github)
    const test = testFunction()
    await userEvent.click(screen.getByRole('button', { name: 'Test Acme GitHub' }))
    await waitFor(() => expect(test.calls).toEqual([{ integrationId: github.id }]))
    card('Acme GitHub').getByText('Testing…')
    expect(announced()).toContain('Acme GitHub: testing')

    act(() => test.passStages(1))
    await card('Acme GitHub').findByText('reach')

    wire.integrations = [{ ...github, ...refused() }]
    act(() => test.report(aReport(github.id, refused().last_error)))
    await card('Acme GitHub').findByText('The key was refused.')
    card('Acme GitHub').getByText('Error')
    await waitFor(() => expect(announced()).toContain('Acme GitHub: error'))
  })

  it('says why, and until when, when no test was made', async () => {
    await openWith(github)
    brokenTestFunction({
      code: 'rate_limited',
      message: 'Its rate limit leaves no room for a test now.',
      retryAfterMs: 11_500,
    })
    await userEvent.click(screen.getByRole('button', { name: 'Test Acme GitHub' }))
    await screen.findByText('Acme GitHub was not tested')
    screen.getByText('Its rate limit leaves no room for a test now. Try again in 12 s.')
    card('Acme GitHub').getByText('Connected')
  })

  it('is disconnected from its menu, and connected again by Undo', async () => {
    const { wire } = await openWith(github)
    await choose('Acme GitHub', 'Disconnect')
    await card('Acme GitHub').findByText('Disconnected')
    const test = testFunction()
    const undo = await screen.findByRole('button', { name: 'Undo' })
    // Until the menu is gone nothing else takes a click.
    await waitFor(() => userEvent.click(undo))
    await waitFor(() => expect(test.calls).toHaveLength(1))
    wire.integrations = [github]
    act(() => test.report(aReport(github.id)))
    await card('Acme GitHub').findByText('Connected')
  })

  it('leads to its details by its name and by its menu, with the filters kept', async () => {
    const { address } = await openWith(github)
    const link = card('Acme GitHub').getByRole<HTMLAnchorElement>('link', { name: 'Acme GitHub' })
    expect(link.getAttribute('href')).toBe(`/integrations/${github.id}?q=a`)
    await choose('Acme GitHub', 'Open details')
    expect(address()).toBe(`/integrations/${github.id}?q=a`)
  })

  it('leads to its form by its menu', async () => {
    const { address } = await openWith(github)
    await choose('Acme GitHub', 'Edit')
    expect(address()).toBe(`/integrations?q=a&configure=${github.id}`)
  })
})

describe('the primary action', () => {
  it('of a failing one leads to where it is mended', async () => {
    const stripe = aVendorIntegration({ name: 'Acme Stripe', ...refused() })
    const { address } = await openWith(stripe)
    card('Acme Stripe').getByText('401 at')
    await userEvent.click(screen.getByRole('link', { name: 'Reconnect Acme Stripe' }))
    expect(address()).toBe(`/integrations?q=a&configure=${stripe.id}`)
  })

  it('of one that is not set up leads to its form', async () => {
    const stripe = aVendorIntegration({ name: 'Acme Stripe', ...NEVER_TESTED })
    const { address } = await openWith(stripe)
    card('Acme Stripe').getByText('never tested')
    await userEvent.click(screen.getByRole('link', { name: 'Finish set-up of Acme Stripe' }))
    expect(address()).toBe(`/integrations?q=a&configure=${stripe.id}`)
  })

  it('of a disconnected one connects it with what is stored', async () => {
    const github = anMcpIntegration({
      name: 'Acme GitHub',
      status: 'disconnected',
      connected_at: null,
    })
    await openWith(github)
    const test = testFunction()
    await userEvent.click(screen.getByRole('button', { name: 'Connect Acme GitHub' }))
    await waitFor(() => expect(test.calls).toEqual([{ integrationId: github.id }]))
    act(() => test.report(aReport(github.id)))
    await card('Acme GitHub').findByText('Disconnected')
  })

  it('waits while another tab tests it', async () => {
    await openWith(anMcpIntegration({ name: 'Acme GitHub', status: 'testing' }))
    card('Acme GitHub').getByText('Testing…')
    const button = card('Acme GitHub').getByRole('button', { name: 'Test Acme GitHub' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
  })

  it('keeps the focus from the click to what is to be done then', async () => {
    const github = anMcpIntegration({ name: 'Acme GitHub' })
    const { wire } = await openWith(github)
    const test = testFunction()
    const button = screen.getByRole('button', { name: 'Test Acme GitHub' })
    button.focus()
    await userEvent.keyboard('{Enter}')
    await card('Acme GitHub').findByText('Testing…')
    await waitFor(() => expect(test.calls).toHaveLength(1))
    expect(document.activeElement).toBe(button)

    wire.integrations = [{ ...github, ...refused() }]
    act(() => test.report(aReport(github.id, refused().last_error)))
    const reconnect = await screen.findByRole('link', { name: 'Reconnect Acme GitHub' })
    expect(document.activeElement).toBe(reconnect)
  })
})

describe('offline', () => {
  const github = anMcpIntegration({ name: 'Acme GitHub' })

  async function goOffline() {
    const { wire } = await openWith(github)
    wire.isDown = true
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    network.use(http.post('*/functions/v1/test-connection', () => HttpResponse.error()))
    window.dispatchEvent(new Event('offline'))
    return async function comeBack() {
      wire.isDown = false
      onLine.mockRestore()
      window.dispatchEvent(new Event('online'))
      wire.requests.length = 0
      await waitFor(() => expect(wire.count('POST integration_cards')).toBeGreaterThan(0))
      return wire.requests.filter((request) => /PATCH|DELETE/.test(request))
    }
  }
  const toldSo = () => screen.findByText(/^You are offline\. Nothing was lost/)

  it('a test fails at once', async () => {
    const comeBack = await goOffline()
    await userEvent.click(screen.getByRole('button', { name: 'Test Acme GitHub' }))
    await screen.findByText('Acme GitHub was not tested')
    await toldSo()
    await comeBack()
    expect(card('Acme GitHub').queryByText('Testing…')).toBeNull()
  })

  it('so does disconnecting, and nothing is disconnected later', async () => {
    const comeBack = await goOffline()
    await choose('Acme GitHub', 'Disconnect')
    await screen.findByText('Acme GitHub is still connected')
    await toldSo()
    expect(await comeBack()).toEqual([])
  })

  it('so does deleting, and nothing is deleted later', async () => {
    const comeBack = await goOffline()
    await choose('Acme GitHub', 'Delete')
    await userEvent.click(await screen.findByRole('button', { name: 'Delete Acme GitHub' }))
    await toldSo()
    expect(await comeBack()).toEqual([])
  })
})

describe('deleting', () => {
  const stripe = aVendorIntegration({ name: 'Acme Stripe' })

  it('asks once, naming what goes', async () => {
    const { wire } = await openWith(stripe)
    await choose('Acme Stripe', 'Delete')
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete Acme Stripe?' }))
    dialog.getByText(/settings, its sealed credential, all its checks and its log go with it/)
    await userEvent.click(dialog.getByRole('button', { name: 'Delete Acme Stripe' }))
    await screen.findByText('Acme Stripe is deleted')
    await waitFor(() => expect(screen.queryByRole('article', { name: 'Acme Stripe' })).toBeNull())
    expect(wire.count('DELETE user_integrations')).toBe(1)
  })

  it('leaves everything as it is when the person thinks better of it', async () => {
    const { wire } = await openWith(stripe)
    await choose('Acme Stripe', 'Delete')
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const opener = card('Acme Stripe').getByRole('button', { name: 'More for Acme Stripe' })
    await waitFor(() => expect(document.activeElement).toBe(opener))
    expect(wire.count('DELETE user_integrations')).toBe(0)
  })
})
