import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter, useLocation } from 'react-router-dom'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'

let arrive: () => void

// Each time as in a new page: the palette's script has not come, and comes when it is told to.
beforeEach(() => {
  vi.resetModules()
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve
  })
  vi.doMock('./command-palette', async (importOriginal) => {
    await arrival
    return await importOriginal()
  })
})
afterAll(() => {
  vi.doUnmock('./command-palette')
  vi.resetModules()
})

function Address() {
  return <p>At {useLocation().pathname}</p>
}

async function open() {
  const { PaletteOutlet } = await import('./palette-outlet')
  render(
    <MemoryRouter>
      <input aria-label="On the page" />
      <PaletteOutlet />
      <Address />
    </MemoryRouter>,
  )
  const page = screen.getByLabelText<HTMLInputElement>('On the page')
  page.focus()
  return { page, user: userEvent.setup() }
}

it('has the keys that follow ⌘K from the first on, and gives the focus back', async () => {
  const { page, user } = await open()
  await user.keyboard('{Control>}k{/Control}set{Tab}{Enter}t')
  expect(screen.queryByRole('combobox')).toBeNull()
  arrive()

  const palette = await screen.findByRole<HTMLInputElement>('combobox')
  await waitFor(() => expect(document.activeElement).toBe(palette))
  await user.keyboard('ings')
  expect(palette.value).toBe('settings')
  screen.getByRole('option', { name: 'Go to Settings' })
  expect(page.value).toBe('')

  await user.keyboard('{Escape}')
  await waitFor(() => expect(document.activeElement).toBe(page))
})

it('does what was entered before it was there', async () => {
  const { user } = await open()
  await user.keyboard('{Control>}k{/Control}go to settings{Enter}')
  screen.getByText('At /')
  arrive()
  await screen.findByText('At /settings')
  expect(screen.queryByRole('combobox')).toBeNull()
})

it('is called off by Esc before it is there', async () => {
  const { page, user } = await open()
  await user.keyboard('{Control>}k{/Control}set{Escape}')
  expect(document.activeElement).toBe(page)
  await user.keyboard('on the page')
  expect(page.value).toBe('on the page')
  await act(async () => {
    arrive()
    await import('./command-palette')
  })
  expect(screen.queryByRole('combobox')).toBeNull()
})
