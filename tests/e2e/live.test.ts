import type { Page } from '@playwright/test'
import { card, expect, openForm, save, story } from './support/story.ts'

story('a second tab follows what the first one does', async ({ ada, context }) => {
  const second = await context.newPage()
  await second.clock.install()
  await openEmptyGrid(second)
  const dialog = await openForm(ada, 'Playground open API')
  await dialog.getByLabel('Name', { exact: true }).fill('Seen from afar')
  await save(dialog)
  await expect(dialog).toBeHidden()
  await second.clock.runFor(31_000)
  await expect(card(second, 'Seen from afar')).toContainText('Connected')
})

story('a tab out of sight asks for nothing, and catches up when it is seen', async ({ ada }) => {
  await ada.clock.install()
  await openEmptyGrid(ada)
  let requests = 0
  ada.on('request', (request) => {
    if (request.url().includes('/rest/v1/')) requests += 1
  })
  await ada.clock.runFor(61_000)
  await expect.poll(() => requests, 'it polls while it is seen').toBeGreaterThan(0)

  await hideTab(ada, true)
  await ada.waitForLoadState('networkidle')
  requests = 0
  await ada.clock.runFor(10 * 60_000)
  await ada.waitForTimeout(500)
  expect(requests).toBe(0)

  await hideTab(ada, false)
  await expect.poll(() => requests).toBeGreaterThan(0)
})

async function openEmptyGrid(page: Page): Promise<void> {
  await page.goto('/integrations')
  await expect(page.getByRole('heading', { name: /Available/ })).toBeVisible()
}

/** Has the page think that its tab is, or is no longer, out of sight. */
export function hideTab(page: Page, isHidden: boolean): Promise<void> {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (hidden ? 'hidden' : 'visible'),
    })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, isHidden)
}
