import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aVendorIntegration, aVendorType } from '../../../tests/support/factories'
import { renderPage } from '../../../tests/support/render-page'
import { signInAsAda } from '../../../tests/support/signed-in'
import { anOwnType, typesWire } from '../../../tests/support/types-wire'
import TypeRoute from './type-route'

// Whole stories, on machines that do other things too.
vi.setConfig({ testTimeout: 20_000 })

beforeEach(signInAsAda)

const open = (id: string, client?: Parameters<typeof renderPage>[1]['client']) => {
  const user = userEvent.setup()
  return {
    user,
    ...renderPage(<TypeRoute />, {
      at: `/types/${id}`,
      path: '/types/:id',
      ...(client ? { client } : {}),
    }),
  }
}
const editor = () => within(document.querySelector('form') ?? document.body)
const preview = () => within(screen.getByRole('region', { name: 'Preview' }))
const field = (label: string) => editor().getByLabelText<HTMLInputElement>(label)
const saveNew = () => editor().getByRole('button', { name: 'Save and connect' })

async function enter(user: ReturnType<typeof userEvent.setup>, label: string, text: string) {
  await user.clear(field(label))
  await user.click(field(label))
  await user.paste(text)
}

async function fillIn(user: ReturnType<typeof userEvent.setup>) {
  await screen.findByRole('heading', { name: 'New type' })
  await waitFor(() => field('Name'))
  await enter(user, 'Name', 'Acme Billing')
  await enter(user, 'Description', 'Invoices and customers of Acme.')
  await enter(user, 'API URL', 'https://api.acme.dev')
  await enter(user, 'Name of the key', 'Billing key')
  await enter(user, 'Path', '/me')
}

describe('a new type', () => {
  it('shows the form that it makes as it is typed, stores it, and leads to that form', async () => {
    const wire = typesWire()
    const { user, address } = open('new')
    await fillIn(user)
    await preview().findByText('Connect Acme Billing')
    await preview().findByText('Billing key')
    expect(preview().getByText(/Sealed in this browser for/).textContent).toContain('api.acme.dev')

    await user.click(saveNew())
    await screen.findByText('Acme Billing is saved')
    expect(wire.stored).toMatchObject([
      {
        id: expect.stringMatching(/^own-[0-9a-f-]{36}$/),
        name: 'Acme Billing',
        type: 'custom',
        category: 'Custom',
        auth_methods: ['api_key'],
        defaults: {
          kind: 'rest',
          api_url: 'https://api.acme.dev',
          verification: { method: 'GET', path: '/me', expected_status: 200 },
        },
      },
    ])
    expect(wire.stored[0]).not.toHaveProperty('owner_id')
    expect(address()).toBe(`/integrations?connect=${wire.stored[0]?.id}`)
  })

  it('is stored once, however often one clicks, and after an answer that was lost', async () => {
    const wire = typesWire()
    const { user } = open('new')
    await fillIn(user)
    let letGo = () => {}
    wire.gate = new Promise((resolve) => {
      letGo = resolve
    })
    wire.grid.isDown = true
    await user.dblClick(saveNew())
    letGo()
    await screen.findByRole('alert')
    wire.grid.isDown = false
    await user.click(saveNew())
    await screen.findByText('Acme Billing is saved')
    expect(new Set(wire.stored.map(({ id }) => id)).size).toBe(1)
    expect(wire.stored).toHaveLength(2)
  })

  it('says at the field what is wrong, and goes to the first', async () => {
    const wire = typesWire()
    const { user } = open('new')
    await waitFor(() => field('Name'))
    await user.click(saveNew())
    await waitFor(() => expect(document.activeElement).toBe(field('Name')))
    editor().getByText('At least 10 characters')
    editor().getByText(/Enter a full address/)
    expect(wire.stored).toEqual([])
  })

  it('calls nothing wrong that was only just added', async () => {
    typesWire()
    const { user } = open('new')
    await user.click(await screen.findByText('MCP server by command'))
    await enter(user, 'Command', 'npx')
    await user.click(editor().getByRole('button', { name: 'Add variable' }))
    await waitFor(() => expect(document.activeElement).toBe(field('Variable 1')))
    expect(document.querySelectorAll('[aria-invalid]')).toHaveLength(0)
  })

  it('keeps what was typed when the database refuses it, and says why', async () => {
    const wire = typesWire()
    wire.refusal = {
      status: 400,
      code: '23514',
      message: 'A person has at most 100 types of their own.',
    }
    const { user } = open('new')
    await fillIn(user)
    await user.click(saveNew())
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('You have 100 types of your own.')
    expect(field('Name').value).toBe('Acme Billing')
  })

  it('that is left by a link is there again, until it is thrown away', async () => {
    typesWire()
    const first = open('new')
    await fillIn(first.user)
    first.unmount()

    const again = open('new', first.client)
    await screen.findByText(/What you typed before is still here/)
    expect(field('Name').value).toBe('Acme Billing')
    await again.user.click(screen.getByRole('button', { name: 'Start over' }))
    expect(field('Name').value).toBe('')
  })

  it('is left over what was typed only after a question', async () => {
    typesWire()
    const { user, address } = open('new')
    await fillIn(user)
    await user.click(editor().getByRole('button', { name: 'Cancel' }))
    await screen.findByRole('dialog', { name: 'Discard what you typed?' })
    expect(address()).toBe('/types/new')
    await user.click(screen.getByRole('button', { name: 'Discard' }))
    expect(address()).toBe('/integrations')
  })

  it('is left without one when nothing was', async () => {
    typesWire()
    const { user, address } = open('new')
    await waitFor(() => field('Name'))
    await user.click(editor().getByRole('button', { name: 'Cancel' }))
    expect(address()).toBe('/integrations')
  })
})

