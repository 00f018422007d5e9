import type { ChannelRow } from '@contract/alerts'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { aChannel, manyChannels } from '../../../../tests/support/alert-rows'
import { network } from '../../../../tests/support/network'
import { renderPage } from '../../../../tests/support/render-page'
import { ADA, signInAsAda } from '../../../../tests/support/signed-in'
import AlertSettingsPage from './alert-settings-page'

type Stored = Record<string, string | string[] | boolean>

/** Supabase as this page meets it. */
async function settingsWire(channels: ChannelRow[], { isMailSetUp = false } = {}) {
  const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
  const key = { ...(await exportJWK(publicKey)), kid: 'k-1', use: 'enc', alg: 'ECDH-ES' }
  const wire = {
    channels,
    stored: [] as Stored[],
    settings: [] as object[],
    isDown: false,
    test: { is_sent: true, answer: 'It answered 204.' },
  }
  network.use(
    http.get('*/rest/v1/alert_channels', () => HttpResponse.json(wire.channels)),
    http.post('*/rest/v1/alert_channels', async ({ request }) => {
      if (wire.isDown) return HttpResponse.error()
      wire.stored.push((await request.json()) as Stored)
      return new HttpResponse(null, { status: 201 })
    }),
    http.patch('*/rest/v1/alert_channels', async ({ request }) => {
      wire.stored.push((await request.json()) as Stored)
      return HttpResponse.json([{ id: wire.channels[0]?.id }])
    }),
    http.delete('*/rest/v1/alert_channels', () => {
      wire.channels = []
      return new HttpResponse(null, { status: 204 })
    }),
    http.get('*/rest/v1/alert_settings', () => HttpResponse.json(wire.settings)),
    http.post('*/rest/v1/alert_settings', async ({ request }) => {
      wire.settings = [(await request.json()) as object]
      return new HttpResponse(null, { status: 201 })
    }),
    http.post('*/functions/v1/deliver-alerts/offer', () =>
      HttpResponse.json({ is_mail_set_up: isMailSetUp }),
    ),
    http.post('*/functions/v1/deliver-alerts/test', () => HttpResponse.json(wire.test)),
    http.get('*/functions/v1/sealing-keys', () => HttpResponse.json({ keys: [key] })),
  )
  return wire
}

function open() {
  return {
    user: userEvent.setup(),
    ...renderPage(<AlertSettingsPage />, { at: '/settings/alerts' }),
  }
}
const add = async (user: ReturnType<typeof userEvent.setup>) => {
  await user.click(await screen.findByRole('button', { name: 'Add a channel' }))
  return screen.findByRole('dialog')
}
const ADDRESS = 'https://hooks.slack.com/services/T000/B000/s3cret-token'

beforeEach(signInAsAda)

it('seals a Slack address for its channel, owner and origin: nothing of it leaves in the open', async () => {
  const wire = await settingsWire([])
  const { user } = open()
  const dialog = await add(user)
  await user.click(within(dialog).getByRole('radio', { name: 'Slack' }))
  await user.type(within(dialog).getByLabelText('Address'), ADDRESS)
  await user.click(within(dialog).getByLabelText('A secret expires soon'))
  await user.click(within(dialog).getByRole('button', { name: 'Add the channel' }))
  await expect.poll(() => wire.stored).toHaveLength(1)
  const [row] = wire.stored
  expect(JSON.stringify(row)).not.toContain('services')
  expect(row).toMatchObject({
    kind: 'slack',
    name: 'Slack',
    events: ['failing', 'recovered'],
    hint: 'oken',
    audience: ['https://hooks.slack.com'],
  })
  expect(decodeProtectedHeader(String(row?.encrypted))).toMatchObject({
    typ: 'patchbay-channel+jwe',
    channel_id: row?.id,
    owner_id: ADA,
    audience: ['https://hooks.slack.com'],
  })
  await expect.poll(() => screen.queryByRole('dialog')).toBeNull()
})

