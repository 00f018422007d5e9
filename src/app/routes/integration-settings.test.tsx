import type { IntegrationDetailRow } from '@contract/detail-rows'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { connectionWire } from '../../../tests/support/connection-wire'
import { anMcpIntegration, anMcpType, asDetail } from '../../../tests/support/factories'
import { gridWire } from '../../../tests/support/grid-wire'
import { network } from '../../../tests/support/network'
import { renderPage } from '../../../tests/support/render-page'
import { signInAsAda } from '../../../tests/support/signed-in'
import IntegrationRoute from './integration-route'

const github = anMcpIntegration({ name: 'Acme GitHub' })
const ROWS = 'https://project.test/rest/v1/user_integrations'

/** The one row that is stored, which a change must still find as it was read. */
let stored: IntegrationDetailRow
let changes: object[]
let isDown: boolean

beforeEach(async () => {
  signInAsAda()
  stored = asDetail(github)
  changes = []
  isDown = false
  gridWire({ types: [anMcpType()] })
  await connectionWire()
  network.use(
    http.get(ROWS, () => HttpResponse.json([stored])),
    http.patch(ROWS, async ({ request }) => {
      if (isDown) return HttpResponse.error()
      const change = (await request.json()) as Partial<IntegrationDetailRow>
      if (change.name === 'Taken') {
        const message = 'violates unique constraint "user_integrations_owner_name_key"'
        return HttpResponse.json({ code: '23505', message }, { status: 409 })
      }
      const { searchParams } = new URL(request.url)
      const isAsRead = [...searchParams]
        .filter(([, test]) => test.startsWith('eq.'))
        .every(([key, test]) => `eq.${stored[key as keyof typeof stored]}` === test)
      if (!isAsRead) return HttpResponse.json([])
      changes.push(change)
      stored = { ...stored, ...change }
      return HttpResponse.json([{ id: stored.id }])
    }),
  )
})

const open = () =>
  renderPage(<IntegrationRoute />, {
    at: `/integrations/${github.id}?tab=settings`,
    path: '/integrations/:id',
  })
const field = (name: string) => screen.findByLabelText(name)
const save = async () => userEvent.click(await screen.findByRole('button', { name: 'Save' }))
const isOff = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled

it('are saved as far as they were changed, and nothing else is sent', async () => {
  open()
  await userEvent.selectOptions(await field('How often'), 'Every minute')
  await userEvent.selectOptions(
    await field('It counts as failing after'),
    '3 failed checks in a row',
  )
  await userEvent.click(await field('Mute the alerts of this integration'))
  await save()
  await screen.findByText('Saved.')
  expect(changes).toEqual([{ check_interval_s: 60, failures_to_error: 3, are_alerts_muted: true }])
  expect(isOff('Save')).toBe(true)
})

it('are kept while one looks at another tab, and discarded when one says so', async () => {
  open()
  await userEvent.clear(await field('Name'))
  await userEvent.type(await field('Name'), 'Ours')
  await userEvent.click(screen.getByRole('tab', { name: 'Log' }))
  await userEvent.click(screen.getByRole('tab', { name: 'Settings' }))
  expect(await field('Name')).toHaveProperty('value', 'Ours')
  await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
  expect(await field('Name')).toHaveProperty('value', 'Acme GitHub')
  expect(changes).toEqual([])
})

it('say what is wrong with a name, and keep it', async () => {
  open()
  await userEvent.clear(await field('Name'))
  await save()
  await screen.findByText('Give it a name')
  await userEvent.type(await field('Name'), 'Taken')
  await save()
  await screen.findByText(/You already have an integration with this name/)
  expect(await field('Name')).toHaveProperty('value', 'Taken')
  expect(changes).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
})

it('add up with what another tab changed of the others', async () => {
  open()
  await userEvent.selectOptions(await field('How often'), 'Every hour')
  stored = { ...stored, are_alerts_muted: true }
  await save()
  await screen.findByText('Saved.')
  expect(stored).toMatchObject({ check_interval_s: 3_600, are_alerts_muted: true })
  expect(await field('Mute the alerts of this integration')).toHaveProperty('checked', true)
})

it('do not replace unasked what another tab has made of the same', async () => {
  open()
  await userEvent.selectOptions(await field('How often'), 'Every hour')
  stored = { ...stored, check_interval_s: 600 }
  await save()
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('Every 10 minutes is stored now')
  expect(changes).toEqual([])
  expect(await field('How often')).toHaveProperty('value', '3600')
  await save()
  await waitFor(() => expect(stored.check_interval_s).toBe(3_600))
})

it('say that they were not saved when nothing is reached, and keep what was typed', async () => {
  open()
  await userEvent.selectOptions(await field('How often'), 'Every hour')
  isDown = true
  await save()
  await screen.findByText('The settings were not saved.')
  expect(await field('How often')).toHaveProperty('value', '3600')
  isDown = false
  await save()
  await screen.findByText('Saved.')
})

it('cannot say how often while nobody watches', async () => {
  open()
  const watch = await field('Check it in the background while it is connected or failing')
  await userEvent.click(watch)
  expect(await field('How often')).toHaveProperty('disabled', true)
  await userEvent.click(watch)
  expect(isOff('Save')).toBe(true)
})
