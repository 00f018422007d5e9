import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { createQueryClient } from '@/lib/query-client'
import { queryKeys } from '@/lib/query-keys'
import { connectionWire } from '../../../tests/support/connection-wire'
import { anMcpIntegration, anMcpType, asDetail } from '../../../tests/support/factories'
import { gridWire } from '../../../tests/support/grid-wire'
import { renderPage } from '../../../tests/support/render-page'
import { signInAsAda } from '../../../tests/support/signed-in'
import { aReport, testFunction } from '../../../tests/support/test-function'
import IntegrationsRoute from './integrations-route'

const GITHUB = 'https://api.githubcopilot.com/mcp/'
const github = anMcpIntegration({ name: 'Acme GitHub' })
const open = (at: string, client = createQueryClient()) =>
  renderPage(<IntegrationsRoute />, { at, path: '/integrations', client })

let grid: ReturnType<typeof gridWire>

beforeEach(async () => {
  signInAsAda()
  await connectionWire({
    detail: asDetail(github),
    hints: [
      {
        slot: 'auth',
        hint: 'x7Qa',
        audience: ['https://api.githubcopilot.com'],
        expires_at: null,
      },
    ],
  })
  grid = gridWire({ integrations: [github] })
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
  await screen.findByPlaceholderText('Replace …x7Qa')
})

describe('one whose settings this page does not understand', () => {
  const newer = anMcpIntegration({
    name: 'Acme newer',
    config: JSON.parse('{ "kind": "mcp", "protocol": "stdio", "command": "npx" }'),
  })

  it('is mended by its form, which keeps its name and its way to authenticate', async () => {
    grid.integrations = [newer]
    const test = testFunction()
    open('/integrations')
    await userEvent.click(await screen.findByRole('link', { name: 'Edit Acme newer' }))
    const form = within(await screen.findByRole('dialog', { name: 'Edit Acme newer' }))
    await form.findByPlaceholderText('Replace …x7Qa')
    expect(form.getByLabelText('Name')).toHaveProperty('value', 'Acme newer')
    await userEvent.click(form.getByRole('button', { name: 'Save and connect' }))
    await waitFor(() =>
      expect(grid.integrations).toMatchObject([
        { name: 'Acme newer', auth_method: 'jwt', config: { url: GITHUB } },
      ]),
    )

    await waitFor(() => expect(test.calls).toHaveLength(1))
    test.report(aReport(newer.id))
    await form.findByText(/^Connected/)
  })
})

it.each([
  ['/integrations?connect=githbu', 'There is no “githbu” in the catalogue.'],
  ['/integrations?configure=00000000-0000-4000-8000-000000000000', 'This integration is not here.'],
])('says that %s leads nowhere, and goes on', async (at, sentence) => {
  const { address } = open(at)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain(sentence)
  await userEvent.click(screen.getByRole('button', { name: 'Show all integrations' }))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  expect(address()).toBe('/integrations')
  screen.getByRole('article', { name: 'Acme GitHub' })
})

it('calls nothing deleted that it only could not look up', async () => {
  const client = createQueryClient()
  client.setQueryData(queryKeys.integrations, [], { updatedAt: Date.now() - 60_000 })
  grid.failing = 403
  client.setQueryData(queryKeys.types, [anMcpType()])
  open(`/integrations?configure=${github.id}`, client)
  await screen.findByText(/could not be refreshed/)
  expect(screen.queryByText('This integration is not here.')).toBeNull()

  grid.failing = null
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
  await screen.findByRole('dialog', { name: 'Edit Acme GitHub' })
})
