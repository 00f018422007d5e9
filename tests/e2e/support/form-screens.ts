import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { form, nameField, never, type Screen, seen } from './screen.ts'
import { expireSession } from './session.ts'
import { choose, testDraft } from './story.ts'

async function refuse(page: Page) {
  await form(page).getByLabel('API key', { exact: true }).fill('not the key')
  await testDraft(form(page))
  await form(page).getByText('not reached').first().waitFor()
}

/** What lies over the grid, in each of its states. */
export const FORM_SCREENS: readonly Screen[] = [
  {
    name: 'MCP form',
    who: 'newcomer',
    path: '/integrations?connect=any-mcp-server',
    act: (page) => nameField(page).waitFor(),
  },
  {
    name: 'MCP form, over SSE and with a key',
    who: 'newcomer',
    path: '/integrations?connect=any-mcp-server',
    async act(page) {
      await choose(form(page), /SSE/)
      await choose(form(page), 'Key')
      await form(page).getByLabel('API key', { exact: true }).waitFor()
    },
  },
  {
    name: 'MCP form, signing in, all of it open',
    who: 'newcomer',
    path: '/integrations?connect=any-mcp-server',
    async act(page) {
      await choose(form(page), 'OAuth')
      await form(page).getByText('Advanced').click()
      await form(page).getByText('Redirect URI').waitFor()
    },
  },
  {
    name: 'vendor form, signing in, with mistakes',
    who: 'newcomer',
    path: '/integrations?connect=gitlab',
    async act(page) {
      await choose(form(page), 'OAuth')
      await form(page).getByRole('button', { name: 'Save and connect with GitLab' }).click()
      await form(page).getByText('Enter the client ID').waitFor()
    },
  },
  {
    name: 'vendor form, signing in at a server of one’s own',
    who: 'newcomer',
    path: '/integrations?connect=any-http-api',
    async act(page) {
      await choose(form(page), 'OAuth')
      await choose(form(page), 'By its endpoints')
      await form(page).getByLabel('Token endpoint').waitFor()
    },
  },
  {
    name: 'vendor form, signing tokens',
    who: 'newcomer',
    path: '/integrations?connect=any-http-api',
    async act(page) {
      await choose(form(page), 'Bearer token')
      await choose(form(page), 'Signed for each request')
      await form(page).getByRole('button', { name: 'Add claim' }).click()
    },
  },
  {
    name: 'vendor form, with a certificate that was read',
    who: 'newcomer',
    path: '/integrations?connect=docker-engine',
    async act(page) {
      const key = (name: string) => readFileSync(`tests/support/key-files/${name}`, 'utf8')
      await form(page).getByLabel('Client certificate').fill(key('p256.crt'))
      await form(page).getByLabel('Private key').fill(key('p256.key'))
      await form(page).getByText('Certificate and key belong together.').waitFor()
    },
  },
  {
    name: 'SSH form, with mistakes',
    who: 'newcomer',
    path: '/integrations?connect=ssh-server',
    async act(page) {
      await form(page).getByRole('button', { name: 'Save and connect' }).click()
      await form(page).getByText('Enter the private key').waitFor()
    },
  },
  {
    name: 'vendor form',
    who: 'newcomer',
    path: '/integrations?connect=stripe',
    act: (page) => nameField(page).waitFor(),
  },
  {
    name: 'form with mistakes',
    who: 'newcomer',
    path: '/integrations?connect=any-http-api',
    async act(page) {
      await nameField(page).fill('')
      await form(page).getByRole('button', { name: 'Save and connect' }).click()
      await form(page).getByText('Give it a name').waitFor()
    },
  },
  {
    name: 'form, all of it open',
    who: 'newcomer',
    path: '/integrations?connect=stripe',
    async act(page) {
      await form(page).getByText('Headers and variables').click()
      await form(page).getByRole('button', { name: 'Add header' }).click()
      await form(page).getByText('Advanced options').click()
    },
  },
  {
    name: 'form, its test running',
    who: 'newcomer',
    path: '/integrations?connect=playground-mcp',
    arrange: (page) => page.route('**/functions/v1/test-connection', never),
    async act(page) {
      await testDraft(form(page))
      await form(page).getByRole('list', { name: 'Test under way' }).waitFor()
    },
  },
  {
    name: 'form, its test failed',
    who: 'newcomer',
    path: '/integrations?connect=playground-rest',
    act: refuse,
  },
  {
    name: 'form, its test passed',
    who: 'newcomer',
    path: '/integrations?connect=playground-mcp',
    async act(page) {
      await testDraft(form(page))
      await form(page).getByRole('list', { name: 'Test result' }).waitFor()
    },
  },
  {
    name: 'form, to be discarded',
    who: 'newcomer',
    path: '/integrations?connect=stripe',
    async act(page) {
      await nameField(page).fill('Typed')
      await page.keyboard.press('Escape')
      await seen(page, 'Discard what you typed?')
    },
  },
  {
    name: 'form, reconnecting',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await page.getByRole('link', { name: 'Reconnect Acme Stripe' }).click()
      await form(page).getByRole('list', { name: 'Test result' }).waitFor()
    },
  },
  {
    name: 'session expired',
    who: 'newcomer',
    path: '/integrations?connect=playground-mcp',
    isAlone: true,
    async act(page) {
      await nameField(page).waitFor()
      await expireSession(page)
      await testDraft(form(page))
      await page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
    },
  },
]
