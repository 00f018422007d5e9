import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter, useLocation } from 'react-router-dom'
import { beforeEach, expect, it } from 'vitest'
import { PaletteOutlet } from './palette-outlet'
import { closePalette } from './palette-store'

beforeEach(closePalette)

function Address() {
  return <p>At {useLocation().pathname}</p>
}

function open() {
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
  const { page, user } = open()
  await user.keyboard('{Control>}k{/Control}set{Tab}{Enter}t')

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
  const { user } = open()
  await user.keyboard('{Control>}k{/Control}go to settings{Enter}')
  await screen.findByText('At /settings')
  expect(screen.queryByRole('combobox')).toBeNull()
})

it('is called off by Esc before it is there', async () => {
  const { page, user } = open()
  await user.keyboard('{Control>}k{/Control}set{Escape}')
  expect(document.activeElement).toBe(page)
  await user.keyboard('on the page')
  expect(page.value).toBe('on the page')
  expect(screen.queryByRole('combobox')).toBeNull()
})
