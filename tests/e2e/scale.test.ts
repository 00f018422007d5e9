import type { Page } from '@playwright/test'
import { storeIntegrations } from './support/many-integrations.ts'
import {
  hideTab,
  loadTimings,
  mostCardsWhileScrolling,
  typingTimings,
  watchLoad,
} from './support/page-timings.ts'
import { expect, stack, story } from './support/story.ts'

const INTEGRATIONS = 2_000
const CHECKS_EACH = 30

const MAX_DATA_REQUESTS = 4
const MAX_USABLE_MS = 1_500
const MAX_KEYSTROKE_MS = 50
const MAX_CARDS = 120

// A trace takes pictures of what is measured, and the pictures take time.
story.use({ trace: 'off' })

story('2,000 integrations stay as light as twenty', async ({ ada }) => {
  story.setTimeout(240_000)
  const id = await ada.evaluate(
    () => JSON.parse(localStorage.getItem('patchbay-session') ?? '').user.id,
  )
  await storeIntegrations(stack(), id, { count: INTEGRATIONS, checksEach: CHECKS_EACH })

  await watchLoad(ada)
  await openGrid(ada)
  await ada.waitForTimeout(2_000)
  const { dataRequests, usableAfterData } = await loadTimings(ada)
  console.info(
    `${dataRequests} data requests, usable ${usableAfterData.toFixed(0)} ms after the last`,
  )
  expect(dataRequests).toBeGreaterThan(0)
  expect(dataRequests).toBeLessThanOrEqual(MAX_DATA_REQUESTS)
  expect(usableAfterData).toBeLessThanOrEqual(MAX_USABLE_MS)

  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    await ada.setViewportSize(viewport)
    const most = await mostCardsWhileScrolling(ada)
    console.info(`${most} cards at most in the document at ${viewport.width} × ${viewport.height}`)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(MAX_CARDS)
  }

  await ada.setViewportSize({ width: 1280, height: 800 })
  await ada.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }))
  await ada.getByRole('searchbox').focus()
  const times = await typingTimings(ada, 'service 1999')
  await expect(ada.getByRole('article', { name: 'Service 1999', exact: true })).toBeVisible()
  console.info(`keystroke to paint: ${median(times).toFixed(1)} ms (${shown(times)})`)
  expect(times).toHaveLength('service 1999'.length)
  expect(median(times)).toBeLessThanOrEqual(MAX_KEYSTROKE_MS)
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

async function openGrid(page: Page): Promise<void> {
  await page.goto('/integrations')
  await expect(page.getByRole('article', { name: 'Service 0001', exact: true })).toBeVisible()
}

async function openEmptyGrid(page: Page): Promise<void> {
  await page.goto('/integrations')
  await expect(page.getByRole('heading', { name: /Available/ })).toBeVisible()
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}

const shown = (times: number[]) => times.map((time) => time.toFixed(0)).join(', ')