it('keeps what was typed when saving fails, and makes no second channel by saving again', async () => {
  const wire = await settingsWire([])
  const { user } = open()
  const dialog = await add(user)
  await user.type(within(dialog).getByLabelText('Address'), 'https://example.com/hooks/patchbay')
  wire.isDown = true
  await user.click(within(dialog).getByRole('button', { name: 'Add the channel' }))
  await within(dialog).findByText('It is not saved.')
  wire.isDown = false
  await user.click(within(dialog).getByRole('button', { name: 'Add the channel' }))
  await screen.findByText(/^whsec_/)
  expect(wire.stored).toHaveLength(1)
  // What Esc would close is not there a second time.
  await user.keyboard('{Escape}')
  screen.getByText(/^whsec_/)
})

it('says what is missing before anything is sent', async () => {
  const wire = await settingsWire([])
  const { user } = open()
  const dialog = await add(user)
  await user.clear(within(dialog).getByLabelText('Name'))
  await user.type(within(dialog).getByLabelText('Address'), 'https://me:pw@example.com')
  await user.click(within(dialog).getByRole('button', { name: 'Add the channel' }))
  within(dialog).getByText('Give it a name.')
  within(dialog).getByText(/Leave out what stands before the @/)
  expect(wire.stored).toEqual([])
})

it.each([
  [false, ['Webhook', 'Slack']],
  [true, ['Webhook', 'Slack', 'E-mail']],
])('offers mail where it is set up (%s)', async (isMailSetUp, kinds) => {
  await settingsWire([], { isMailSetUp })
  const { user } = open()
  const dialog = await add(user)
  await expect
    .poll(() =>
      within(dialog)
        .getAllByRole('radio')
        .map((radio) => radio.closest('label')?.textContent),
    )
    .toEqual(kinds)
})

it('tells what a test came to, whatever it was', async () => {
  const wire = await settingsWire([aChannel()])
  const { user } = open()
  const test = await screen.findByRole('button', { name: 'Send a test to Team Slack' })
  await user.click(test)
  await screen.findByText('The test message was sent.')
  wire.test = { is_sent: false, answer: 'It answered 404.' }
  await user.click(test)
  await screen.findByText('It answered 404.')
})

it('changes a channel without asking for its address, and deletes it after asking', async () => {
  const wire = await settingsWire([aChannel()])
  const { user } = open()
  await user.click(await screen.findByRole('button', { name: 'Edit Team Slack' }))
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).queryByLabelText('Address')).toBeNull()
  await user.type(within(dialog).getByLabelText('Name'), ' two')
  await user.click(within(dialog).getByRole('button', { name: 'Save' }))
  await expect.poll(() => wire.stored).toHaveLength(1)
  expect(wire.stored[0]).toMatchObject({ name: 'Team Slack two' })
  expect(wire.stored[0]).not.toHaveProperty('encrypted')

  await user.click(await screen.findByRole('button', { name: 'Delete Team Slack' }))
  const question = await screen.findByRole('dialog', { name: 'Delete Team Slack?' })
  await user.click(within(question).getByRole('button', { name: 'Delete Team Slack' }))
  await screen.findByRole('heading', { name: 'No channel yet' })
})

it('says why a channel was switched off', async () => {
  await settingsWire(manyChannels())
  open()
  await screen.findByText('Its receiver answered 410: it wants no more messages.')
})

it('keeps quiet hours, and refuses those that have no length', async () => {
  const wire = await settingsWire([])
  const { user } = open()
  await user.click(await screen.findByLabelText('Send nothing at certain hours'))
  const [from, to] = [screen.getByLabelText('From'), screen.getByLabelText('To')]
  await user.clear(to)
  await user.type(to, '22:00')
  await user.click(screen.getByRole('button', { name: 'Save quiet hours' }))
  screen.getByText('They begin when they end: choose another time.')
  expect(wire.settings).toEqual([])
  await user.clear(from)
  await user.type(from, '23:30')
  await user.selectOptions(screen.getByLabelText('Time zone'), 'Europe/Berlin')
  await user.click(screen.getByRole('button', { name: 'Save quiet hours' }))
  await expect
    .poll(() => wire.settings)
    .toMatchObject([
      { user_id: ADA, quiet_from: '23:30', quiet_to: '22:00', time_zone: 'Europe/Berlin' },
    ])
})
