import type { Page } from '@playwright/test'
import { startAuthorizationServer } from '../support/authorization-server.ts'
import { SECRET, startVendor, type Vendor } from '../support/oauth-vendor.ts'
import { startProtected } from '../support/protected-mcp.ts'
import { expectNoTrace } from './support/no-trace.ts'
import { choose, expect, openForm, pageOf, stack, story, testStored } from './support/story.ts'
import { Witness } from './support/witness.ts'

const CALLBACK = () => `${stack().url}/functions/v1/oauth/callback`

story(
  'a person gives access at a vendor, takes it back there, and gives it again',
  async ({ ada }) => {
    const vendor = await startVendor(CALLBACK())
    const witness = await Witness.of(ada)
    const details = pageOf(ada, 'Vendor')
    await signInAtVendor(ada, vendor)
    // A whole page anew, each of its requests through the witness.
    await expect(details).toContainText('Connected', { timeout: 30_000 })
    await details.getByRole('tab', { name: 'Settings' }).click()
    await expect(details).toContainText('read, write')
    await details.getByRole('tab', { name: 'Overview' }).click()

    // A token that has ended is renewed without a word …
    await vendor.expireAccess()
    await testStored(details)
    await expect(details).toContainText('Connected')
    expect(vendor.tokenCalls).toEqual(['authorization_code', 'refresh_token'])

    // … and what was taken back asks for the person.
    await vendor.revoke()
    await testStored(details)
    await expect(details).toContainText('has withdrawn the access that Patchbay had')
    await details.getByRole('button', { name: 'Reconnect' }).click()
    await expect(details.getByRole('status').first()).toHaveText('Connected', { timeout: 30_000 })

    await expectNoTrace(ada, [SECRET, ...vendor.given], witness, 'Vendor')
    await witness.leave()
    await vendor.stop()
  },
)

story('who says no at the vendor is told so, and can change their mind', async ({ ada }) => {
  const vendor = await startVendor(CALLBACK())
  vendor.willSay('deny')
  await signInAtVendor(ada, vendor)
  await expect(ada.getByRole('alert')).toContainText('Access was not given.')
  vendor.willSay({ scopes: ['read'] })
  await ada.getByRole('button', { name: 'Connect again' }).click()
  await expect(ada.getByText('write', { exact: true })).toBeVisible()
  await ada.getByRole('link', { name: 'Show it' }).click()
  await expect(pageOf(ada, 'Vendor')).toContainText('Connected')
  await vendor.stop()
})

story(
  'a wrong client secret fails with words of its own; corrected, it connects',
  async ({ ada }) => {
    const vendor = await startVendor(CALLBACK())
    await signInAtVendor(ada, vendor, 'not the secret of this client')
    await expect(ada.getByRole('alert')).toContainText('The authorization server gave no access.')
    await ada.getByRole('link', { name: 'Show Vendor' }).click()
    await ada.getByRole('button', { name: /^(Edit|Finish set-up)$/ }).click()
    const form = ada.getByRole('dialog', { name: /^(Edit|Connect) Vendor$/ })
    await form.getByLabel('Client secret').fill(SECRET)
    await form.getByRole('button', { name: 'Save and sign in' }).click()
    await expect(pageOf(ada, 'Vendor')).toContainText('Connected')
    await vendor.stop()
  },
)

story(
  'an answer that comes to another browser, or comes twice, connects nothing',
  async ({ ada, context, browser }) => {
    const vendor = await startVendor(CALLBACK())
    // The person goes to the vendor in this browser, and comes back in another.
    let authorizationUrl = ''
    await ada.route(`${vendor.issuer}/**`, async (route) => {
      authorizationUrl = route.request().url()
      await route.abort()
    })
    await signInAtVendor(ada, vendor)
    await expect.poll(() => authorizationUrl).not.toBe('')
    const { href: arrived } = await vendor.signIn(authorizationUrl)
    const elsewhere = await browser.newContext({ storageState: await context.storageState() })
    const other = await elsewhere.newPage()
    await other.goto(arrived)
    await expect(other.getByRole('alert')).toContainText('begun elsewhere')
    await other.goto(arrived)
    await expect(other.getByRole('alert')).toContainText('finished already')
    await elsewhere.close()
    expect(vendor.tokenCalls).toEqual([])
    await vendor.stop()
  },
)

story('an MCP server sends its person to its own authorization server', async ({ ada }) => {
  const server = await startAuthorizationServer()
  const mcp = await startProtected(server)
  const form = await openForm(ada, 'Any MCP server')
  await form.getByLabel('Name', { exact: true }).fill('Guarded')
  await form.getByLabel('Server URL').fill(mcp.url)
  await choose(form, 'OAuth')
  await form.getByRole('button', { name: 'Save and sign in' }).click()
  await ada.getByPlaceholder('Enter any login').fill('ada')
  await ada.getByPlaceholder('and password').fill('any')
  await ada.getByRole('button', { name: 'Sign-in' }).click()
  await ada.getByRole('button', { name: 'Continue' }).click()
  const details = pageOf(ada, 'Guarded')
  await expect(details).toContainText('Connected')
  await details.getByRole('tab', { name: 'Tools' }).click()
  await expect(details).toContainText('greet')
  await server.forgetAccess()
  await testStored(details)
  await expect(details).toContainText('Connected')
  await mcp.close()
  await server.close()
})

async function signInAtVendor(page: Page, { api, issuer }: Vendor, secret = SECRET): Promise<void> {
  const form = await openForm(page, 'Any HTTP API')
  await form.getByLabel('Name', { exact: true }).fill('Vendor')
  await form.getByLabel('API URL').fill(api)
  await form.getByLabel('Path', { exact: true }).fill('/me')
  await choose(form, 'OAuth')
  await form.getByRole('textbox', { name: 'Issuer' }).fill(issuer)
  await form.getByLabel('Client ID').fill('web')
  await form.getByLabel('Client secret').fill(secret)
  await form.getByText('Advanced options').click()
  await form.getByLabel('Scopes').fill('read write')
  await form.getByRole('button', { name: 'Save and sign in' }).click()
}
