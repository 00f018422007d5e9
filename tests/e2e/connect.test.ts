import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tablesOf } from './support/at-rest.ts'
import { ownId } from './support/session.ts'
import {
  card,
  choose,
  confirm,
  expect,
  openForm,
  PLAYGROUND_CREDENTIALS,
  pageOf,
  save,
  signUp,
  stack,
  story,
  testDraft,
} from './support/story.ts'

story('a new person connects the MCP server over HTTP', async ({ page: ada }) => {
  await signUp(ada)
  const dialog = await openForm(ada, 'Playground MCP server')
  await testDraft(dialog)
  await expect(dialog.getByText(/tools/).first()).toBeVisible()
  await save(dialog)
  await expect(dialog).toBeHidden()

  const mine = card(ada, 'Playground MCP server').first()
  await expect(mine).toContainText('Connected')
  await expect(mine).toContainText(/\d+ tools/)

  await mine.getByRole('link', { name: 'Playground MCP server' }).click()
  const details = pageOf(ada, 'Playground MCP server')
  await expect(details).toContainText(/streamable HTTP/i)
  await details.getByRole('tab', { name: 'Log' }).click()
  await expect(details).toContainText('Connected in')
  await details.getByRole('tab', { name: 'Checks' }).click()
  await expect(details.getByRole('row')).not.toHaveCount(0)
})

story('… and over SSE', async ({ ada }) => {
  const dialog = await openForm(ada, 'Playground MCP server')
  await dialog.getByLabel('Name', { exact: true }).fill('Everything over SSE')
  await choose(dialog, /SSE/)
  await save(dialog)
  await expect(dialog).toBeHidden()
  await ada.getByRole('searchbox').fill('')
  await expect(card(ada, 'Everything over SSE')).toContainText('Connected')
  await card(ada, 'Everything over SSE').getByRole('link', { name: 'Everything over SSE' }).click()
  await expect(pageOf(ada, 'Everything over SSE').getByRole('tabpanel')).toContainText('· SSE ·')
})

story(
  'a wrong key fails at authenticate and says what to do; corrected, it connects',
  async ({ ada }) => {
    const dialog = await openForm(ada, 'Playground REST API')
    await dialog.getByLabel('API key', { exact: true }).fill('this-is-not-the-key')
    await save(dialog)
    await expect(dialog.getByRole('status').first()).toContainText('failed at authenticate')
    await expect(dialog).toContainText(/401/)
    await expect(dialog.getByLabel('API key', { exact: true })).toHaveValue('this-is-not-the-key')

    await dialog.getByLabel('API key', { exact: true }).fill(PLAYGROUND_CREDENTIALS.apiKey)
    await save(dialog)
    await expect(dialog).toBeHidden()
    await expect(card(ada, 'Playground REST API').first()).toContainText('Connected')
    await expect(card(ada, 'Playground REST API').first()).toHaveCount(1)
  },
)

story(
  'a server that is down fails at reach, and a later test tells that it came back',
  async ({ ada }) => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"ok":true}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))

    const dialog = await openForm(ada, 'Any HTTP API')
    await dialog.getByLabel('Name', { exact: true }).fill('My API')
    await dialog.getByLabel('API URL').fill(`http://127.0.0.1:${port}`)
    await choose(dialog, 'None')
    await save(dialog)
    await expect(dialog.getByRole('status').first()).toContainText('failed at reach')
    await ada.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await ada.getByRole('searchbox').fill('')
    await expect(card(ada, 'My API')).toContainText('Error')

    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    await card(ada, 'My API').getByRole('button', { name: 'More for My API' }).click()
    await ada.getByRole('menuitem', { name: 'Test' }).click()
    await expect(card(ada, 'My API')).toContainText('Connected')
    await new Promise((resolve) => server.close(resolve))
  },
)

story('two connections of one type, a GraphQL API, each with a key of its own', async ({ ada }) => {
  for (const name of ['Graph of one team', 'Graph of another']) {
    const dialog = await openForm(ada, 'Playground GraphQL API')
    await dialog.getByLabel('Name', { exact: true }).fill(name)
    await dialog.getByLabel('API key', { exact: true }).fill(PLAYGROUND_CREDENTIALS.apiKey)
    await save(dialog)
    await expect(dialog).toBeHidden()
  }
  await ada.getByRole('searchbox').fill('Graph of')
  for (const name of ['Graph of one team', 'Graph of another']) {
    await expect(card(ada, name)).toContainText('Connected')
    await expect(card(ada, name)).toContainText('Ada Lovelace')
  }
})

