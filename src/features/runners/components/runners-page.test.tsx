import { PAIR_WITHIN_MS, type RunnerRow } from '@contract/runner'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { minutesAgo } from '../../../../tests/support/factories'
import { network } from '../../../../tests/support/network'
import { renderPage } from '../../../../tests/support/render-page'
import { ADA, signInAsAda } from '../../../../tests/support/signed-in'
import RunnersPage from './runners-page'

function aRunner(over: Partial<RunnerRow> = {}): RunnerRow {
  return {
    id: crypto.randomUUID(),
    user_id: ADA,
    name: 'Ada’s laptop',
    platform: 'darwin arm64',
    version: '0.1.0',
    created_at: minutesAgo(600),
    last_seen_at: minutesAgo(0),
    ...over,
  }
}

const ours = aRunner({ user_id: null, name: 'This computer', platform: 'linux x64' })

/** Supabase as this page meets it. */
function runnersWire(runners: RunnerRow[]) {
  const wire = {
    runners,
    codes: ['7K3M-Q9XA', 'AAAA-BBBB'],
    asked: 0,
    refusal: null as { code: string; message: string } | null,
    isDown: false,
  }
  network.use(
    http.get('*/rest/v1/runners', () =>
      wire.isDown ? HttpResponse.error() : HttpResponse.json(wire.runners),
    ),
    http.delete('*/rest/v1/runners', ({ request }) => {
      if (wire.isDown) return HttpResponse.error()
      const id = new URL(request.url).searchParams.get('id')?.replace('eq.', '')
      wire.runners = wire.runners.filter((runner) => runner.id !== id)
      return new HttpResponse(null, { status: 204 })
    }),
    http.post('*/functions/v1/runner/code', ({ request }) => {
      expect(request.headers.get('authorization')).toBe('Bearer ada.access.token')
      if (wire.refusal) {
        const error = { ...wire.refusal, requestId: 'r-1' }
        return HttpResponse.json({ error }, { status: 409 })
      }
      const code = wire.codes[wire.asked]
      wire.asked += 1
      return HttpResponse.json({ code, expires_at: minutesAgo(-10) })
    }),
  )
  return wire
}

const open = () => {
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  return { user, ...renderPage(<RunnersPage />, { at: '/settings/runners' }) }
}
const items = async () => {
  const list = await screen.findByRole('list', { name: 'Runners' })
  return within(list).getAllByRole('listitem')
}

beforeEach(() => {
  signInAsAda()
  vi.useFakeTimers({ shouldAdvanceTime: true })
  return () => vi.useRealTimers()
})

it('says what a runner is for, where there is none', async () => {
  runnersWire([])
  open()
  await screen.findByRole('heading', { name: 'No runner yet' })
  screen.getByText(/MCP servers that are commands/)
})

it('lists who is there, who was, and what is the project’s to revoke', async () => {
  runnersWire([
    aRunner({ last_seen_at: minutesAgo(50) }),
    aRunner({ name: 'New', last_seen_at: null }),
    ours,
  ])
  open()
  expect((await items()).map(({ textContent }) => textContent)).toEqual([
    'Ada’s laptopdarwin arm64 · 0.1.0Offlineseen 50 min agoRevoke Ada’s laptop',
    'Newdarwin arm64 · 0.1.0Offlinenever seenRevoke New',
    'This computerThis project’slinux x64 · 0.1.0Onlineseen just now',
  ])
})

describe('pairing', () => {
  it('shows the code and the command, and notices the runner that comes', async () => {
    const wire = runnersWire([ours])
    const { user } = open()
    await items()
    await user.click(screen.getByRole('button', { name: 'Pair a runner' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Pair a runner' }))
    await dialog.findByText('Good for one runner, for', { exact: false })
    await user.click(dialog.getByRole('button', { name: /^Copy/ }))
    await dialog.findByText('Copied')
    expect(await navigator.clipboard.readText()).toBe(
      'npm run runner -- --url https://project.test --code 7K3M-Q9XA',
    )

    wire.runners = [ours, aRunner({ name: 'Build server' })]
    await dialog.findAllByText('Build server is paired.')
    await user.click(dialog.getByRole('button', { name: 'Done' }))
    expect(await items()).toHaveLength(2)
  })

  it('does not take one for new that was there, nor the project’s own that was started', async () => {
    const wire = runnersWire([aRunner()])
    const { user } = open()
    await items()
    await user.click(screen.getByRole('button', { name: 'Pair a runner' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Pair a runner' }))
    await dialog.findByText('7K3M-Q9XA', { selector: 'p' })
    wire.runners = [...wire.runners, ours]
    await waitFor(() => expect(screen.getByText('This computer')).not.toBeNull())
    expect(dialog.queryByText(/is paired/)).toBeNull()
  })

  it('says that a code is over, and gets another', async () => {
    runnersWire([ours])
    const { user } = open()
    await items()
    await user.click(screen.getByRole('button', { name: 'Pair a runner' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Pair a runner' }))
    await dialog.findByText('7K3M-Q9XA', { selector: 'p' })
    // A laptop that slept: no second of it ticked.
    vi.setSystemTime(Date.now() + PAIR_WITHIN_MS)
    await user.click(await dialog.findByRole('button', { name: 'Get a new code' }))
    await dialog.findByText('AAAA-BBBB', { selector: 'p' })
  })

  it('says why there is no code, in the function’s own words', async () => {
    const wire = runnersWire([ours])
    wire.refusal = { code: 'conflict', message: 'You have 20 runners. Revoke one.' }
    const { user } = open()
    await items()
    await user.click(screen.getByRole('button', { name: 'Pair a runner' }))
    await screen.findByText(/You have 20 runners. Revoke one./)
    wire.refusal = null
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByText('7K3M-Q9XA', { selector: 'p' })
  })
})

describe('revoking', () => {
  it('asks once, naming what stops', async () => {
    const wire = runnersWire([aRunner(), ours])
    const { user } = open()
    await items()
    await user.click(screen.getByRole('button', { name: 'Revoke Ada’s laptop' }))
    const dialog = await screen.findByRole('dialog', { name: 'Revoke Ada’s laptop?' })
    expect(wire.runners).toHaveLength(2)
    await user.click(within(dialog).getByRole('button', { name: 'Revoke Ada’s laptop' }))
    await screen.findByText('Ada’s laptop is revoked')
    expect(await items()).toHaveLength(1)
    expect(wire.runners).toEqual([ours])
  })

  it('that does not reach the server says so, and can be tried again', async () => {
    const wire = runnersWire([aRunner()])
    const { user } = open()
    await items()
    await user.click(screen.getByRole('button', { name: 'Revoke Ada’s laptop' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Revoke Ada’s laptop?' }))
    wire.isDown = true
    await user.click(dialog.getByRole('button', { name: 'Revoke Ada’s laptop' }))
    await dialog.findByRole('alert')
    wire.isDown = false
    await user.click(dialog.getByRole('button', { name: 'Revoke Ada’s laptop' }))
    await screen.findByRole('heading', { name: 'No runner yet' })
  })
})
