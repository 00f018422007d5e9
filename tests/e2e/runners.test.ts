import { RunnerProcess } from '../support/runner-process.ts'
import { confirm, expect, stack, story } from './support/story.ts'

story(
  'a runner is paired by what the page shows, is seen there, and is revoked',
  async ({ ada }) => {
    await ada.goto('/settings')
    await ada.getByRole('link', { name: 'Show runners' }).click()
    // The one that the stack brought is the project's, not hers to revoke.
    const list = ada.getByRole('list', { name: 'Runners' })
    await expect(list.getByText('This project’s')).toBeVisible()
    await expect(list.getByRole('button')).toHaveCount(0)

    await ada.getByRole('button', { name: 'Pair a runner' }).click()
    const dialog = ada.getByRole('dialog', { name: 'Pair a runner' })
    const command = await dialog.getByText(/^npm run runner/).textContent()
    expect(command).toContain(`--url ${stack().url} `)
    const [, ...args] = (command ?? '').split(' -- ')
    const runner = new RunnerProcess([...args.join(' ').split(' '), '--name', 'Ada’s laptop'])
    try {
      await expect(dialog.getByText('Ada’s laptop is paired.').first()).toBeVisible()
      await dialog.getByRole('button', { name: 'Done' }).click()
      const hers = list.getByRole('listitem').filter({ hasText: 'Ada’s laptop' })
      await expect(hers).toContainText('Online')

      await hers.getByRole('button', { name: 'Revoke Ada’s laptop' }).click()
      await confirm(ada, 'Revoke Ada’s laptop')
      await expect(hers).toHaveCount(0)
      // It is told the next time it asks, and ends.
      expect(await runner.ends()).toBeGreaterThan(0)
    } finally {
      await runner.stop()
    }
  },
)
