import { isSigned, startReceiver } from '../support/alert-receiver.ts'
import { playgroundRows } from '../support/connection-tests.ts'
import { asService } from '../support/furnish.ts'
import { ownId } from './support/session.ts'
import { confirm, expect, stack, story } from './support/story.ts'

story(
  'a failing integration is told once: in the page, and by a signed message to a channel',
  async ({ ada }) => {
    const receiver = await startReceiver()
    try {
      await ada.goto('/settings/alerts')
      await ada.getByRole('button', { name: 'Add a channel' }).click()
      const dialog = ada.getByRole('dialog')
      await dialog.getByLabel('Name').fill('On-call')
      await dialog.getByLabel('Address').fill(`${receiver.origin}/hooks/t0ken`)
      await dialog.getByRole('button', { name: 'Add the channel' }).click()
      const secret = (await dialog.getByText(/^whsec_/).textContent()) ?? ''
      await dialog.getByRole('button', { name: 'I have copied it' }).click()

      const channels = ada.getByRole('list', { name: 'Channels' })
      const channel = channels.getByRole('listitem').filter({ hasText: 'On-call' })
      await expect(channel).toContainText(`${receiver.origin} …0ken`)
      await channel.getByRole('button', { name: 'Send a test to On-call' }).click()
      await expect(channel.getByRole('status')).toContainText('The test message was sent.')
      expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(['channel.test'])

      const service = asService(stack())
      const user_id = await ownId(ada)
      const integration = {
        id: crypto.randomUUID(),
        ...playgroundRows(stack().playground).mcp('Acme'),
      }
      await service
        .from('user_integrations')
        .insert({ ...integration, user_id })
        .throwOnError()
      const incident = { id: crypto.randomUUID(), user_integration_id: integration.id, user_id }
      const opened_at = new Date().toISOString()
      await service
        .from('integration_incidents')
        .insert({ ...incident, opened_at, code: 'connection_refused', message: 'Nothing listens.' })
        .throwOnError()

      await ada.goto('/alerts')
      await expect(ada.getByRole('navigation').getByText('1 unread')).toBeVisible()
      const alert = ada.getByRole('list', { name: 'Alerts' }).getByRole('listitem').first()
      await expect(alert).toContainText('Acme is failing')
      await expect(alert).toContainText('Nothing listens.')
      await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(2)
      await service
        .from('integration_incidents')
        .update({ closed_at: new Date().toISOString(), ended_by: 'recovered' })
        .eq('id', incident.id)
        .throwOnError()
      await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(3)
      for (const message of receiver.received) expect(await isSigned(message, secret)).toBe(true)
      const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
      expect(new Set(ids).size).toBe(3)

      await ada.reload()
      await expect(ada.getByText('Acme is connected again')).toBeVisible()
      await ada.getByText('1 sent').first().click()
      await expect(ada.getByText(/^On-call sent/).first()).toBeVisible()
      await ada.getByRole('button', { name: 'Mark all as read' }).click()
      await expect(ada.getByRole('navigation').getByText('unread')).toHaveCount(0)
      await expect(ada.getByRole('button', { name: 'Mark all as read' })).toBeDisabled()
    } finally {
      await receiver.close()
    }
  },
)

story('quiet hours are kept, and a channel is gone when it is deleted', async ({ ada }) => {
  await ada.goto('/settings')
  await ada.getByRole('link', { name: 'Show channels' }).click()
  await ada.getByLabel('Send nothing at certain hours').check()
  await ada.getByLabel('From').fill('23:30')
  await ada.getByLabel('Time zone').selectOption('Europe/Berlin')
  await ada.getByRole('button', { name: 'Save quiet hours' }).click()
  await expect(ada.getByText('Quiet hours are saved', { exact: true })).toBeVisible()
  await ada.reload()
  await expect(ada.getByLabel('From')).toHaveValue('23:30')
  await expect(ada.getByLabel('Time zone')).toHaveValue('Europe/Berlin')

  await ada.getByRole('button', { name: 'Add a channel' }).click()
  const dialog = ada.getByRole('dialog')
  await dialog.getByText('Slack', { exact: true }).click()
  await dialog.getByLabel('Address').fill('https://hooks.slack.com/services/T0/B0/s3cret')
  await dialog.getByRole('button', { name: 'Add the channel' }).click()
  const channels = ada.getByRole('list', { name: 'Channels' })
  const channel = channels
    .getByRole('listitem')
    .filter({ hasText: 'https://hooks.slack.com …cret' })
  await channel.getByRole('button', { name: 'Switch off' }).click()
  await expect(channel).toContainText('Off')
  await channel.getByRole('button', { name: 'Delete Slack' }).click()
  await confirm(ada, 'Delete Slack')
  await expect(channel).toHaveCount(0)
})
