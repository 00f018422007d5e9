import { expect, openForm, signIn, signUp, stack, story } from './support/story.ts'

story(
  'a stranger is asked to sign in, and lands where they were going',
  async ({ page, browser }) => {
    const account = await signUp(page)
    const context = await browser.newContext({ baseURL: stack().url })
    const fresh = await context.newPage()
    await fresh.goto('/integrations?q=stripe&type=mcp')
    await expect(fresh).toHaveURL(/\/sign-in\?next=/)
    await signIn(fresh, account)
    await expect(fresh).toHaveURL(/\/integrations\?q=stripe&type=mcp/)
    await context.close()
  },
)

story('a link cannot send a person who signs in to another site', async ({ page, browser }) => {
  const account = await signUp(page)
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
  ]) {
    const context = await browser.newContext({ baseURL: stack().url })
    const fresh = await context.newPage()
    await fresh.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await signIn(fresh, account)
    await expect(fresh.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible()
    expect(new URL(fresh.url()).origin).toBe(stack().url)
    await context.close()
  }
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
  // The session is over: its token has expired, and it cannot be renewed.
  await ada.evaluate(() => {
    const stored = JSON.parse(localStorage.getItem('patchbay-session') ?? '{}')
    stored.expires_at = 1
    stored.refresh_token = 'revoked'
    localStorage.setItem('patchbay-session', JSON.stringify(stored))
  })
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
  'signing out in one tab signs out the other, before the server has answered',
  async ({ ada, context }) => {
    const second = await context.newPage()
    await second.goto('/integrations')
    await expect(second.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible()
    const { access_token: token } = await ada.evaluate(() =>
      JSON.parse(localStorage.getItem('patchbay-session') ?? '{}'),
    )
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

/** Whether the server still takes the session of an access token for open. */
async function isAccepted(token: string): Promise<boolean> {
  const { url, publishableKey } = stack()
  const answer = await fetch(`${url}/auth/v1/user`, {
    headers: { apikey: publishableKey, authorization: `Bearer ${token}` },
  })
  return answer.ok
}
