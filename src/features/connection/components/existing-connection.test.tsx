import { screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
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
import { connectionWire } from '../../../../tests/support/connection-wire'
import {
  aHint,
  anMcpIntegration,
  anMcpType,
  aPassedReport,
  aRefusedReport,
  asDetail,
  minutesAgo,
  refused,
} from '../../../../tests/support/factories'
import { network } from '../../../../tests/support/network'
import { signInAsAda } from '../../../../tests/support/signed-in'

// Whole stories, on machines that do other things too.
vi.setConfig({ testTimeout: 20_000 })

beforeEach(signInAsAda)

describe('an existing connection', () => {
  const type = anMcpType()

  it('keeps its stored secret when none is typed', async () => {
    const wire = await connectionWire({ hints: [aHint()] })
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type, integration: anMcpIntegration() })

    expect(await screen.findByPlaceholderText('Replace …x7Qa')).toHaveProperty('value', '')
    expect(screen.getByText(/Nobody can read it back, you included/).textContent).toBe(
      'Sealed in this browser for api.githubcopilot.com. Nobody can read it back, you included.',
    )
    await user.click(saveAndConnect())

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['update', 'test', 'log'])
  })

  it('says when its stored secret ends, and where it is explained', async () => {
    await connectionWire({ hints: [aHint({ expires_at: minutesAgo(-3 * 24 * 60 - 60) })] })
    openModal({ type, integration: anMcpIntegration() })
    await screen.findByText('Expires in 3 days.')
    const docs = screen.getByRole('link', { name: /^Docs/ })
    expect(docs.getAttribute('href')).toBe(type.docs_url)
    expect(docs.getAttribute('rel')).toBe('noreferrer')
  })

  it('wants its secret again when the address moves to another origin', async () => {
    const wire = await connectionWire({ hints: [aHint()] })
    wire.reports = [aPassedReport()]
    const { user, onClose } = openModal({ type, integration: anMcpIntegration() })
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
    const integration = anMcpIntegration({
      config: {
        kind: 'mcp',
        protocol: 'http',
        url: 'https://api.githubcopilot.com/mcp/',
        headers: ['X-Team-Id'],
        env: [],
      },
    })
    const { user, onClose } = openModal({ type, integration })
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
      detail: asDetail(integration, { last_report: aRefusedReport() }),
    })
    openModal({ type, integration })

    await screen.findByText('GitHub answered 401: the token was refused.')
    await waitFor(() => expect(document.activeElement).toBe(secret()))
  })

  it('is disconnected without a question: its settings stay', async () => {
    const wire = await connectionWire({ hints: [aHint()] })
    const { user, onClose } = openModal({ type, integration: anMcpIntegration() })
    await screen.findByPlaceholderText('Replace …x7Qa')

    await user.click(screen.getByRole('button', { name: 'Disconnect' }))

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['disconnect'])
  })

  it('is disconnected over what was typed only after a question that says so', async () => {
    const wire = await connectionWire({ hints: [aHint()] })
    const integration = anMcpIntegration({ name: 'Acme' })
    const { user, onClose } = openModal({ type, integration })
    await screen.findByPlaceholderText('Replace …x7Qa')
    await enter(user, secret(), SECRET)

    await user.click(screen.getByRole('button', { name: 'Disconnect' }))
    await screen.findByRole('dialog', { name: 'Disconnect Acme?' })
    expect(wire.steps).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Disconnect Acme' }))

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['disconnect'])
  })

  it('that was deleted elsewhere meanwhile is not said to carry on', async () => {
    await connectionWire({ hints: [aHint()] })
    network.use(http.patch('*/rest/v1/user_integrations', () => HttpResponse.json([])))
    const { user } = openModal({ type, integration: anMcpIntegration() })
    await screen.findByPlaceholderText('Replace …x7Qa')
    await user.click(saveAndConnect())
    await screen.findAllByText(/This integration was deleted in the meantime/)
    expect(screen.queryByText(/Save again/)).toBeNull()
  })

  it('that was never finished can be discarded, after one question that names it', async () => {
    const wire = await connectionWire()
    const integration = anMcpIntegration({ name: 'Half made', status: 'configuring' })
    const { user, onClose } = openModal({ type, integration })

    await user.click(await screen.findByRole('button', { name: 'Discard' }))
    expect(wire.steps).toEqual([])
    await user.click(await screen.findByRole('button', { name: 'Discard Half made' }))

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(wire.steps).toEqual(['delete'])
  })
})

describe('closing', () => {
  it('asks once when something was typed', async () => {
    await connectionWire()
    const { user, onClose } = openModal()
    await fillIn(user)

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
    const { user, unmount } = openModal({ type: anMcpType(), integration: anMcpIntegration() })
    await screen.findByPlaceholderText('Replace …x7Qa')
    await user.click(testConnection())
    await waitFor(() => expect(stage('speak')?.getAttribute('aria-current')).toBe('step'))

    unmount()

    await waitFor(() => expect(wire.left).toBe(1))
  })

  it('does not ask when nothing was', async () => {
    await connectionWire()
    const { user, onClose } = openModal()
    await user.keyboard('{Escape}')
    expect(onClose).toHaveBeenCalledOnce()
  })
})
