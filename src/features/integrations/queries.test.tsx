import { focusManager } from '@tanstack/react-query'
import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { anMcpIntegration, minutesAgo } from '../../../tests/support/factories'
import { gridWire } from '../../../tests/support/grid-wire'
import { renderPage } from '../../../tests/support/render-page'
import { signInAsAda } from '../../../tests/support/signed-in'
import { NewIntegrationsPage } from './components/new-integrations-page'

const READ = 'POST integration_cards'
const github = anMcpIntegration({ name: 'GitHub' })

beforeEach(() => {
  signInAsAda()
  vi.useFakeTimers({ shouldAdvanceTime: true })
})
afterEach(() => {
  vi.useRealTimers()
  focusManager.setFocused(undefined)
})

const seconds = (count: number) => act(() => vi.advanceTimersByTimeAsync(count * 1_000))

async function open(...integrations: (typeof github)[]) {
  const wire = gridWire({ integrations })
  renderPage(<NewIntegrationsPage />, { at: '/integrations' })
  await screen.findByRole('list', { name: /^Connected/ })
  wire.requests.length = 0
  return wire
}

it('asks again after 30 s while nothing is going on, and leaves the catalogue alone', async () => {
  const wire = await open(github)
  await seconds(25)
  expect(wire.count(READ)).toBe(0)
  await seconds(8)
  expect(wire.count(READ)).toBe(1)
  expect(wire.count('GET integration_types')).toBe(0)
})

it('asks every second while something is tested, and calms down when it is done', async () => {
  const wire = await open({ ...github, status: 'testing' })
  for (let second = 0; second < 5; second++) await seconds(1)
  expect(wire.count(READ)).toBeGreaterThanOrEqual(4)
  expect(wire.count('POST recent_checks')).toBe(0)

  wire.integrations = [{ ...github, last_checked_at: minutesAgo(0) }]
  await seconds(2)
  await screen.findByText('just now')
  // The report has come: its bar is asked for, once.
  expect(wire.count('POST recent_checks')).toBe(1)
  const calm = wire.count(READ)
  await seconds(20)
  expect(wire.count(READ)).toBe(calm)
})

it('is up to date as soon as one comes back to a window that stayed in sight', async () => {
  const wire = await open(github)
  wire.integrations = [{ ...github, status: 'disconnected', connected_at: null }]
  window.dispatchEvent(new Event('focus'))
  await screen.findByText('Disconnected')
})

it('is silent in a hidden tab, and up to date as soon as it is seen again', async () => {
  const wire = await open({ ...github, status: 'testing' })
  focusManager.setFocused(false)
  await seconds(2)
  wire.requests.length = 0
  await seconds(120)
  expect(wire.requests).toEqual([])

  wire.integrations = [{ ...github, status: 'disconnected', connected_at: null }]
  act(() => focusManager.setFocused(true))
  await screen.findByText('Disconnected')
})
