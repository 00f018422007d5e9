import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { connectionWire } from '../../../tests/support/connection-wire'
import { anMcpIntegration, minutesAgo } from '../../../tests/support/factories'
import { gridWire } from '../../../tests/support/grid-wire'
import { renderPage } from '../../../tests/support/render-page'
import { signInAsAda } from '../../../tests/support/signed-in'
import IntegrationsRoute from './integrations-route'

const github = anMcpIntegration({ name: 'Acme GitHub' })
const open = (at: string) => renderPage(<IntegrationsRoute />, { at, path: '/integrations/:id?' })

beforeEach(async () => {
  signInAsAda()
  gridWire({ integrations: [github] })
  await connectionWire({
    detail: { ...github, last_report: null, consecutive_failures: 0 },
    hints: [
      {
        slot: 'auth',
        hint: 'x7Qa',
        audience: ['https://api.githubcopilot.com'],
        expires_at: null,
        updated_at: minutesAgo(300),
      },
    ],
  })
})

it('opens the form for a new connection over the grid, and closes it with the filters kept', async () => {
  const { address } = open('/integrations?q=git&connect=github-mcp')
  await screen.findByRole('dialog', { name: 'Connect GitHub MCP' })
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(address()).toBe('/integrations?q=git')
})

it('opens the form of an existing connection', async () => {
  open(`/integrations?configure=${github.id}`)
  await screen.findByRole('dialog', { name: 'Edit Acme GitHub' })
})

it('opens details at their own address', async () => {
  const { address } = open(`/integrations/${github.id}?q=acme`)
  await screen.findByRole('dialog', { name: /Acme GitHub/ })
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(address()).toBe('/integrations?q=acme')
})

it.each([
  ['/integrations?connect=githbu', 'There is no “githbu” in the catalogue.'],
  ['/integrations?configure=00000000-0000-4000-8000-000000000000', 'This integration is not here.'],
  ['/integrations/00000000-0000-4000-8000-000000000000', 'This integration is not here.'],
])('says that %s leads nowhere, and goes on', async (at, sentence) => {
  const { address } = open(at)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain(sentence)
  await userEvent.click(screen.getByRole('button', { name: 'Show all integrations' }))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  expect(address()).toBe('/integrations')
  screen.getByRole('article', { name: 'Acme GitHub' })
})
