import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { ownId } from './support/session.ts'
import { expect, openForm, save, stack, story } from './support/story.ts'

const row = (page: Page, name: string) =>
  page.getByRole('article').filter({ has: page.getByRole('link', { name, exact: true }) })

async function connect(page: Page): Promise<void> {
  const form = await openForm(page, 'Playground open API')
  await save(form)
  await expect(form).toBeHidden()
  await page.getByRole('link', { name: 'Health' }).click()
}

story('what was connected a moment ago is watched, and told day by day', async ({ ada }) => {
  await ada.goto('/health')
  await expect(ada.getByRole('heading', { name: 'Nothing to look after yet' })).toBeVisible()
  await ada.getByRole('link', { name: 'Connect something' }).click()
  await connect(ada)

  await expect(ada.getByText('None of 1 failing · 100% of checks passed in 90 days')).toBeVisible()
  const mine = row(ada, 'Playground open API')
  await expect(mine).toContainText('just now')
  await mine.getByRole('slider').focus()
  await expect(mine).toContainText(/\d checks?, none failed/)
  await ada.keyboard.press('ArrowLeft')
  await expect(mine).toContainText('no checks')

  await ada.getByRole('searchbox').fill('nothing of that name')
  await ada.getByRole('button', { name: 'Clear filters' }).click()
  await mine.getByRole('link', { name: 'Playground open API' }).click()
  await expect(ada).toHaveURL(/\/integrations\/[0-9a-f-]{36}$/)
})

story('checks that nobody makes are noticed by what is not there', async ({ ada }) => {
  await connect(ada)
  await expect(row(ada, 'Playground open API')).toBeVisible()

  // As a worker leaves it that took it twenty minutes ago and hangs.
  const { url, secretKey } = stack()
  const answer = await fetch(`${url}/rest/v1/check_schedules?user_id=eq.${await ownId(ada)}`, {
    method: 'PATCH',
    headers: { apikey: secretKey, 'content-type': 'application/json' },
    body: JSON.stringify({
      due_at: new Date(Date.now() - 20 * 60_000).toISOString(),
      claimable_at: new Date(Date.now() + 60 * 60_000).toISOString(),
      lease: randomUUID(),
    }),
  })
  expect(answer.status).toBeLessThan(300)
  await ada.reload()
  const alert = ada.getByRole('alert').filter({ hasText: 'Background checks have stopped.' })
  await expect(alert).toContainText('One integration waits for a check that was due 20 min ago')
  await expect(alert).toContainText('npm start')
})
