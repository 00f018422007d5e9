import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { integrationsOf, manyEntries, storeEntries } from './support/many-entries.ts'
import { storeIntegrations } from './support/many-integrations.ts'
import { ownId } from './support/session.ts'
import { expect, stack, story } from './support/story.ts'

const ENTRIES = 3_000
const MAX_ROWS = 80

const rows = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.locator('time') })
const total = (page: Page) => page.getByRole('heading', { level: 2 })
const histogram = (page: Page) => page.getByRole('slider', { name: 'Entries over time' })

async function withLog(page: Page): Promise<{ owner: string; integrations: string[] }> {
  const owner = await ownId(page)
  await storeIntegrations(stack(), owner, { count: 3, checksEach: 1 })
  const integrations = await integrationsOf(stack(), owner)
  await storeEntries(stack(), manyEntries(owner, integrations, ENTRIES))
  return { owner, integrations }
}

story('what happened is searched, filtered, brushed, followed and taken along', async ({ ada }) => {
  story.slow()
  // No file dialog in a browser without a person: it downloads.
  await ada.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'))
  const { owner, integrations } = await withLog(ada)
  await ada.reload()
  await ada.getByRole('link', { name: 'Logs' }).click()
  await ada.getByText('30 d', { exact: true }).click()
  await expect(ada).toHaveURL(/range=30d/)
  await expect(total(ada)).toHaveText(/^3,0\d\d entries$/)

  // Deep down, without a document that grows.
  let most = 0
  await expect
    .poll(
      async () => {
        await ada.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
        most = Math.max(most, await rows(ada).count())
        return await ada.getByText('That is all there is.').isVisible()
      },
      { timeout: 60_000, intervals: [100] },
    )
    .toBe(true)
  await ada.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await expect(ada.getByText('as entry 2999.')).toBeVisible()
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(MAX_ROWS)
  await ada.evaluate(() => window.scrollTo(0, 0))

  await ada.getByRole('button', { name: /^Level/ }).click()
  await ada.getByRole('checkbox', { name: 'Error' }).check()
  await ada.keyboard.press('Escape')
  await expect(total(ada)).toHaveText('334 entries')

  await ada.keyboard.press('/')
  await ada.keyboard.type('service-2')
  await expect(ada).toHaveURL(/q=service-2/)
  // 2.., 2… and whatever else begins with it.
  const expected = Array.from({ length: ENTRIES }, (_, nth) => nth).filter(
    (nth) => nth % 9 === 0 && String(nth).startsWith('2'),
  ).length
  await expect(total(ada)).toHaveText(`${expected} entries`)
  await expect(rows(ada).first()).toContainText('service-2')

  // The file has what the filter shows, and no more.
  await ada.getByRole('button', { name: 'Export' }).click()
  const download = ada.waitForEvent('download')
  await ada.getByRole('menuitem', { name: 'CSV', exact: true }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  const lines = csv.trimEnd().split('\r\n')
  expect(lines[0]).toBe('time,level,event,integration,message,integration_id,id,metadata')
  expect(lines).toHaveLength(expected + 1)
  expect(
    lines
      .slice(1)
      .every((line) => line.includes(',error,check_failed,') && line.includes('service-2')),
  ).toBe(true)

  // A link to an entry, which Back closes.
  await rows(ada)
    .first()
    .getByRole('link', { name: /^Failed at reach/ })
    .click()
  const details = ada.getByRole('dialog', { name: 'Check failed' })
  await expect(details).toContainText('connect_timeout')
  await expect(details.getByRole('link', { name: /^Open Service/ })).toHaveAttribute(
    'href',
    /^\/integrations\//,
  )
  await ada.reload()
  await expect(details).toContainText('connect_timeout')
  await ada.goBack()
  await expect(details).toBeHidden()

  // A brushed range is a time of its own, and Back goes back to the one before.
  await ada.goto('/logs?range=30d')
  await expect(total(ada)).toHaveText(/^3,0\d\d entries$/)
  const box = await histogram(ada).boundingBox()
  if (!box) throw new Error('The histogram is there.')
  await ada.mouse.move(box.x + box.width * 0.5, box.y + 40)
  await ada.mouse.down()
  await ada.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 4 })
  await ada.mouse.up()
  await expect(ada).toHaveURL(/from=.*to=/)
  await expect(total(ada)).not.toHaveText(/^3,0/)
  await ada.goBack()
  await expect(total(ada)).toHaveText(/^3,0\d\d entries$/)
  await histogram(ada).focus()
  await ada.keyboard.press('End')
  await ada.keyboard.press('Shift+ArrowLeft')
  await ada.keyboard.press('Enter')
  await expect(ada).toHaveURL(/from=.*to=/)

  // What happens now shows by itself; what one reads stays where it is.
  await ada.goto('/logs')
  await ada.getByRole('button', { name: 'Live' }).click()
  const [first] = manyEntries(owner, integrations, 1)
  if (!first) throw new Error('One was asked for.')
  const happens = (message: string) =>
    storeEntries(stack(), [{ ...first, message, created_at: new Date().toISOString() }])
  await happens('Something happened just now.')
  await expect(rows(ada).first()).toContainText('Something happened just now.')
  await ada.evaluate(() => window.scrollTo(0, 1_500))
  await happens('Something else happened.')
  await ada.getByRole('button', { name: '1 new' }).click()
  await expect(rows(ada).first()).toContainText('Something else happened.')
})

story('a log is nobody else’s, whatever the link says', async ({ ada, open }) => {
  const { integrations } = await withLog(ada)
  await ada.goto(`/logs?range=all&integration=${integrations[0]}`)
  await expect(total(ada)).toHaveText(/^1,0\d\d entries$/)
  await rows(ada).first().getByRole('link').last().click()
  await expect(ada.getByRole('dialog')).toContainText('Link to this entry')

  const grace = await open('newcomer')
  const { pathname, search } = new URL(ada.url())
  await grace.goto(pathname + search)
  await expect(grace.getByRole('dialog')).toContainText('This entry is gone')
  await grace.keyboard.press('Escape')
  await expect(grace.getByText('An integration of this link is gone.')).toBeVisible()
  await expect(grace.getByText('Nothing matches')).toBeVisible()
})
