import { render, screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, it } from 'vitest'
import { useSession } from '@/features/auth/session'
import { connectionWire } from '../../tests/support/connection-wire'
import { anMcpIntegration, asDetail } from '../../tests/support/factories'
import { gridWire } from '../../tests/support/grid-wire'
import { network } from '../../tests/support/network'
import { ADA, signInAsAda } from '../../tests/support/signed-in'
import { aReport, testFunction } from '../../tests/support/test-function'
import { App } from './app'

const notes = anMcpIntegration({ name: 'Notes', auth_method: 'oauth', status: 'configuring' })

it('what a page has begun the next one sees the end of: the test after a sign-in at a vendor', async () => {
  signInAsAda()
  useSession.setState({ status: 'signed-in', account: { id: ADA, email: 'ada@acme.dev' } }, true)
  await connectionWire({ detail: asDetail(notes) })
  gridWire({ integrations: [notes] })
  network.use(
    http.post('https://project.test/rest/v1/rpc/unread_alerts', () =>
      HttpResponse.json({ count: 0 }),
    ),
    http.post('https://project.test/functions/v1/oauth/finish', () =>
      HttpResponse.json({ integrationId: notes.id, scopes: [], missing_scopes: [] }),
    ),
  )
  const test = testFunction()
  const key = 'K'.repeat(43)
  sessionStorage.setItem('patchbay-authorization', JSON.stringify({ integrationId: notes.id, key }))
  history.replaceState(null, '', `/oauth/callback#ticket=${'T'.repeat(43)}`)
  render(<App />)

  // The parts of the page are compiled as they are asked for.
  await screen.findByRole('heading', { name: 'Notes', level: 1 }, { timeout: 15_000 })
  await screen.findByRole('tab', { name: 'Overview' }, { timeout: 15_000 })
  await expect.poll(() => test.calls).toHaveLength(1)
  await connectionWire({ detail: asDetail({ ...notes, status: 'connected' }) })
  test.report(aReport(notes.id))
  const status = () => screen.getAllByRole('status').map(({ textContent }) => textContent)
  await expect.poll(status, { timeout: 5_000 }).toContain('Connected')
})
