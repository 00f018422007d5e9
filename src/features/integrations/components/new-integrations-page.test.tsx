import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  anMcpIntegration,
  anMcpType,
  aVendorIntegration,
  aVendorType,
  NEVER_TESTED,
  refused,
} from '../../../../tests/support/factories'
import { gridWire } from '../../../../tests/support/grid-wire'
import { renderPage } from '../../../../tests/support/render-page'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { NewIntegrationsPage } from './new-integrations-page'

const open = (search = '') =>
  renderPage(<NewIntegrationsPage />, { at: `/integrations${search}`, path: '/integrations/:id?' })

/** The names of a section's cards, as a screen reader lists them. */
async function cardsOf(section: string) {
  await screen.findByRole('list', { name: new RegExp(`^${section}`) })
  return cardsNow(section)
}

function cardsNow(section: string) {
  return within(screen.getByRole('list', { name: new RegExp(`^${section}`) }))
    .getAllByRole('heading', { level: 3 })
    .map((heading) => heading.textContent)
}

const search = () => screen.getByRole<HTMLInputElement>('searchbox')
const custom = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Custom' })

beforeEach(signInAsAda)

describe('a person with integrations', () => {
  const working = anMcpIntegration({ name: 'GitHub' })
  const broken = aVendorIntegration({ name: 'Acme Stripe', ...refused() })
  const unfinished = aVendorIntegration({ name: 'Second Stripe', ...NEVER_TESTED })

  it('sees what is connected, what needs them first, and what is on offer', async () => {
    gridWire({ integrations: [working, broken, unfinished] })
    open()
    expect(await cardsOf('Connected')).toEqual(['Acme Stripe', 'Second Stripe', 'GitHub'])
    expect(await cardsOf('Available')).toEqual(['GitHub MCP', 'Stripe'])
    expect(screen.getByText('1 connected', { exact: false })).not.toBeNull()
    expect(screen.getByText('2 added')).not.toBeNull()
    expect(screen.getByPlaceholderText('Search 5 integrations')).not.toBeNull()
  })

  it('goes from the summary to those that need them', async () => {
    gridWire({ integrations: [working, broken, unfinished] })
    const { address } = open()
    await userEvent.click(await screen.findByRole('link', { name: '2 need you' }))
    expect(await cardsOf('Connected')).toEqual(['Acme Stripe', 'Second Stripe'])
    expect(address()).toBe('/integrations?status=error&status=configuring')
  })

  it('asks the data API three times, however many integrations there are', async () => {
    const many = Array.from({ length: 60 }, (_, n) => anMcpIntegration({ name: `Server ${n}` }))
    const wire = gridWire({ integrations: many })
    open()
    await cardsOf('Connected')
    expect(wire.requests.toSorted()).toEqual([
      'GET integration_types',
      'POST integration_cards',
      'POST recent_checks',
    ])
  })
})

describe('filters', () => {
  const github = anMcpIntegration({ name: 'GitHub' })
  const stripe = aVendorIntegration({ name: 'Acme Stripe' })

  it('are found in the URL', async () => {
    gridWire({ integrations: [github, stripe] })
    open('?q=github&type=mcp&category=Development&status=connected')
    expect(await cardsOf('Connected')).toEqual(['GitHub'])
    expect(search().value).toBe('github')
    expect(screen.getByRole('radio', { name: 'MCP', checked: true })).not.toBeNull()
    expect(screen.getByRole('button', { name: /^Category\s*1\s*chosen/ })).not.toBeNull()
    expect(screen.queryByRole('list', { name: /^Available/ })).toBeNull()
  })

  it('are written to the URL, and an open form stays in it', async () => {
    gridWire({ integrations: [github, stripe] })
    const { address } = open('?connect=stripe')
    await cardsOf('Connected')
    await userEvent.click(screen.getByRole('radio', { name: 'Vendor' }))
    expect(await cardsOf('Connected')).toEqual(['Acme Stripe'])
    expect(address()).toBe('/integrations?connect=stripe&type=vendor')
    await userEvent.click(screen.getByRole('radio', { name: 'All' }))
    expect(address()).toBe('/integrations?connect=stripe')
  })

  it('narrow by several categories at once', async () => {
    const types = [
      anMcpType(),
      aVendorType(),
      aVendorType({ id: 'openai', name: 'OpenAI', category: 'AI' }),
    ]
    gridWire({ types, integrations: [] })
    const { address } = open()
    await cardsOf('Available')
    await userEvent.click(screen.getByRole('button', { name: 'Category' }))
    await userEvent.click(await screen.findByRole('checkbox', { name: /^AI/ }))
    await userEvent.click(screen.getByRole('checkbox', { name: /^Payments/ }))
    await userEvent.keyboard('{Escape}')
    expect(await cardsOf('Available')).toEqual(['OpenAI', 'Stripe'])
    expect(address()).toBe('/integrations?category=AI&category=Payments')
  })

  it('filter at each letter, and follow into the URL when the typing pauses', async () => {
    gridWire({ integrations: [github, stripe] })
    const { address } = open()
    await cardsOf('Connected')
    // At one go, with no pause before it is looked at.
    fireEvent.change(search(), { target: { value: 'acme' } })
    expect(cardsNow('Connected')).toEqual(['Acme Stripe'])
    expect(address()).toBe('/integrations')
    await waitFor(() => expect(address()).toBe('/integrations?q=acme'))
    await userEvent.type(search(), '{Escape}')
    await waitFor(() => expect(search().value).toBe(''))
    await waitFor(() => expect(address()).toBe('/integrations'))
  })

  it('that match nothing are named, and cleared by one click', async () => {
    gridWire({ integrations: [github] })
    const { address } = open('?q=zzz&type=vendor&category=Payments&status=error')
    expect(
      await screen.findByText(/“zzz”, type Vendor, category Payments, status Error/),
    ).not.toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(await cardsOf('Connected')).toEqual(['GitHub'])
    expect(search().value).toBe('')
    expect(address()).toBe('/integrations')
  })
})

