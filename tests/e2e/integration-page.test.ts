import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ownId } from './support/session.ts'
import {
  card,
  choose,
  chooseMore,
  expect,
  openForm,
  pageOf,
  save,
  stack,
  story,
  testStored,
} from './support/story.ts'
import { watchedFor90Days } from './support/watched.ts'

story('three months of an integration, at every range and by keyboard', async ({ ada }) => {
  const form = await openForm(ada, 'Playground MCP server')
  await save(form)
  await expect(form).toBeHidden()
  const id = await watchedFor90Days(stack(), await ownId(ada), 'Playground MCP server')
  await ada.goto(`/integrations/${id}?range=90d`)
  const details = pageOf(ada, 'Playground MCP server')
  const slider = details.getByRole('slider')

  // Of 1,044 checks 15 had failed; connecting it was one more.
  await expect(details).toContainText('15 of 1,0')
  await expect(details).toContainText(/In the last 90 days: 15 of 1,0\d\d checks failed/)
  await expect(details).toContainText('Checked every 5 minutes, the next in')
  await expect(details).toContainText('Failed for 9 h 36 min')
  await expect(ada.getByRole('radio', { name: '90 d' })).toBeChecked()

  await slider.focus()
  await ada.keyboard.press('Home')
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    /: p50 1\d\d ms, p95 1\d\d ms, \d+ checks?$/,
  )
  const words: string[] = []
  for (let steps = 0; steps < 60; steps++) {
    words.push((await slider.getAttribute('aria-valuetext')) ?? '')
    await ada.keyboard.press('ArrowRight')
  }
  expect(words.filter((word) => /of \d+ checks failed/.test(word)).length).toBeGreaterThan(0)

  await ada.getByText('7 d', { exact: true }).click()
  await expect(ada).toHaveURL(/range=7d/)
  await expect(details).toContainText(/In the last 7 days: \d+ of 8\d checks failed/)
  await ada.reload()
  await expect(details).toContainText(/In the last 7 days/)

  await details.getByRole('tab', { name: 'Checks' }).click()
  await expect(details.getByRole('row')).toHaveCount(51)
  await details.getByRole('button', { name: 'Show older' }).click()
  await expect(details.getByRole('row')).toHaveCount(101)
  const times = await details
    .locator('td time')
    .evaluateAll((all) => all.map((time) => Date.parse(time.getAttribute('datetime') ?? '')))
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  expect(new Set(times).size).toBe(100)
})

story('a server goes down and comes back: what was found, since when, and why', async ({ ada }) => {
  const server = await startServer(0)
  const form = await openForm(ada, 'Any HTTP API')
  await form.getByLabel('Name', { exact: true }).fill('Mine')
  await form.getByLabel('API URL').fill(`http://127.0.0.1:${server.port}`)
  await choose(form, 'None')
  await save(form)
  await expect(form).toBeHidden()
  await ada.getByRole('searchbox').fill('mine')
  await expect(ada).toHaveURL(/q=mine/)
  await card(ada, 'Mine').getByRole('link', { name: 'Mine', exact: true }).click()
  const details = pageOf(ada, 'Mine')
  await details.getByRole('tab', { name: 'Incidents' }).click()
  await expect(details).toContainText('No incidents.')

  await server.stop()
  await testStored(details)
  await expect(details.getByRole('status').first()).toHaveText('Error')
  await expect(details).toContainText('Failing for')
  await expect(details).toContainText('reach')

  const again = await startServer(server.port)
  await testStored(details)
  await expect(details.getByRole('status').first()).toHaveText('Connected')
  await expect(details).toContainText('Failed for')
  await again.stop()

  await details.getByRole('tab', { name: 'Settings' }).click()
  await details.getByLabel('How often').selectOption('Every minute')
  await details.getByLabel('Name', { exact: true }).fill('Ours')
  await details.getByRole('button', { name: 'Save' }).click()
  const renamed = pageOf(ada, 'Ours')
  await expect(renamed).toContainText('Saved.')
  await chooseMore(renamed, 'Pause watching')
  await expect(renamed).toContainText('watching paused')
  await renamed.getByRole('tab', { name: 'Overview' }).click()
  await expect(renamed).toContainText('Not checked in the background.')

  // The tabs are no pages of their own: Back leads to the grid as it was left.
  await ada.goBack()
  await expect(ada).toHaveURL(/integrations\?q=mine$/)
})

story(
  'Back leads to the grid where it was: as far down, and on the same card',
  async ({ open }) => {
    const page = await open('ada')
    await page.setViewportSize({ width: 800, height: 500 })
    await page.goto('/integrations')
    const link = card(page, 'Vercel').getByRole('link', { name: 'Vercel', exact: true })
    await expect(async () => {
      await page.mouse.wheel(0, 300)
      await expect(link).toBeInViewport({ timeout: 500 })
    }).toPass()
    const top = await page.evaluate(() => window.scrollY)
    expect(top).toBeGreaterThan(300)
    await link.click()
    await expect(pageOf(page, 'Vercel')).toBeVisible()
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0)
    await page.goBack()
    await expect(link).toBeFocused()
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(top)
  },
)

interface Running {
  port: number
  stop: () => Promise<void>
}

async function startServer(wantedPort: number): Promise<Running> {
  const server: Server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"ok":true}')
  })
  await new Promise<void>((resolve) => server.listen(wantedPort, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
