import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { anMcpType, aVendorIntegration } from '../../../../tests/support/factories'
import { gridWire } from '../../../../tests/support/grid-wire'
import { renderPage } from '../../../../tests/support/render-page'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { anOwnType, typesWire } from '../../../../tests/support/types-wire'
import { NewIntegrationsPage } from './new-integrations-page'

const open = (search = '') =>
  renderPage(<NewIntegrationsPage />, { at: `/integrations${search}`, path: '/integrations/:id?' })

async function cardsOf(section: string) {
  const list = await screen.findByRole('list', { name: new RegExp(`^${section}`) })
  return within(list)
    .getAllByRole('heading', { level: 3 })
    .map((heading) => heading.textContent)
}

const custom = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Custom' })

beforeEach(signInAsAda)

describe('types of one’s own', () => {
  const own = anOwnType()
  const menu = () => screen.findByRole('button', { name: 'More for the type Acme Billing' })

  it('begin in the menu of what the catalogue does not know, and are not in it', async () => {
    const any = anMcpType({ id: 'any-mcp-server', name: 'Any MCP server', category: 'Custom' })
    gridWire({ types: [own, any] })
    const { address } = open()
    await cardsOf('Available')
    await userEvent.click(custom())
    const items = await screen.findAllByRole('menuitem')
    expect(items.map(({ textContent }) => textContent)).toEqual(['Any MCP server', 'New type…'])
    await userEvent.click(screen.getByRole('menuitem', { name: 'New type…' }))
    expect(address()).toBe('/types/new')
  })

  it('are found by the filter Custom, which else leads to the first', async () => {
    const wire = gridWire({ types: [own, anMcpType()] })
    const { unmount } = open('?type=custom')
    expect(await cardsOf('Available')).toEqual(['Acme Billing'])
    unmount()
    wire.types = [anMcpType()]
    open('?type=custom')
    await screen.findByText(/have anything for type Custom/)
    expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'New type' }).pathname).toBe(
      '/types/new',
    )
  })

  it('are connected and edited from their cards, which the catalogue’s are not', async () => {
    gridWire({ types: [own, anMcpType()] })
    const { address } = open()
    await cardsOf('Available')
    expect(screen.getAllByRole('button', { name: /^More for the type/ })).toHaveLength(1)
    await userEvent.click(await menu())
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Edit type' }))
    expect(address()).toBe(`/types/${own.id}`)
  })

  it('are deleted after one question', async () => {
    const wire = typesWire({ types: [own, anMcpType()] })
    open()
    await userEvent.click(await menu())
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete type' }))
    await screen.findByRole('dialog', { name: 'Delete the type Acme Billing?' })
    expect(wire.grid.types).toHaveLength(2)
    await userEvent.click(screen.getByRole('button', { name: 'Delete Acme Billing' }))
    await screen.findByText('The type Acme Billing is deleted')
    expect(await cardsOf('Available')).toEqual(['GitHub MCP'])
    expect(wire.grid.types).toHaveLength(1)
  })

  it('are not deleted while they are used: it says by which', async () => {
    const live = aVendorIntegration({ type_id: own.id, name: 'Live' })
    const spare = aVendorIntegration({ type_id: own.id, name: 'Spare' })
    typesWire({ types: [own], integrations: [live, spare] })
    const { address } = open('?q=acme')
    await userEvent.click(await menu())
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete type' }))
    const dialog = await screen.findByRole('dialog', { name: 'The type Acme Billing is in use' })
    expect(dialog.textContent).toContain('2 integrations use it.')
    expect(within(dialog).queryByRole('button', { name: /^Delete/ })).toBeNull()
    await userEvent.click(within(dialog).getByRole('link', { name: 'Spare' }))
    expect(address()).toBe(`/integrations/${spare.id}?q=acme`)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('that somebody’s other tab uses meanwhile stay, and are said to', async () => {
    const wire = typesWire({ types: [own] })
    open()
    await userEvent.click(await menu())
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete type' }))
    await screen.findByRole('dialog', { name: 'Delete the type Acme Billing?' })
    wire.grid.integrations = [aVendorIntegration({ type_id: own.id, name: 'Live' })]
    wire.refusal = {
      status: 409,
      code: '23503',
      message: 'violates foreign key constraint "user_integrations_type_id_fkey"',
    }
    await userEvent.click(screen.getByRole('button', { name: 'Delete Acme Billing' }))
    const dialog = await screen.findByRole('dialog', { name: 'The type Acme Billing is in use' })
    within(dialog).getByText('Live')
  })
})
