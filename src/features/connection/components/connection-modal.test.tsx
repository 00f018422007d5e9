import type { IntegrationType } from '@contract/type-defaults'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useToasts } from '@/ui/toast'
import { type ConnectionWire, connectionWire } from '../../../../tests/support/connection-wire'
import {
  aHint,
  anMcpIntegration,
  anMcpType,
  aPassedReport,
  aRefusedReport,
  refused,
} from '../../../../tests/support/factories'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { ConnectionModal, type ConnectionModalProps } from './connection-modal'

// Whole stories, on machines that do other things too.
vi.setConfig({ testTimeout: 20_000 })

const SECRET = 'ghp_planted0canary1secret2'

const ownServer: IntegrationType = anMcpType({
  name: 'Any MCP server',
  auth_methods: ['jwt', 'none'],
  defaults: {
    kind: 'mcp',
    own_address: true,
    protocols: ['http', 'sse'],
    urls: {},
    auth: { jwt: { help: { label: 'Token' } } },
  },
})

beforeEach(() => {
  signInAsAda()
  useToasts.setState({ toasts: [] })
})

function open(props: Partial<ConnectionModalProps> = {}) {
  const onClose = vi.fn()
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const { unmount } = render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ConnectionModal type={ownServer} integration={null} onClose={onClose} {...props} />
      </QueryClientProvider>
    </StrictMode>,
  )
  return { onClose, unmount, user: userEvent.setup() }
}

type User = ReturnType<typeof userEvent.setup>

async function enter(user: User, field: HTMLElement, text: string) {
  await user.clear(field)
  await user.paste(text)
}

async function fill(user: User, token = SECRET) {
  await enter(user, address(), 'https://mcp.example.com/mcp')
  await enter(user, secret(), token)
}

const address = () => screen.getByLabelText<HTMLInputElement>('Server URL')
const secret = () => screen.getByLabelText<HTMLInputElement>('Token')

const testConnection = () => screen.getByText('Test connection')
const saveAndConnect = () => screen.getByText('Save and connect')
const cable = () => within(screen.getByLabelText(/^Test (under way|result)$/))
const stage = (name: string) => cable().getByText(name).closest('li')
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
    let letGo = () => {}
    wire.gate = new Promise((resolve) => {
      letGo = resolve
    })
    const { user } = open()
    await fill(user)

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
    const { user, onClose } = open()
    await fill(user)

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
    const { user, onClose } = open()
    await fill(user, 'ghp_wrong0000000')

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
    const { user, onClose } = open()
    await fill(user)

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
      const { user, onClose } = open()
      await fill(user)

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
    const { user, onClose } = open()
    await fill(user)

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
    const { user } = open()
    await fill(user)
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
    const { user } = open()
    await enter(user, address(), 'example.com/mcp')
    await user.tab()
    await screen.findByText('Enter a full address, as in https://api.example.com/v1')
  })
})

describe('closing', () => {
  it('asks once when something was typed', async () => {
    await connectionWire()
    const { user, onClose } = open()
    await fill(user)

    await user.keyboard('{Escape}')

    const question = await screen.findByRole('dialog', { name: 'Discard what you typed?' })
    expect(onClose).not.toHaveBeenCalled()
    await user.click(within(question).getByRole('button', { name: 'Cancel' }))
    expect(secret().value).toBe(SECRET)

    await user.keyboard('{Escape}')
    await user.click(await screen.findByRole('button', { name: 'Discard' }))
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('ends a test that is running', async () => {
    const wire = await connectionWire({ hints: [aHint()] })
    wire.reports = [aPassedReport()]
    wire.gate = new Promise(() => {})
    const { user, unmount } = open({ type: anMcpType(), integration: anMcpIntegration() })
    await screen.findByPlaceholderText('Replace …x7Qa')
    await user.click(testConnection())
    await waitFor(() => expect(stage('speak')?.getAttribute('aria-current')).toBe('step'))

    unmount()

    await waitFor(() => expect(wire.left).toBe(1))
  })

  it('does not ask when nothing was', async () => {
    await connectionWire()
    const { user, onClose } = open()
    await user.keyboard('{Escape}')
    expect(onClose).toHaveBeenCalledOnce()
  })
})

describe('an existing connection', () => {
  const type = anMcpType()

  it('keeps its stored secret when none is typed', async () => {
    const wire = await connectionWire({ hints: [aHint()] })
    wire.reports = [aPassedReport()]
    const { user, onClose } = open({ type, integration: anMcpIntegration() })

    expect(await screen.findByPlaceholderText('Replace …x7Qa')).toHaveProperty('value', '')
    expect(screen.getByText(/Nobody can read it back, you included/).textContent).toBe(
      'Sealed in this browser for api.githubcopilot.com. Nobody can read it back, you included.',
    )
    await user.click(saveAndConnect())

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['update', 'test', 'log'])
  })

  it('wants its secret again when the address moves to another origin', async () => {
    const wire = await connectionWire({ hints: [aHint()] })
    wire.reports = [aPassedReport()]
    const { user, onClose } = open({ type, integration: anMcpIntegration() })
    await user.click(await screen.findByText('Advanced'))
    await enter(user, address(), 'https://mcp.elsewhere.com/mcp')

    await user.click(saveAndConnect())

    await waitFor(() => expect(secret().getAttribute('aria-invalid')).toBe('true'))
    expect(
      screen.getAllByText(/The address moved to another origin: enter the secret again/),
    ).not.toEqual([])
    expect(wire.steps).toEqual([])

    await enter(user, secret(), SECRET)
    await user.click(saveAndConnect())

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.sealed.get('auth')?.audience).toEqual(['https://mcp.elsewhere.com'])
  })

  it('forgets the secret of a header that is removed', async () => {
    const wire = await connectionWire({ hints: [aHint(), aHint({ slot: 'header:X-Team-Id' })] })
    wire.reports = [aPassedReport()]
    const integration = anMcpIntegration()
    integration.config = { ...integration.config, headers: ['X-Team-Id'] }
    const { user, onClose } = open({ type, integration })
    await user.click(await screen.findByText('Headers and variables'))
    await user.click(screen.getByRole('button', { name: 'Remove header 1' }))

    await user.click(saveAndConnect())

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['update', 'remove-secrets', 'test', 'log'])
    expect(wire.removed).toBe('in.(header:X-Team-Id)')
  })

  it('that is refused opens with its last report and leads to the secret', async () => {
    const integration = anMcpIntegration({ name: 'GitHub', ...refused() })
    await connectionWire({
      hints: [aHint()],
      detail: { ...integration, last_report: aRefusedReport(), consecutive_failures: 3 },
    })
    open({ type, integration })

    await screen.findByText('GitHub answered 401: the token was refused.')
    await waitFor(() => expect(document.activeElement).toBe(secret()))
  })

  it('is disconnected without a question: its settings stay', async () => {
    const wire = await connectionWire({ hints: [aHint()] })
    const { user, onClose } = open({ type, integration: anMcpIntegration() })
    await screen.findByPlaceholderText('Replace …x7Qa')

    await user.click(screen.getByRole('button', { name: 'Disconnect' }))

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['disconnect'])
  })

  it('that was never finished can be discarded, after one question that names it', async () => {
    const wire = await connectionWire()
    const integration = anMcpIntegration({ name: 'Half made', status: 'configuring' })
    const { user, onClose } = open({ type, integration })

    await user.click(await screen.findByRole('button', { name: 'Discard' }))
    expect(wire.steps).toEqual([])
    await user.click(await screen.findByRole('button', { name: 'Discard Half made' }))

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['delete'])
  })
})
