import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  enter,
  fillIn,
  openModal,
  saveAndConnect,
  secret,
} from '../../../../tests/support/connection-form'
import { connectionWire } from '../../../../tests/support/connection-wire'
import { aPassedReport, aRefusedReport } from '../../../../tests/support/factories'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { brokenTestFunction } from '../../../../tests/support/test-function'

// Whole stories, on machines that do other things too.
vi.setConfig({ testTimeout: 20_000 })

beforeEach(signInAsAda)

describe('a new connection', () => {
  it('keeps what is typed while it is saved and its test fails, and knows that it is not saved', async () => {
    const wire = await connectionWire()
    wire.reports = [aRefusedReport()]
    const letGo = wire.hold('test')
    const { user, onClose } = openModal()
    await fillIn(user)
    await user.click(saveAndConnect())
    await enter(user, screen.getByLabelText('Name'), 'Typed meanwhile')
    letGo()

    await screen.findByText('GitHub answered 401: the token was refused.')
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'Typed meanwhile')
    await user.keyboard('{Escape}')
    await screen.findByRole('dialog', { name: 'Discard what you typed?' })
    expect(onClose).not.toHaveBeenCalled()
  })

  it('names the request that we failed at', async () => {
    await connectionWire()
    brokenTestFunction({ code: 'internal', message: 'Patchbay failed here, not your integration.' })
    const { user } = openModal()
    await fillIn(user)
    await user.click(saveAndConnect())
    await screen.findByText('Request id r-1')
  })

  it('is closed without a question when all of it is stored', async () => {
    const wire = await connectionWire()
    wire.broken.add('test')
    const { user, onClose } = openModal()
    await fillIn(user)
    await user.click(saveAndConnect())
    await screen.findAllByText(/^Everything is stored/)
    await user.keyboard('{Escape}')
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('knows what it has stored when its test does not end: a removed header’s secret goes, the key is kept', async () => {
    const wire = await connectionWire()
    wire.reports = [aPassedReport()]
    wire.broken.add('test')
    const { user, onClose } = openModal()
    await fillIn(user)
    await user.click(screen.getByText('Headers and variables'))
    await user.click(screen.getByRole('button', { name: 'Add header' }))
    await enter(user, screen.getByLabelText('Name of header 1'), 'X-Team-Id')
    await enter(user, screen.getByLabelText('Value of header 1'), 'team-secret')
    await user.click(saveAndConnect())
    await screen.findAllByText(/^Everything is stored/)

    await user.clear(secret())
    await screen.findByPlaceholderText('Replace …ret2')
    await user.click(screen.getByRole('button', { name: 'Remove header 1' }))
    await user.click(saveAndConnect())

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect([...wire.sealed.keys()]).toEqual(['auth'])
    expect(wire.steps.slice(-4)).toEqual(['update', 'remove-secrets', 'test', 'log'])
  })

  it('has nothing to discard when not even its secrets could be sealed', async () => {
    const wire = await connectionWire()
    wire.broken.add('sealing-keys')
    const { user } = openModal()
    await fillIn(user)
    await user.click(saveAndConnect())
    await screen.findAllByText(/^The secrets could not be sealed/)
    expect(screen.queryByRole('button', { name: 'Discard' })).toBeNull()
  })

  it('that is left while it is saved says what stays, and stores nothing more', async () => {
    const wire = await connectionWire()
    const letGo = wire.hold('create')
    const { user, onClose, unmount } = openModal()
    await fillIn(user)
    await user.click(saveAndConnect())
    await waitFor(() => expect(wire.steps).toContain('create'))
    await user.keyboard('{Escape}')

    const question = await screen.findByRole('dialog', { name: 'Stop saving?' })
    expect(question.textContent).toContain('What is stored by now stays, as “Not set up”.')
    await user.click(screen.getByRole('button', { name: 'Stop and close' }))
    expect(onClose).toHaveBeenCalledOnce()
    unmount()
    letGo()
    await waitFor(() => expect(wire.steps).toEqual(['sealing-keys', 'create', 'log']))
  })

  it('is not asked about any more once its save has ended', async () => {
    const wire = await connectionWire()
    wire.reports = [aRefusedReport()]
    const letGo = wire.hold('test')
    const { user } = openModal()
    await fillIn(user)
    await user.click(saveAndConnect())
    await user.keyboard('{Escape}')
    await screen.findByRole('dialog', { name: 'Stop saving?' })
    letGo()
    await screen.findByText('GitHub answered 401: the token was refused.')
    expect(screen.queryByRole('dialog', { name: 'Stop saving?' })).toBeNull()
  })
})
