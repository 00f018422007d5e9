import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { Suspense, use } from 'react'
import { BrowserRouter, Link, useSearchParams } from 'react-router-dom'
import { beforeEach, expect, it } from 'vitest'
import { useTypedParam } from './use-typed-param'

const address = () => window.location.search
const field = () => screen.getByRole<HTMLInputElement>('searchbox')
const enter = (value: string) => fireEvent.change(field(), { target: { value } })

/** What it found is there when it has come. */
let found: Map<string, Promise<void>>

beforeEach(() => {
  found = new Map()
})

function Search() {
  const { text, type } = useTypedParam('q')
  return <input type="search" value={text} onChange={(event) => type(event.target.value)} />
}

function Found() {
  const [params] = useSearchParams()
  const q = params.get('q') ?? ''
  const isComing = found.get(q)
  if (isComing) use(isComing)
  return <p>Found of “{q}”</p>
}

function open(search = '') {
  window.history.replaceState(null, '', `/${search}`)
  render(
    <BrowserRouter>
      <Search />
      <Suspense>
        <Found />
      </Suspense>
      <Link to="/?q=linked">A link</Link>
    </BrowserRouter>,
  )
}

it('counts at once, and follows into the URL when the person pauses', async () => {
  open('?tab=all')
  enter('acme')
  expect(field().value).toBe('acme')
  expect(address()).toBe('?tab=all')
  await screen.findByText('Found of “acme”')
  expect(address()).toBe('?tab=all&q=acme')
  enter(' ')
  await waitFor(() => expect(address()).toBe('?tab=all'))
})

it.each(['acme corp', ''])(
  'loses nothing of “%s”, entered while the page is still on its way to what was typed before',
  async (later) => {
    let arrive = () => {}
    found.set(
      'acme',
      new Promise((resolve) => {
        arrive = resolve
      }),
    )
    open()
    enter('acme')
    await waitFor(() => expect(address()).toBe('?q=acme'))
    screen.getByText('Found of “”')
    await act(async () => enter(later))
    expect(field().value).toBe(later)
    await act(async () => arrive())
    await screen.findByText(`Found of “${later}”`)
    expect(field().value).toBe(later)
    expect(new URLSearchParams(address()).get('q') ?? '').toBe(later)
  },
)

it('gives way to a link, also to one that leads to what was typed before', async () => {
  open('?q=linked')
  enter('typed')
  await screen.findByText('Found of “typed”')
  fireEvent.click(screen.getByText('A link'))
  await screen.findByText('Found of “linked”')
  expect(field().value).toBe('linked')
  enter('typed again')
  await screen.findByText('Found of “typed again”')
  expect(field().value).toBe('typed again')
})
