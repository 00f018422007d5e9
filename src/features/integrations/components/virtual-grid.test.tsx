import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { queryKeys } from '@/lib/query-keys'
import { anMcpIntegration, anMcpType } from '../../../../tests/support/factories'
import { gridWire } from '../../../../tests/support/grid-wire'
import { renderPage } from '../../../../tests/support/render-page'
import { signInAsAda } from '../../../../tests/support/signed-in'
import { anOwnType } from '../../../../tests/support/types-wire'
import { NewIntegrationsPage } from './new-integrations-page'

const MANY = 2_000
const HEADER = 190

/** jsdom has no layout: these are the places that the two lists would have in a window of that size. */
function resizeTo(width: number, height: number) {
  vi.stubGlobal('innerWidth', width)
  vi.stubGlobal('innerHeight', height)
  vi.spyOn(HTMLUListElement.prototype, 'getBoundingClientRect').mockImplementation(function (
    this: HTMLUListElement,
  ) {
    const above = [...document.querySelectorAll('ul')]
      .slice(0, [...document.querySelectorAll('ul')].indexOf(this))
      .reduce((sum, list) => sum + Number.parseFloat(list.style.height) + 60, HEADER)
    return new DOMRect(0, above - window.scrollY, width, 0)
  })
  act(() => void window.dispatchEvent(new Event('resize')))
}

function scrollTo(y: number) {
  vi.stubGlobal('scrollY', y)
  act(() => void window.dispatchEvent(new Event('scroll')))
}

beforeEach(() => {
  signInAsAda()
  gridWire({
    types: Array.from({ length: 400 }, (_, n) => anMcpType({ id: `type-${n}`, name: `Type ${n}` })),
    integrations: Array.from({ length: MANY }, (_, n) =>
      anMcpIntegration({ name: `Server ${n}`, type_id: 'type-0' }),
    ),
  })
})
afterEach(() => vi.unstubAllGlobals())

async function openAt(width: number, height: number) {
  resizeTo(width, height)
  renderPage(<NewIntegrationsPage />, { at: '/integrations' })
  return screen.findByRole('list', { name: /^Connected/ })
}

describe('2,000 integrations and 400 types', () => {
  it.each([
    ['a phone', 360, 800],
    ['a laptop', 1_280, 800],
    ['a large screen', 2_560, 1_440],
  ])('leave at most 120 cards in the document on %s', async (_name, width, height) => {
    const list = await openAt(width, height)
    await within(list).findByText('Server 0')
    const cards = screen.getAllByRole('article').length
    expect(cards).toBeGreaterThan(5)
    expect(cards).toBeLessThanOrEqual(120)
  })

  it('are one list of their true length to a screen reader', async () => {
    const list = await openAt(1_280, 800)
    const [first, second] = await within(list).findAllByRole('listitem')
    expect(first?.getAttribute('aria-setsize')).toBe(String(MANY))
    expect(first?.getAttribute('aria-posinset')).toBe('1')
    expect(second?.getAttribute('aria-posinset')).toBe('2')
  })

  it('come as one scrolls, and go', async () => {
    const list = await openAt(1_280, 800)
    await within(list).findByText('Server 0')
    scrollTo(60_000)
    await waitFor(() => expect(within(list).queryByText('Server 0')).toBeNull())
    within(list).getByText('Server 885')
  })

  it('keep the card with the focus, wherever one scrolls', async () => {
    const list = await openAt(1_280, 800)
    const link = await within(list).findByRole('link', { name: 'Server 1' })
    act(() => link.focus())
    scrollTo(60_000)
    await within(list).findByText('Server 885')
    expect(document.activeElement).toBe(link)
  })

  it('keep the card whose menu is open, when they come in above it', async () => {
    resizeTo(1_280, 800)
    const own = anOwnType({ name: 'Of my own' })
    const before = Array.from({ length: 15 }, (_, n) =>
      anMcpType({ id: `type-${n}`, name: `A type ${n}` }),
    )
    const wire = gridWire({ types: [...before, own], integrations: [] })
    const { client } = renderPage(<NewIntegrationsPage />, { at: '/integrations' })
    const opener = { name: `More for the type ${own.name}` }
    await userEvent.click(await screen.findByRole('button', opener))
    await screen.findByRole('menu')

    wire.integrations = Array.from({ length: MANY }, (_, n) =>
      anMcpIntegration({ name: `Server ${n}` }),
    )
    await act(() => client.invalidateQueries({ queryKey: queryKeys.integrations }))
    await screen.findByRole('list', { name: /^Connected/ })
    scrollTo(0)
    expect(screen.queryByRole('menu')).not.toBeNull()
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', opener)))
  })

  it('are found by typing', async () => {
    const list = await openAt(1_280, 800)
    await within(list).findByText('Server 0')
    await userEvent.type(screen.getByRole('searchbox'), 'server 1234')
    await within(list).findByText('Server 1234')
    expect(within(list).getAllByRole('article')).toHaveLength(1)
  })
})
