import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useToasts } from '@/ui/toast'
import {
  address,
  enter,
  fillIn,
  openModal,
  SECRET,
  saveAndConnect,
  secret,
  stage,
  testConnection,
} from '../../../../tests/support/connection-form'
import { type ConnectionWire, connectionWire } from '../../../../tests/support/connection-wire'
import { aPassedReport, aRefusedReport } from '../../../../tests/support/factories'
import { signInAsAda } from '../../../../tests/support/signed-in'

// Whole stories, on machines that do other things too.
vi.setConfig({ testTimeout: 20_000 })

beforeEach(() => {
  signInAsAda()
  useToasts.setState({ toasts: [] })
})

const toasts = () => useToasts.getState().toasts.map(({ title }) => title)

/** Nothing that left the page, and nothing that stays in it, has the secret in it. */
function expectNoPlaintext(wire: ConnectionWire) {
  const kept = JSON.stringify({ ...localStorage, ...sessionStorage })
  for (const text of [...wire.bodies, kept, location.href]) {
    expect(text).not.toContain(SECRET)
    expect(text).not.toContain(btoa(SECRET))
  }
}

describe('a new connection', () => {
  it('is tested before it is saved: the stages appear as they come, and nothing is stored', async () => {
    const wire = await connectionWire()
    wire.reports = [aPassedReport()]
    const letGo = wire.hold('test-draft')
    const { user } = openModal()
    await fillIn(user)

    await user.click(testConnection())

    await waitFor(() => expect(stage('reach')).toHaveProperty('textContent', 'reach: passed,20 ms'))
    expect(stage('speak')?.getAttribute('aria-current')).toBe('step')
    letGo()
    await screen.findByText(
      '12 tools, 3 resources · legacy 2025-11-25 · streamable HTTP · example/1.0',
    )
    expect(wire.steps).toEqual(['sealing-keys', 'test-draft'])
    expectNoPlaintext(wire)
  })

  it('is created, its secret stored, then tested; the modal closes and a toast says so', async () => {
    const wire = await connectionWire()
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal()
    await fillIn(user)

    await user.click(saveAndConnect())

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(toasts()).toEqual(['Any MCP server is connected'])
    expect(wire.steps).toEqual(['sealing-keys', 'create', 'store-secrets', 'test', 'log'])
    expectNoPlaintext(wire)
    const stored = wire.sealed.get('auth')
    expect(stored).toMatchObject({ hint: 'ret2', audience: ['https://mcp.example.com'] })
    expect(stored && (await wire.open(stored))).toEqual({ kind: 'jwt', token: SECRET })
  })

  it('stays open on a wrong token, says what to do, and connects once it is corrected', async () => {
    const wire = await connectionWire()
    wire.reports = [aRefusedReport(), aPassedReport()]
    const { user, onClose } = openModal()
    await fillIn(user, 'ghp_wrong0000000')

    await user.click(saveAndConnect())

    await screen.findByText('GitHub answered 401: the token was refused.')
    expect(screen.getByText('Create a token with read:user and paste it below.')).toBeTruthy()
    expect(stage('authenticate')?.textContent).toContain('failed')
    expect(onClose).not.toHaveBeenCalled()
    expect(address().value).toBe('https://mcp.example.com/mcp')

    await enter(user, secret(), SECRET)
    await user.click(saveAndConnect())

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(toasts()).toEqual(['Any MCP server is connected'])
    expect(wire.rows.size).toBe(1)
    expect(wire.steps.filter((step) => step === 'create' || step === 'update')).toEqual([
      'create',
      'update',
    ])
  })

  it('makes one row, however often Save is clicked', async () => {
    const wire = await connectionWire()
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal()
    await fillIn(user)

    await user.dblClick(saveAndConnect())

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps.filter((step) => step === 'create')).toHaveLength(1)
    expect(wire.steps.filter((step) => step === 'test')).toHaveLength(1)
  })

  it.each([
    ['sealing-keys', 'The secrets could not be sealed, so nothing was stored.'],
    ['create', 'The settings could not be stored.'],
    ['store-secrets', 'The settings are stored, the secrets are not yet.'],
    ['test', 'Everything is stored, but the test did not come to its end.'],
  ] as const)(
    'keeps what was typed when the network fails at %s, and carries on',
    async (step, sentence) => {
      const wire = await connectionWire()
      wire.reports = [aPassedReport()]
      wire.broken.add(step)
      const { user, onClose } = openModal()
      await fillIn(user)

      await user.click(saveAndConnect())

      await waitFor(() => expect(screen.getAllByText(sentence, { exact: false })).not.toEqual([]))
      expect(onClose).not.toHaveBeenCalled()
      expect(secret().value).toBe(SECRET)

      await user.click(saveAndConnect())

      await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
      expect(wire.rows.size).toBe(1)
      expectNoPlaintext(wire)
    },
  )

  it('is told which name is free when another has it', async () => {
    const wire = await connectionWire()
    wire.names = ['any mcp server']
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal()
    await fillIn(user)

    await user.click(saveAndConnect())

    await screen.findByText('You have a “Any MCP server” already. Try “Any MCP server 2”.')
    const name = screen.getByLabelText('Name')
    expect(document.activeElement).toBe(name)
    expect(screen.queryByText('The settings could not be stored.')).toBeNull()
    expect(screen.queryByText('Discard')).toBeNull()
    await enter(user, name, 'Any MCP server 2')
    await user.click(saveAndConnect())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
  })

  it('sends nothing while the form is wrong, and leads to the first mistake, closed section or not', async () => {
    const wire = await connectionWire()
    const { user } = openModal()
    await fillIn(user)
    await user.click(screen.getByText('Headers and variables'))
    await user.click(screen.getByRole('button', { name: 'Add header' }))
    await enter(user, screen.getByLabelText('Name of header 1'), 'Authorization')
    await enter(user, screen.getByLabelText('Value of header 1'), 'Bearer x')
    await user.click(screen.getByText('Headers and variables'))

    await user.click(testConnection())

    const mistake = await screen.findByText(/for Authorization choose an auth method/)
    expect(mistake.closest('details')?.open).toBe(true)
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByLabelText('Name of header 1')),
    )
    expect(wire.steps).toEqual([])
  })

  it('says what is wrong with a field when one leaves it, in the contract’s words', async () => {
    await connectionWire()
    const { user } = openModal()
    await enter(user, address(), 'example.com/mcp')
    await user.tab()
    await screen.findByText('Enter a full address, as in https://api.example.com/v1')
  })
})
