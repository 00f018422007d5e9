import type { AuthorizationFinished } from '@contract/oauth'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { type ReactNode, StrictMode } from 'react'
import { Route, Routes, useLocation } from 'react-router-dom'
import { beforeEach, describe, expect, it } from 'vitest'
import { RequireSession } from '@/features/auth/components/require-session'
import { useSession } from '@/features/auth/session'
import { keptArrival } from '@/features/authorization/arrival'
import CallbackPage from '@/features/authorization/components/callback-page'
import { connectionWire } from '../../../tests/support/connection-wire'
import { anMcpIntegration, asDetail } from '../../../tests/support/factories'
import { gridWire } from '../../../tests/support/grid-wire'
import { watchLeaving } from '../../../tests/support/left-page'
import { network } from '../../../tests/support/network'
import { renderPage } from '../../../tests/support/render-page'
import { signInAsAda } from '../../../tests/support/signed-in'
import { testFunction } from '../../../tests/support/test-function'
import TakeTicket from './take-ticket'

const TICKET = 'T'.repeat(43)
const KEY = 'K'.repeat(43)
const notes = anMcpIntegration({ name: 'Notes', auth_method: 'oauth' })

/** The function `oauth/finish`: what it was asked, and what it answers in turn; the last repeats. */
function finishing(...answers: (() => Response)[]) {
  const asked: unknown[] = []
  network.use(
    http.post('https://project.test/functions/v1/oauth/finish', async ({ request }) => {
      asked.push(await request.json())
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      return answer?.() ?? HttpResponse.error()
    }),
  )
  return asked
}

const finished =
  (over: Partial<AuthorizationFinished> = {}) =>
  () =>
    HttpResponse.json({
      integrationId: notes.id,
      scopes: ['read'],
      missing_scopes: [],
      ...over,
    } satisfies AuthorizationFinished)

const refusing = (code: string, message: string) => () =>
  HttpResponse.json({ error: { code, message, requestId: 'r-1' } }, { status: 400 })

/** This tab began the sign-in. */
function begun() {
  sessionStorage.setItem(
    'patchbay-authorization',
    JSON.stringify({ integrationId: notes.id, key: KEY }),
  )
}

/** As the app has it. */
function TakenFirst({ children }: { children: ReactNode }) {
  return useLocation().hash === '' ? children : <TakeTicket />
}

function comeBack(fragment = `#ticket=${TICKET}`) {
  return renderPage(
    <StrictMode>
      <Routes>
        <Route path="/oauth/callback" element={<TakenFirst>{<CallbackPage />}</TakenFirst>} />
        <Route path="*" element={<p>elsewhere</p>} />
      </Routes>
    </StrictMode>,
    { at: `/oauth/callback${fragment}` },
  )
}

beforeEach(async () => {
  signInAsAda()
  await connectionWire({ detail: asDetail(notes) })
  gridWire({ integrations: [notes] })
})

describe('who comes back with a ticket', () => {
  it('is connected: finished once, tested, and led to the connection', async () => {
    begun()
    const asked = finishing(finished())
    const test = testFunction()
    const { address } = comeBack()
    await screen.findByText('elsewhere')
    expect(address()).toBe(`/integrations/${notes.id}`)
    expect(asked).toEqual([{ ticket: TICKET, browserKey: KEY }])
    await waitFor(() => expect(test.calls).toEqual([{ integrationId: notes.id }]))
    expect({ ...sessionStorage }).toEqual({})
  })

  it('finds the ticket in the address no more', async () => {
    begun()
    finishing(refusing('authorization_denied', 'Access was not given.'))
    comeBack()
    await screen.findByRole('alert')
    expect(location.href).not.toContain(TICKET)
    expect(location.pathname).toBe('/oauth/callback')
  })

  it('is told what was not granted, before going on', async () => {
    begun()
    finishing(finished({ missing_scopes: ['write', 'admin'] }))
    testFunction()
    const { address } = comeBack()
    await screen.findByText('write, admin')
    await screen.findByText(/is connected, but with less than was asked for/)
    await userEvent.click(screen.getByRole('link', { name: 'Show it' }))
    expect(address()).toBe(`/integrations/${notes.id}`)
  })

  it('and is offline tries again with the same ticket', async () => {
    begun()
    const asked = finishing(() => HttpResponse.error(), finished())
    testFunction()
    comeBack()
    await screen.findByText('The sign-in is not finished yet.')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByText('elsewhere')
    expect(asked).toEqual([
      { ticket: TICKET, browserKey: KEY },
      { ticket: TICKET, browserKey: KEY },
    ])
  })
})

