import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { delay, HttpResponse, http } from 'msw'
import { MemoryRouter } from 'react-router-dom'
import { describe, expect, it } from 'vitest'
import { network } from '../../../../tests/support/network'
import SignInPage from './sign-in-page'

const TOKEN_URL = 'https://project.test/auth/v1/token'

function open(path = '/sign-in') {
  render(
    <MemoryRouter initialEntries={[path]}>
      <SignInPage />
    </MemoryRouter>,
  )
  const user = userEvent.setup()
  return {
    user,
    email: screen.getByLabelText<HTMLInputElement>('E-mail'),
    password: screen.getByLabelText<HTMLInputElement>('Password'),
    button: screen.getByRole('button', { name: 'Sign in' }),
  }
}

describe('signing in', () => {
  it('with a wrong password says so, and keeps what was typed', async () => {
    network.use(
      http.post(TOKEN_URL, () =>
        HttpResponse.json({ error_code: 'invalid_credentials', msg: 'x' }, { status: 400 }),
      ),
    )
    const { user, email, password, button } = open()
    await user.type(email, 'ada@acme.dev')
    await user.type(password, 'not this one')
    await user.click(button)
    expect((await screen.findByRole('alert')).textContent).toMatch(/do not match/)
    expect(email.value).toBe('ada@acme.dev')
    expect(password.value).toBe('not this one')
  })

  it('is sent once, however often the button is pressed', async () => {
    let requests = 0
    network.use(
      http.post(TOKEN_URL, async () => {
        requests += 1
        await delay(50)
        return HttpResponse.json({ error_code: 'invalid_credentials', msg: 'x' }, { status: 400 })
      }),
    )
    const { user, email, password, button } = open()
    await user.type(email, 'ada@acme.dev')
    await user.type(password, 'secret words')
    await user.dblClick(button)
    await user.keyboard('{Enter}')
    await screen.findByRole('alert')
    expect(requests).toBe(1)
  })

  it('asks for what is missing before anything is sent, and leads to it', async () => {
    const { user, email, button } = open()
    await user.type(email, 'ada')
    await user.click(button)
    expect(email.getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(email)
    expect(screen.getByText('Enter your password.')).toBeTruthy()
  })

  it('does not complain about a field that was only passed through', async () => {
    const { user, email } = open()
    await user.click(email)
    await user.tab()
    expect(email.hasAttribute('aria-invalid')).toBe(false)
  })

  it('shows and hides the password', async () => {
    const { user, password } = open()
    await user.click(screen.getByRole('button', { name: 'Show what is typed' }))
    expect(password.type).toBe('text')
    await user.click(screen.getByRole('button', { name: 'Hide what is typed' }))
    expect(password.type).toBe('password')
  })

  it('keeps where one was going when one has no account yet', () => {
    open('/sign-in?next=%2Fintegrations%3Ftype%3Dmcp')
    expect(screen.getByRole('link', { name: 'Create an account' }).getAttribute('href')).toBe(
      '/sign-up?next=%2Fintegrations%3Ftype%3Dmcp',
    )
  })

  it('takes no session from a link, only the news that the e-mail is confirmed', async () => {
    open('/sign-in#access_token=crafted&refresh_token=crafted&type=signup')
    expect(screen.getByText(/e-mail is confirmed/)).toBeTruthy()
    expect(localStorage.length).toBe(0)
  })
})