story('two people see nothing of each other', async ({ ada, open }) => {
  const dialog = await openForm(ada, 'Playground open API')
  await dialog.getByLabel('Name', { exact: true }).fill('Hers alone')
  await save(dialog)
  await ada.getByRole('searchbox').fill('')
  await expect(card(ada, 'Hers alone')).toContainText('Connected')
  await card(ada, 'Hers alone').getByRole('link', { name: 'Hers alone' }).click()
  await expect(ada).toHaveURL(/\/integrations\/[0-9a-f-]{36}/)

  const bob = await open('newcomer')
  await bob.goto('/integrations')
  await expect(bob.getByText('Nothing is connected yet')).toBeVisible()
  await expect(bob.getByText('Hers alone')).toHaveCount(0)
  await bob.goto(new URL(ada.url()).pathname)
  await expect(bob.getByText('This integration is not here')).toBeVisible()
  await expect(bob.getByText('Hers alone')).toHaveCount(0)
})

story(
  'the tab closes in mid-creation, and the integration is resumed',
  async ({ ada, context }) => {
    // The row is stored; the tab goes before the secret and the test are.
    await ada.route('**/rest/v1/integration_credentials*', () => {})
    const dialog = await openForm(ada, 'Playground REST API')
    await dialog.getByLabel('Name', { exact: true }).fill('Half made')
    await dialog.getByLabel('API key', { exact: true }).fill(PLAYGROUND_CREDENTIALS.apiKey)
    const created = ada.waitForResponse('**/rest/v1/user_integrations*')
    await save(dialog)
    await created
    await ada.close()

    const again = await context.newPage()
    await again.goto('/integrations')
    const half = card(again, 'Half made')
    await expect(half).toContainText('Not set up')
    await half.getByRole('link', { name: 'Finish set-up of Half made' }).click()
    const resumed = again.getByRole('dialog')
    await resumed.getByLabel('API key', { exact: true }).fill(PLAYGROUND_CREDENTIALS.apiKey)
    await save(resumed)
    await expect(resumed).toBeHidden()
    await expect(half).toContainText('Connected')
    await expect(card(again, 'Half made')).toHaveCount(1)
  },
)

story('offline: nothing typed is lost, and online again it goes on', async ({ ada, context }) => {
  const dialog = await openForm(ada, 'Playground REST API')
  await dialog.getByLabel('API key', { exact: true }).fill(PLAYGROUND_CREDENTIALS.apiKey)
  await context.setOffline(true)
  await save(dialog)
  await expect(dialog).toContainText(/offline/i)
  await expect(dialog.getByLabel('API key', { exact: true })).toHaveValue(
    PLAYGROUND_CREDENTIALS.apiKey,
  )
  await context.setOffline(false)
  await save(dialog)
  await expect(dialog).toBeHidden()
  await expect(card(ada, 'Playground REST API').first()).toContainText('Connected')
})

story('disconnect and delete: the one is undone, the other asks and takes all', async ({ ada }) => {
  const dialog = await openForm(ada, 'Playground open API')
  await dialog.getByLabel('Name', { exact: true }).fill('Passing')
  await save(dialog)
  await ada.getByRole('searchbox').fill('')
  const passing = card(ada, 'Passing')
  await expect(passing).toContainText('Connected')
  await passing.getByRole('button', { name: 'More for Passing' }).click()
  await ada.getByRole('menuitem', { name: 'Disconnect' }).click()
  await expect(passing).toContainText('Disconnected')
  await ada.getByRole('button', { name: 'Undo' }).click()
  await expect(passing).toContainText('Connected')
  await passing.getByRole('button', { name: 'More for Passing' }).click()
  await ada.getByRole('menuitem', { name: 'Delete' }).click()
  await confirm(ada, 'Delete Passing')
  await expect(passing).toHaveCount(0)
  const { integration_types: _, ...hers } = Object.fromEntries(
    await tablesOf(stack(), await ownId(ada)),
  )
  expect(new Set(Object.values(hers))).toEqual(new Set(['[]']))
})
