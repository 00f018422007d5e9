import type { GrantRow } from '@contract/oauth'
import type { IntegrationCardRow } from '@contract/rows'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter } from 'react-router-dom'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AUTHORIZATION_URL, connectionWire } from '../../../../tests/support/connection-wire'
import {
  aGrant,
  anMcpIntegration,
  anMcpType,
  aPassedReport,
  minutesAgo,
  refused,
} from '../../../../tests/support/factories'
import { watchLeaving } from '../../../../tests/support/left-page'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { IntegrationDrawer } from './integration-drawer'

// Whole stories, on machines that do other things too.
vi.setConfig({ testTimeout: 20_000 })

beforeEach(signInAsAda)

async function open(integration: IntegrationCardRow, grant?: GrantRow, report = aPassedReport()) {
  const wire = await connectionWire({
    detail: { ...integration, last_report: report },
    ...(grant ? { grant } : {}),
  })
  render(
    <MemoryRouter>
      <QueryClientProvider client={new QueryClient()}>
        <IntegrationDrawer
          type={anMcpType()}
          integration={integration}
          onClose={() => {}}
          onConfigure={() => {}}
        />
      </QueryClientProvider>
    </MemoryRouter>,
  )
  return wire
}

const signedIn = anMcpIntegration({ auth_method: 'oauth' })

describe('what a drawer says of the access', () => {
  it('that was given: from whom, as whom, to what, and that it renews itself', async () => {
    await open(signedIn, aGrant({ scopes: ['read', 'write'] }))
    await screen.findByText('https://vendor.test')
    screen.getByText('patchbay-1')
    screen.getByText('read, write')
    screen.getByText('Renews itself.')
  })

  it('that ends: when, and what was not granted', async () => {
    await open(signedIn, aGrant({ is_renewable: false, missing_scopes: ['admin'] }))
    await screen.findByText('admin')
    screen.getByText(/^Expires in (59 minutes|1 hour)\.$/)
  })

  it('that nobody has given yet', async () => {
    await open(signedIn)
    await screen.findByText('Nobody has given access yet.')
  })

  it('that was withdrawn, and leads to the vendor', async () => {
    const integration = { ...signedIn, ...refused({ code: 'authorization_revoked' }) }
    const wire = await open(integration, aGrant({ revoked_at: minutesAgo(5) }))
    const left = watchLeaving()
    await screen.findByText('It was withdrawn.')
    await userEvent.click(screen.getByRole('button', { name: 'Reconnect' }))
    await waitFor(() => expect(left.to).toEqual([AUTHORIZATION_URL]))
    expect(wire.begun?.integrationId).toBe(integration.id)
  })

  it('is nothing where there is no OAuth', async () => {
    await open(anMcpIntegration())
    await screen.findByText('list_issues')
    expect(screen.queryByText('Access')).toBeNull()
  })
})

it('shows of an SSH server who it is, and what the command said', async () => {
  await open(
    anMcpIntegration({
      auth_method: 'ssh_key',
      config: {
        kind: 'ssh',
        host: 'web1.acme.test',
        port: 2222,
        username: 'deploy',
        command: 'uptime',
      },
    }),
    undefined,
    aPassedReport({
      facts: {
        kind: 'ssh',
        server: { name: 'OpenSSH_9.2' },
        host_key: { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` },
        command: { exit_status: 0, output: 'up 12 days\nload 0.1' },
      },
    }),
  )
  await screen.findByText('deploy@web1.acme.test:2222')
  screen.getByText(/the command ended with 0 · OpenSSH_9\.2 · ssh-ed25519 SHA256:A/)
  expect(screen.getByText(/up 12 days/).textContent).toBe('up 12 days\nload 0.1')
})

it('shows of a command what a runner starts', async () => {
  await open(
    anMcpIntegration({
      auth_method: 'none',
      config: {
        kind: 'mcp',
        protocol: 'stdio',
        command: 'npx',
        args: ['-y', 'my notes'],
        env: ['KEY'],
      },
    }),
  )
  await screen.findByText("npx -y 'my notes'")
  screen.getByText('KEY')
})