describe('a stored type', () => {
  const type = anOwnType()

  it('is changed in its form, which says who uses it, and stays what it is', async () => {
    const wire = typesWire({
      types: [type],
      integrations: [aVendorIntegration({ type_id: type.id, name: 'Live' })],
    })
    const { user, address } = open(type.id)
    await screen.findByText('Live uses this type.')
    expect(screen.queryByRole('radio', { name: /GraphQL/ })).toBeNull()
    expect(field('Header name').value).toBe('X-Api-Key')
    await enter(user, 'Name', 'Acme Invoices')
    await user.click(editor().getByRole('button', { name: 'Save' }))
    await screen.findByText('Acme Invoices is saved')
    expect(wire.stored).toMatchObject([{ name: 'Acme Invoices', defaults: type.defaults }])
    expect(wire.stored[0]).not.toHaveProperty('id')
    expect(address()).toBe('/integrations')
  })

  it('that was deleted elsewhere is not made again', async () => {
    const wire = typesWire({ types: [type] })
    const { user } = open(type.id)
    await waitFor(() => field('Name'))
    await enter(user, 'Name', 'Acme Invoices')
    wire.grid.types = []
    await user.click(editor().getByRole('button', { name: 'Save' }))
    expect((await screen.findByRole('alert')).textContent).toContain('deleted in the meantime')
    expect(wire.grid.types).toEqual([])
  })

  it.each([
    ['of the catalogue', aVendorType()],
    ['that is gone', type],
  ])('%s is none to edit', async (_what, other) => {
    typesWire({ types: other === type ? [] : [other] })
    open(other.id)
    await screen.findByRole('heading', { name: 'This type is not here' })
  })

  it('written past the forms says so, instead of showing something else', async () => {
    typesWire({ types: [anOwnType({ defaults: JSON.parse('{"kind":"rest"}') })] })
    open(type.id)
    await screen.findByRole('heading', { name: 'This type cannot be edited here' })
  })
})

it('says why the types could not be loaded, and tries again', async () => {
  const wire = typesWire()
  wire.grid.failing = 403
  const { user } = open('new')
  await screen.findByRole('alert')
  wire.grid.failing = null
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => field('Name'))
})
