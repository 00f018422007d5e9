import type { IntegrationCardRow } from '@contract/rows'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter, useLocation } from 'react-router-dom'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { connectionWire } from '../../../../tests/support/connection-wire'
import {
  aLogEntry,
  aMetric,
  anMcpIntegration,
  anMcpType,
  aPassedReport,
  aRefusedReport,
  NEVER_TESTED,
} from '../../../../tests/support/factories'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { IntegrationDrawer } from './integration-drawer'

// Whole stories, on machines that do other things too.
vi.setConfig({ testTimeout: 20_000 })

beforeEach(signInAsAda)

function Query() {
  return <output data-testid="query">{useLocation().search}</output>
}

function open(integration: IntegrationCardRow, query = '') {
  const onClose = vi.fn()
  const onConfigure = vi.fn()
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(
    <MemoryRouter initialEntries={[`/integrations/${integration.id}${query}`]}>
      <QueryClientProvider client={client}>
        <IntegrationDrawer
          type={anMcpType()}
          integration={integration}
          onClose={onClose}
          onConfigure={onConfigure}
        />
        <Query />
      </QueryClientProvider>
    </MemoryRouter>,
  )
  return { onClose, onConfigure, user: userEvent.setup() }
}

const withReport = (integration: IntegrationCardRow, report: ReturnType<typeof aPassedReport>) => ({
  detail: { ...integration, last_report: report },
})

describe('an integration’s drawer', () => {
  it('shows how it is, what the last test found, and what the server offers', async () => {
    const integration = anMcpIntegration()
    await connectionWire(withReport(integration, aPassedReport()))
    open(integration)

    expect(screen.getByText('Connected')).toBeTruthy()
    await screen.findByText(/12 tools, 3 resources/)
    expect(screen.getByText('list_issues')).toBeTruthy()
    expect(screen.getByText('Lists the issues of a repository.')).toBeTruthy()
    expect(screen.getByText('And 11 more.')).toBeTruthy()
    expect(screen.getByRole('link', { name: /^docs.github.com/ })).toBeTruthy()
  })

  it('shows where the last test failed, with its evidence', async () => {
    const integration = anMcpIntegration({ status: 'error' })
    await connectionWire(withReport(integration, aRefusedReport()))
    const { user } = open(integration)

    await screen.findByText('GitHub answered 401: the token was refused.')
    await user.click(screen.getByText('Details'))
    expect(
      within(screen.getByText('Details').closest('details') ?? document.body).getByText('401'),
    ).toBeTruthy()
  })

  it('tests what is stored, and shows what that found', async () => {
    const integration = anMcpIntegration({ ...NEVER_TESTED })
    const given = {
      detail: {
        ...integration,
        last_report: null as ReturnType<typeof aPassedReport> | null,
      },
    }
    const wire = await connectionWire(given)
    wire.reports = [aPassedReport()]
    const { user } = open(integration)
    await screen.findByText('It has not been tested yet.')

    given.detail.last_report = aPassedReport()
    await user.click(screen.getByText('Test'))

    await screen.findByText(/12 tools, 3 resources/)
    expect(wire.steps).toEqual(['test'])
  })

  it('opens on the tab that the address names, and names the tab that is opened', async () => {
    const integration = anMcpIntegration()
    await connectionWire({
      metrics: [
        aMetric({ id: 2, success: false, stage: 'reach', error_code: 'connection_refused' }),
        aMetric({ id: 1 }),
      ],
      logs: [aLogEntry({ message: 'Changed url.', metadata: { changed: ['url'] } })],
    })
    const { user } = open(integration, '?tab=checks&status=error')

    await screen.findByText('reach · connection_refused')
    expect(screen.getByLabelText('Last 2 checks: 1 passed, 1 failed.')).toBeTruthy()

    await user.click(screen.getByRole('tab', { name: 'Log' }))
    await screen.findByText('Changed url.')
    expect(screen.getByTestId('query').textContent).toBe('?tab=log&status=error')
  })

  it('is deleted after one question that names it', async () => {
    const integration = anMcpIntegration({ name: 'Acme' })
    const wire = await connectionWire(withReport(integration, aPassedReport()))
    const { user, onClose } = open(integration)

    await user.click(screen.getByText('Delete'))
    await screen.findByText(/its sealed credential, all its checks and its\s+log go with it/)
    expect(wire.steps).toEqual([])
    await user.click(screen.getByText('Delete Acme'))

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['delete'])
  })

  it('leads to the form', async () => {
    const integration = anMcpIntegration()
    await connectionWire(withReport(integration, aPassedReport()))
    const { user, onConfigure } = open(integration)
    await user.click(screen.getByText('Edit'))
    expect(onConfigure).toHaveBeenCalledOnce()
  })

  it('offers another try when what it shows does not come', async () => {
    const integration = anMcpIntegration()
    await connectionWire()
    open(integration)
    await screen.findByText('The last report could not be loaded.')
    expect(screen.getByText('Try again')).toBeTruthy()
  })
})
