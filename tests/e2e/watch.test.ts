import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Locator, Page } from '@playwright/test'
import { startReceiver } from '../support/alert-receiver.ts'
import { asService } from '../support/furnish.ts'
import { ownId } from './support/session.ts'
import { card, choose, expect, openForm, save, stack, story } from './support/story.ts'

/** A page that is looked at asks twice a minute, by its own clock. */
const ASKED_AGAIN_MS = 31_000
const IN_TIME = { timeout: 45_000 }

story(
  'a server goes down while one watches: the card turns, one alert comes, and its return ends it',
  async ({ ada }) => {
    const api = await startApi()
    const receiver = await startReceiver()
    try {
      await ada.clock.install()
      await addChannel(ada, `${receiver.origin}/hooks/on-call`)
      await connect(ada, 'My API', api.origin)
      const hurry = hurryChecks(await ownId(ada))

      await api.stop()
      await hurry.until(() => told(receiver.received).length === 1)
      await askAgain(ada, card(ada, 'My API').getByText('Error'))
      await expect(card(ada, 'My API')).toContainText('refused the connection')
      await expect(ada.getByRole('navigation').getByText('1 unread')).toBeVisible()

      await card(ada, 'My API').getByRole('link', { name: 'My API', exact: true }).click()
      await ada.getByRole('tab', { name: 'Incidents' }).click()
      await expect(ada.getByText(/^Failing for/)).toBeVisible()
      await ada.goBack()

      await api.start()
      await hurry.until(() => told(receiver.received).length === 2)
      expect(told(receiver.received)).toEqual(['failing', 'recovered'])
      await askAgain(ada, card(ada, 'My API').getByText('Connected'))
      await card(ada, 'My API').getByRole('link', { name: 'My API', exact: true }).click()
      await ada.getByRole('tab', { name: 'Incidents' }).click()
      await expect(ada.getByText(/^Failed for/)).toBeVisible()
    } finally {
      await api.close()
      await receiver.close()
    }
  },
)

story('the same with the browser closed: one comes back to what has happened', async ({ ada }) => {
  const api = await startApi()
  const receiver = await startReceiver()
  try {
    await addChannel(ada, `${receiver.origin}/hooks/on-call`)
    await connect(ada, 'Night shift', api.origin)
    const owner = await ownId(ada)
    const browser = ada.context()
    const hurry = hurryChecks(owner)
    await ada.close()

    await api.stop()
    await hurry.until(() => told(receiver.received).length === 1)
    await api.start()
    await hurry.until(() => told(receiver.received).length === 2)
    expect(told(receiver.received)).toEqual(['failing', 'recovered'])

    const back = await browser.newPage()
    await back.goto('/alerts')
    await expect(back.getByText('Night shift is connected again')).toBeVisible()
    await expect(back.getByText('Night shift is failing')).toHaveCount(1)
    await back.goto('/health')
    await expect(back.getByRole('link', { name: 'Night shift', exact: true })).toBeVisible()
    await back.goto('/logs')
    await expect(back.getByText(/Failed at reach/).first()).toBeVisible()
  } finally {
    await api.close()
    await receiver.close()
  }
})

/** An API that can be stopped and started again at one address. */
async function startApi() {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.setHeader('connection', 'close')
    response.end('{"ok":true}')
  })
  const listen = (port: number) =>
    new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const stop = () => new Promise<void>((closed) => server.close(() => closed()))
  return {
    origin: `http://127.0.0.1:${port}`,
    start: () => listen(port),
    stop,
    close: async () => {
      if (server.listening) await stop()
    },
  }
}

async function addChannel(page: Page, address: string): Promise<void> {
  await page.goto('/settings/alerts')
  await page.getByRole('button', { name: 'Add a channel' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Address').fill(address)
  await dialog.getByRole('button', { name: 'Add the channel' }).click()
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await page.goto('/integrations')
}

async function connect(page: Page, name: string, origin: string): Promise<void> {
  const dialog = await openForm(page, 'Any HTTP API')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel('API URL').fill(origin)
  await choose(dialog, 'None')
  await save(dialog)
  await expect(dialog).toBeHidden()
  await page.getByRole('searchbox').fill('')
  await expect(card(page, name)).toContainText('Connected')
}

/** Half a minute passes for the page; what it was just asking is a time-out then, and asked once more. */
async function askAgain(page: Page, answer: Locator): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(ASKED_AGAIN_MS)
    await expect(answer).toBeVisible({ timeout: 5_000 })
  }).toPass(IN_TIME)
}

/** What the messages of a channel tell, in their order. */
const told = (received: { body: string }[]) =>
  received.map(({ body }) => String(JSON.parse(body).type).replace(/^integration\./, ''))

/** Minutes pass for a person's checks: what waits is due, and the stack's own schedule does the rest. */
function hurryChecks(userId: string) {
  const service = asService(stack())
  return {
    async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
      const letBeDue = async () => {
        const now = new Date().toISOString()
        await service
          .from('check_schedules')
          .update({ due_at: now, claimable_at: now })
          .eq('user_id', userId)
          .is('lease', null)
          .throwOnError()
        return isSo()
      }
      await expect.poll(letBeDue, { ...IN_TIME, intervals: [250] }).toBe(true)
    },
  }
}
