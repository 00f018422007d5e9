import { expireSession, ownId, sessionOf, signedUp } from './support/session.ts'
import { expect, openForm, signIn, stack, story, testDraft } from './support/story.ts'

story(
  'a stranger is asked to sign in, and lands where they were going',
  async ({ page, account }) => {
    await signedUp(stack(), account)
    await page.goto('/integrations?q=stripe&type=mcp')
    await expect(page).toHaveURL(/\/sign-in\?next=/)
    await signIn(page, account)
    await expect(page).toHaveURL(/\/integrations\?q=stripe&type=mcp/)
  },
)

story('a link cannot send a person who signs in to another site', async ({ page, account }) => {
  await signedUp(stack(), account)
  await page.goto(`/sign-in?next=${encodeURIComponent('/\\evil.example')}`)
  await signIn(page, account)
  await expect(page.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible()
  expect(new URL(page.url()).origin).toBe(stack().url)
})

story('a wrong password is told, and what was typed stays', async ({ page }) => {
  await page.goto('/sign-in')
  await signIn(page, { email: 'nobody@example.com', password: 'not this one' })
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue('nobody@example.com')
})

story('an expired session asks again, and nothing typed is lost', async ({ ada, account }) => {
  const dialog = await openForm(ada, 'Playground REST API')
  await dialog.getByLabel('Name', { exact: true }).fill('Typed before')
  await dialog.getByLabel('API key', { exact: true }).fill('typed-before-it-ended')
  await expireSession(ada)
  await dialog.getByRole('button', { name: 'Save and connect' }).click()
  const again = ada.getByRole('dialog', { name: 'Sign in again' })
  await again.getByLabel('Password', { exact: true }).fill(account.password)
  await again.getByRole('button', { name: 'Go on' }).click()
  await expect(again).toBeHidden()
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Typed before')
  await expect(dialog.getByLabel('API key', { exact: true })).toHaveValue('typed-before-it-ended')
  await expect(dialog.getByRole('status').first()).toContainText('failed at authenticate')
})

story(
  'a forgotten password: the mail’s link sets a new one, and ends every session',
  async ({ ada, account, open }) => {
    const elsewhere = await open('guest')
    await elsewhere.goto('/sign-in')
    await elsewhere.getByRole('link', { name: 'Forgot the password?' }).click()
    await expect(elsewhere.getByRole('heading', { name: 'Reset the password' })).toBeVisible()
    await elsewhere.getByLabel('E-mail').fill(account.email)
    await elsewhere.getByRole('button', { name: 'Send the link' }).click()
    const opened = elsewhere.context().waitForEvent('page')
    await elsewhere.getByRole('link', { name: 'local mailbox' }).click()
    const mailbox = await opened
    await mailbox.getByRole('article').filter({ hasText: account.email }).getByRole('link').click()

    await expect(mailbox.getByText(account.email)).toBeVisible()
    expect(new URL(mailbox.url()).hash).toBe('')
    expect(await sessionOf(mailbox)).toBeNull()
    const password = 'some other words'
    await mailbox.getByLabel('New password', { exact: true }).fill(password)
    await mailbox.getByRole('button', { name: 'Set password' }).click()
    await expect(mailbox.getByText('Password changed').first()).toBeVisible()
    await signIn(mailbox, account)
    await expect(mailbox.getByRole('alert')).toContainText('do not match')
    await signIn(mailbox, { ...account, password })
    await expect(mailbox.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible()

    // Her other browser finds out with the first thing that it asks for.
    const dialog = await openForm(ada, 'Playground open API')
    await testDraft(dialog)
    const again = ada.getByRole('dialog', { name: 'Sign in again' })
    await again.getByLabel('Password', { exact: true }).fill(password)
    await again.getByRole('button', { name: 'Go on' }).click()
    await expect(dialog.getByRole('status').first()).toContainText('The test passed')
  },
)

story('a crafted link signs nobody in, and opens no form without its token', async ({ ada }) => {
  const mine = await ownId(ada)
  const stranger = await signedUp(stack())
  const { access_token, refresh_token } = JSON.parse(
    stranger.origins[0]?.localStorage[0]?.value ?? '{}',
  )
  const link = new URLSearchParams({ type: 'recovery', access_token, refresh_token })
  await ada.goto(`/reset-password#${link}`)
  await expect(ada.getByRole('button', { name: 'Set password' })).toBeVisible()
  expect(await ownId(ada)).toBe(mine)

  for (const [token, asks] of [
    ['access_token=x', '?'],
    ['access_token=x&refresh_token=x', '#'],
  ]) {
    await ada.goto('/settings')
    await ada.goto(`/reset-password${asks}type=recovery&${token}`)
    await expect(ada.getByText('This link no longer works')).toBeVisible()
  }
  expect(await ownId(ada)).toBe(mine)
})

story(
  'signing out in one tab signs out the other, before the server has answered',
  async ({ ada, context }) => {
    const second = await context.newPage()
    await second.goto('/integrations')
    await expect(second.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible()
    const token = (await sessionOf(ada))?.access_token ?? ''
    let release = () => {}
    const answered = new Promise<void>((resolve) => {
      release = resolve
    })
    await context.route('**/auth/v1/logout*', async (route) => {
      await answered
      await route.continue()
    })

    await ada
      .getByRole('button', { name: /account|@example\.com/i })
      .first()
      .click()
    await ada.getByRole('menuitem', { name: 'Sign out' }).click()
    for (const page of [ada, second]) {
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
      await page.goto('/integrations')
      await expect(page).toHaveURL(/\/sign-in/)
    }

    expect(await isAccepted(token)).toBe(true)
    release()
    await expect.poll(() => isAccepted(token)).toBe(false)
  },
)

story('an auth server that is down at the start signs nobody out', async ({ ada }) => {
  // Before the session ends: the page that is there might renew it first.
  await ada.route('**/auth/v1/token*', (route) => route.fulfill({ status: 503 }))
  await ada.evaluate(() => {
    const stored = JSON.parse(localStorage.getItem('patchbay-session') ?? '{}')
    localStorage.setItem('patchbay-session', JSON.stringify({ ...stored, expires_at: 1 }))
  })
  await ada.clock.install()
  await ada.reload()
  // As long as auth-js tries, and then the page; each answer needs a moment to come.
  const waitFor = (text: string) =>
    expect(async () => {
      await ada.clock.runFor(5_000)
      await expect(ada.getByText(text).first()).toBeVisible({ timeout: 200 })
    }).toPass({ timeout: 40_000, intervals: [100] })
  await waitFor('could not be loaded')
  await expect(ada).toHaveURL(/\/integrations/)

  await ada.unroute('**/auth/v1/token*')
  await waitFor('Nothing is connected yet')
})

story(
  'where the browser keeps nothing, one signs in and out all the same',
  async ({ page, account }) => {
    await signedUp(stack(), account)
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('Storage is blocked.', 'SecurityError')
        },
      })
    })
    await page.goto('/sign-in')
    await signIn(page, account)
    await expect(page.getByText('Nothing is connected yet')).toBeVisible()
    await page.getByRole('button', { name: account.email }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  },
)

/** Whether the server still takes the session of an access token for open. */
async function isAccepted(token: string): Promise<boolean> {
  const { url, publishableKey } = stack()
  const answer = await fetch(`${url}/auth/v1/user`, {
    headers: { apikey: publishableKey, authorization: `Bearer ${token}` },
  })
  return answer.ok
}
