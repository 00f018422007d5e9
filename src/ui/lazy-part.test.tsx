import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { lazyPart } from './lazy-part'

const Help = ({ about }: { about: string }) => <p>Help about {about}</p>

it('shows its fallback until its script has come', async () => {
  const Part = lazyPart(async () => ({ default: Help }))
  render(<Part about="names" fallback={<p>Help is coming</p>} />)
  screen.getByText('Help is coming')
  await screen.findByText('Help about names')
  expect(screen.queryByText('Help is coming')).toBeNull()
})

it('leaves the page, and what was typed there, when its script does not come; then asks again', async () => {
  const load = vi.fn(async () => ({ default: Help }))
  load.mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'))
  const onFailed = vi.fn()
  const Part = lazyPart(load)
  const page = (about: string) => (
    <>
      <input />
      <Part about={about} onFailed={onFailed} />
    </>
  )
  const { rerender } = render(page('names'))
  await userEvent.type(screen.getByRole('textbox'), 'half a sentence')
  expect(onFailed).toHaveBeenCalledOnce()
  expect(screen.queryByText(/Help about/)).toBeNull()

  rerender(page('secrets'))
  await screen.findByText('Help about secrets')
  expect(screen.getByRole('textbox')).toHaveProperty('value', 'half a sentence')
})

it('keeps to itself what goes wrong in it', async () => {
  const complained = vi.spyOn(console, 'error').mockImplementation(() => {})
  const Part = lazyPart<object>(async () => ({
    default: () => {
      throw new Error('A mistake of ours.')
    },
  }))
  render(
    <>
      <p>The page</p>
      <Part />
    </>,
  )
  await vi.waitFor(() => expect(complained).toHaveBeenCalled())
  screen.getByText('The page')
})
