import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { AUTHORIZATION_URL, connectionWire } from '../../../../tests/support/connection-wire'
import { anMcpIntegration, refused } from '../../../../tests/support/factories'
import { gridWire } from '../../../../tests/support/grid-wire'
import { watchLeaving } from '../../../../tests/support/left-page'
import { renderPage } from '../../../../tests/support/render-page'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { NewIntegrationsPage } from './new-integrations-page'

beforeEach(signInAsAda)

const github = anMcpIntegration({ name: 'Acme GitHub', auth_method: 'oauth' })

async function openWith(over: Parameters<typeof refused>[0], row = github) {
  const wire = await connectionWire()
  gridWire({ integrations: [{ ...row, ...refused(over) }] })
  renderPage(<NewIntegrationsPage />, { at: '/integrations' })
  await screen.findByRole('article', { name: 'Acme GitHub' })
  return wire
}

describe('a card whose access is no good any more', () => {
  it.each([
    'authorization_missing',
    'authorization_revoked',
    'credential_refused',
    'credential_expired',
  ] as const)('%s: leads to the vendor by one click, without a form', async (code) => {
    const wire = await openWith({ code })
    const left = watchLeaving()
    await userEvent.click(screen.getByRole('button', { name: 'Reconnect Acme GitHub' }))
    await waitFor(() => expect(left.to).toEqual([AUTHORIZATION_URL]))
    expect(wire.begun?.integrationId).toBe(github.id)
  })

  it('says why where the way to the vendor is not open', async () => {
    const wire = await openWith({ code: 'authorization_revoked' })
    wire.refusal = {
      code: 'authorization_failed',
      message: 'github.com names no authorization server.',
      requestId: 'r-1',
    }
    await userEvent.click(screen.getByRole('button', { name: 'Reconnect Acme GitHub' }))
    await screen.findByText('Acme GitHub was not reconnected')
    screen.getByText('github.com names no authorization server.')
  })

  it('leads to its form where signing in again would not help', async () => {
    await openWith({ code: 'client_refused' })
    expect(screen.queryByRole('button', { name: 'Reconnect Acme GitHub' })).toBeNull()
    screen.getByRole('link', { name: 'Reconnect Acme GitHub' })
  })

  it('leads to its form where nobody signs in', async () => {
    const asItself = anMcpIntegration({
      ...github,
      config: {
        kind: 'rest',
        api_url: 'https://api.github.com',
        oauth: { grant: 'client_credentials' },
      },
    })
    await openWith({ code: 'credential_refused' }, asItself)
    screen.getByRole('link', { name: 'Reconnect Acme GitHub' })
  })
})