describe('a newcomer', () => {
  const playground = anMcpType({
    id: 'playground-mcp',
    name: 'Playground MCP server',
    category: 'Local playground',
  })

  it('is led to the local playground, where there is one', async () => {
    gridWire({ types: [anMcpType(), playground] })
    const { address } = open()
    expect(await screen.findByRole('heading', { name: 'Nothing is connected yet' })).not.toBeNull()
    await userEvent.click(
      (await screen.findAllByRole('link', { name: 'Connect Playground MCP server' }))[0] as Element,
    )
    expect(address()).toBe('/integrations?connect=playground-mcp')
  })

  it('is led to the catalogue elsewhere', async () => {
    gridWire()
    open()
    const link = await screen.findByRole<HTMLAnchorElement>('link', {
      name: 'Choose from the catalogue',
    })
    expect(link.hash).toBe('#available')
  })

  it('finds the form for what the catalogue does not know', async () => {
    const any = anMcpType({ id: 'any-mcp-server', name: 'Any MCP server', category: 'Custom' })
    gridWire({ types: [anMcpType(), any] })
    const { address } = open('?q=own')
    await waitFor(() => expect(custom().disabled).toBe(false))
    await userEvent.click(custom())
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Any MCP server' }))
    expect(address()).toBe('/integrations?q=own&connect=any-mcp-server')
  })
})

describe('what a newer Patchbay wrote', () => {
  it('hides no other integration, and leads to where it is mended', async () => {
    const github = anMcpIntegration({ name: 'GitHub' })
    const newer = anMcpIntegration({
      name: 'Over stdio',
      config: JSON.parse('{ "kind": "mcp", "protocol": "stdio", "command": "npx" }'),
    })
    const failing = aVendorIntegration({
      name: 'Acme Stripe',
      ...refused({ code: JSON.parse('"quota_spent"') }),
    })
    gridWire({ integrations: [github, newer, failing] })
    const { address } = open()
    expect(await cardsOf('Connected')).toEqual(['Acme Stripe', 'GitHub', 'Over stdio'])
    screen.getByText('Its settings cannot be read. Edit and save it.')
    await userEvent.click(screen.getByRole('link', { name: 'Edit Over stdio' }))
    expect(address()).toBe(`/integrations?configure=${newer.id}`)
  })

  it('is not on offer, where it is a type', async () => {
    const newer = anMcpType({ id: 'newer', defaults: JSON.parse('{ "kind": "grpc" }') })
    gridWire({ types: [newer, aVendorType()] })
    open()
    expect(await cardsOf('Available')).toEqual(['Stripe'])
  })
})

describe('when rows cannot be read', () => {
  it('says that it is loading, and then why it could not', async () => {
    const wire = gridWire({ integrations: [anMcpIntegration({ name: 'GitHub' })] })
    wire.failing = 403
    open()
    expect(screen.getByText('Loading your integrations…')).not.toBeNull()
    expect(await screen.findByRole('alert')).toMatchObject({
      textContent: expect.stringContaining('Your account may not do this.'),
    })
    wire.failing = null
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await cardsOf('Connected')).toEqual(['GitHub'])
  })

  it('keeps what it has, and says that it is old', async () => {
    const wire = gridWire({ integrations: [anMcpIntegration({ name: 'GitHub' })] })
    const { client } = open()
    await cardsOf('Connected')
    wire.failing = 403
    await client.refetchQueries({ queryKey: ['integrations'] })
    expect(await screen.findByText(/could not be refreshed/)).not.toBeNull()
    expect(await cardsOf('Connected')).toEqual(['GitHub'])
    wire.failing = null
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
    await waitFor(() => expect(screen.queryByText(/could not be refreshed/)).toBeNull())
  })
})
