import type { Page } from '@playwright/test'
import { form, grid, nameField } from './support/screen.ts'
import { expireSession } from './support/session.ts'
import { card, expect, openForm, signIn, story, testDraft } from './support/story.ts'

const MENU = { name: 'More for GitHub' }

async function choose(page: Page, item: string) {
  await card(page, 'GitHub').getByRole('button', MENU).click()
  await page.getByRole('menuitem', { name: item }).click()
}

story('what a click needs is there before the click, and offline too', async ({ open }) => {
  const page = await open('ada')
  const parts = ['command-palette', 'toaster', 'menu-list', 'filter-panel', 'connection-modal']
  const preloaded = Promise.all(
    [
      ...parts,
      'integration-route',
      'detail-tabs',
      'history',
      'delete-dialog',
      'session-dialog',
    ].map((part) =>
      page.waitForResponse((response) => response.url().includes(`/assets/${part}-`)),
    ),
  )
  await page.goto('/integrations')
  await preloaded
  await page.waitForLoadState('networkidle')
  await page.context().setOffline(true)

  await choose(page, 'Disconnect')
  await expect(page.getByText('GitHub is still connected', { exact: true })).toBeVisible()
  await choose(page, 'Delete')
  await page.getByRole('button', { name: 'Delete GitHub' }).click()
  await expect(form(page).getByRole('alert')).toContainText('You are offline')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: /^Status/ }).click()
  await expect(page.getByRole('checkbox').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Status/ })).toBeFocused()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('connect any mcp')
  await page.keyboard.press('Enter')
  await expect(nameField(page)).toBeFocused()
  await form(page).getByRole('button', { name: 'Close' }).click()

  await page.context().setOffline(false)
  await expect(page.getByText('What you see may be old')).toBeHidden()
  await expect(card(page, 'GitHub')).toContainText('Connected')
})

story('keys typed while the palette is on its way are its own', async ({ open }) => {
  const page = await open('ada')
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/assets/command-palette-*', async (route) => {
    await gate
    await route.continue()
  })
  await page.goto('/integrations')
  await grid(page)
  const search = page.getByRole('searchbox')
  await search.focus()
  await page.keyboard.press('Control+k')
  const typing = page.keyboard.type('go to settings', { delay: 40 })
  setTimeout(letGo, 200)
  await typing
  await expect(page.getByRole('combobox')).toHaveValue('go to settings')
  await page.keyboard.press('Escape')
  await expect(search).toBeFocused()
  await expect(search).toHaveValue('')
})

story('a part that cannot be loaded leaves the page, and what was typed', async ({ open }) => {
  const page = await open('ada')
  await page.route('**/assets/{toaster,command-palette}-*', (route) => route.abort())
  await page.route('**/rest/v1/user_integrations*', (route) => route.abort())
  await page.goto('/integrations')
  await page.getByRole('searchbox').fill('github')
  await choose(page, 'Disconnect')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('x')
  await expect(page.getByRole('button', MENU)).toBeFocused()
  await expect(page.getByRole('searchbox')).toHaveValue('github')
  await expect(card(page, 'GitHub')).toBeVisible()

  await page.unroute('**/assets/{toaster,command-palette}-*')
  await choose(page, 'Disconnect')
  // What the first one said is said too.
  await expect(page.getByText('GitHub is still connected', { exact: true })).toHaveCount(2)
})

story(
  'where the question for the password does not come, another tab answers it',
  async ({ ada, account, context }) => {
    await ada.route('**/assets/session-dialog-*', (route) => route.abort())
    // It may have come already, before anybody asked.
    await ada.reload()
    const dialog = await openForm(ada, 'Playground open API')
    await expireSession(ada)
    await testDraft(dialog)
    await expect(ada.getByText('Your session has ended', { exact: true })).toBeVisible()
    const second = await context.newPage()
    await second.goto('/sign-in')
    await signIn(second, account)
    await expect(dialog.getByRole('status').first()).toContainText('The test passed')
  },
)