it('keeps the ticket in the tab, and out of every address, while one signs in again', async () => {
  useSession.setState({ status: 'signed-out' }, true)
  const asked = finishing(finished())
  begun()
  const { address } = renderPage(
    <Routes>
      <Route
        path="/oauth/callback"
        element={
          <TakenFirst>
            <RequireSession fallback={null}>
              <CallbackPage />
            </RequireSession>
          </TakenFirst>
        }
      />
      <Route path="/sign-in" element={<p>sign in</p>} />
    </Routes>,
    { at: `/oauth/callback#ticket=${TICKET}` },
  )
  await screen.findByText('sign in')
  expect(address()).toBe('/sign-in?next=/oauth/callback')
  expect(location.href).not.toContain(TICKET)
  expect(keptArrival()).toEqual({ is: 'ticket', ticket: TICKET })
  expect(asked).toEqual([])
})

describe('who comes back with nothing', () => {
  it.each([
    [
      'said no',
      refusing('authorization_denied', 'You did not give access at notes.test.'),
      'Access was not given.',
      'You did not give access at notes.test.',
    ],
    [
      'took too long',
      refusing('authorization_expired', 'This sign-in took longer than ten minutes.'),
      'The sign-in took too long.',
      'longer than ten minutes',
    ],
    [
      'is not who began',
      refusing('authorization_mismatch', 'This sign-in was begun by another account.'),
      'This sign-in was begun elsewhere.',
      'another account',
    ],
    [
      'was refused by the vendor, in its words',
      refusing('authorization_failed', 'notes.test said: “unsupported audience”.'),
      'The authorization server gave no access.',
      'unsupported audience',
    ],
  ])('%s', async (_story, answer, title, sentence) => {
    begun()
    finishing(answer)
    const left = watchLeaving()
    comeBack()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain(title)
    expect(alert.textContent).toContain(sentence)
    await screen.findByRole('link', { name: 'Show Notes' })

    await userEvent.click(screen.getByRole('button', { name: 'Connect again' }))
    await waitFor(() => expect(left.to).toHaveLength(1))
  })

  it('reloaded the page: it may have worked', async () => {
    begun()
    finishing(refusing('authorization_used', 'This sign-in was finished already.'))
    comeBack()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Look whether it is connected.')
    expect(screen.queryByRole('button', { name: 'Connect again' })).toBeNull()
    screen.getByRole('link', { name: /^Show/ })
  })

  it.each([
    ['authorization_expired', 'The sign-in took too long.'],
    ['authorization_used', 'This sign-in was finished already.'],
  ])('is told so by the callback itself: %s', async (code, title) => {
    begun()
    const asked = finishing(finished())
    comeBack(`#error=${code}`)
    expect((await screen.findByRole('alert')).textContent).toContain(title)
    expect(asked).toEqual([])
  })

  it('began in another tab or browser: its ticket is not even shown', async () => {
    const asked = finishing(finished())
    comeBack()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('This sign-in was begun elsewhere.')
    screen.getByRole('link', { name: 'Go to integrations' })
    expect(asked).toEqual([])
  })

  it.each(['', '#ticket=short', '#error=odd'])(
    'came by a link that says nothing: %s',
    async (to) => {
      begun()
      comeBack(to)
      await screen.findByText('No sign-in to finish')
    },
  )
})
