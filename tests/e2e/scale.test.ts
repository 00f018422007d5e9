import type { Page } from '@playwright/test'
import { storeIntegrations } from './support/many-integrations.ts'
import {
  loadTimings,
  mostCardsWhileScrolling,
  scrollTimings,
  typingTimings,
  watchLoad,
} from './support/page-timings.ts'
import { ownId } from './support/session.ts'
import { expect, stack, story } from './support/story.ts'

const INTEGRATIONS = 2_000
const CHECKS_EACH = 30

const MAX_DATA_REQUESTS = 4
const MAX_USABLE_MS = 1_500
const MAX_KEYSTROKE_MS = 50
const MAX_CARDS = 120

story('2,000 integrations stay as light as twenty', async ({ ada }) => {
  story.setTimeout(240_000)
  await storeIntegrations(stack(), await ownId(ada), {
    count: INTEGRATIONS,
    checksEach: CHECKS_EACH,
  })

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
  const slowest = times.toSorted((a, b) => b - a)
  console.info(`keystroke to paint, slowest first: ${slowest.map(Math.round).join(', ')} ms`)
  expect(times).toHaveLength('service 1999'.length)
  // One of them may meet the collector of garbage.
  expect(slowest[1]).toBeLessThanOrEqual(MAX_KEYSTROKE_MS)
})

const WATCHED = 500
const DAYS = 90
const DAY_MS = 86_400_000
const MAX_ROWS = 60

story('the health of 500 integrations over 90 days follows hand and eye', async ({ ada }) => {
  story.setTimeout(240_000)
  await storeIntegrations(stack(), await ownId(ada), {
    count: WATCHED,
    checksEach: DAYS,
    apartMs: DAY_MS,
  })
  await ada.goto('/health')
  await expect(ada.getByText(`of ${WATCHED} failing`)).toBeVisible()
  await expect(ada.getByRole('article').first()).toBeVisible()

  const scrolling = (await scrollTimings(ada)).toSorted((a, b) => b - a)
  console.info(
    `wheel to paint, slowest first: ${scrolling.slice(0, 8).map(Math.round).join(', ')} ms`,
  )
  // One of them may meet the collector of garbage.
  expect(scrolling[1]).toBeLessThanOrEqual(MAX_KEYSTROKE_MS)
  const most = await mostCardsWhileScrolling(ada)
  console.info(`${most} rows at most in the document`)
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(MAX_ROWS)

  await ada.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }))
  await ada.getByRole('searchbox').focus()
  const typing = (await typingTimings(ada, 'service 0499')).toSorted((a, b) => b - a)
  console.info(`keystroke to paint, slowest first: ${typing.map(Math.round).join(', ')} ms`)
  await expect(ada.getByRole('link', { name: 'Service 0499' })).toBeVisible()
  expect(typing[1]).toBeLessThanOrEqual(MAX_KEYSTROKE_MS)
})

async function openGrid(page: Page): Promise<void> {
  await page.goto('/integrations')
  await expect(page.getByRole('article', { name: 'Service 0001', exact: true })).toBeVisible()
}
