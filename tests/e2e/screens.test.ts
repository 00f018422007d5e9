import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { asService, furnish } from '../support/furnish.ts'
import { card, expect, signUp, stack, story, testDraft } from './support/story.ts'

const WIDTHS = [360, 768, 1280, 1920]
/** Layout differs at these as much as anywhere: all of axe's rules are asked there. */
const AXE_WIDTHS = [360, 1280]
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>
type Who = 'guest' | 'newcomer' | 'ada'
type Screen = {
  name: string
  who: Who
  path: string
  /** Before the page is loaded: what stands in its way. */
  arrange?: (page: Page) => Promise<unknown>
  /** What a person does there, to the last thing that must be seen. */
  act: (page: Page) => Promise<unknown>
}

const states: Partial<Record<Who, StorageState>> = {}

story.beforeAll(async ({ browser }) => {
  for (const who of ['newcomer', 'ada'] as const) {
    const context = await browser.newContext({ baseURL: stack().url })
    const page = await context.newPage()
    await signUp(page)
    if (who === 'ada') await furnish(asService(stack()), await userIdOf(page))
    states[who] = await context.storageState()
    await context.close()
  }
})

async function userIdOf(page: Page): Promise<string> {
  return page.evaluate(() => JSON.parse(localStorage.getItem('patchbay-session') ?? '').user.id)
}

/** Colours without the way from one to the other: axe would measure in the middle of it. */
function openAs(browser: Browser, who: Who, viewport = { width: 1280, height: 900 }) {
  const { [who]: storageState } = states
  return browser.newContext({
    baseURL: stack().url,
    viewport,
    reducedMotion: 'reduce',
    colorScheme: 'light',
    ...(storageState ? { storageState } : {}),
  })
}

const form = (page: Page) => page.getByRole('dialog')
const nameField = (page: Page) => form(page).getByLabel('Name', { exact: true })
const seen = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
const grid = (page: Page) => page.getByRole('heading', { name: 'Available' }).waitFor()
const never = () => new Promise<void>(() => {})

async function openMenu(page: Page) {
  await card(page, 'GitHub').getByRole('button', { name: 'More for GitHub' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).waitFor()
}

async function refuse(page: Page) {
  await form(page).getByLabel('API key', { exact: true }).fill('not the key')
  await testDraft(form(page))
  await form(page).getByText('not reached').first().waitFor()
}

async function endSession(page: Page) {
  await page.evaluate(() => {
    const stored = JSON.parse(localStorage.getItem('patchbay-session') ?? '{}')
    const ended = { ...stored, expires_at: 1, refresh_token: 'revoked' }
    localStorage.setItem('patchbay-session', JSON.stringify(ended))
  })
}

const openDrawer = (page: Page, tab: string) =>
  card(page, 'Acme Stripe')
    .getByRole('link', { name: 'Acme Stripe', exact: true })
    .click()
    .then(() => page.getByRole('tab', { name: tab }).click())

const SCREENS: readonly Screen[] = [
  {
    name: 'sign-in',
    who: 'guest',
    path: '/sign-in',
    act: (page) => page.getByRole('button', { name: 'Sign in' }).waitFor(),
  },
  {
    name: 'sign-in, refused',
    who: 'guest',
    path: '/sign-in',
    async act(page) {
      await page.getByLabel('E-mail').fill('nobody@example.com')
      await page.getByLabel('Password', { exact: true }).fill('not this one')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'sign-up, with mistakes',
    who: 'guest',
    path: '/sign-up',
    async act(page) {
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.locator('[aria-invalid]').first().waitFor()
    },
  },
  {
    name: 'forgot password',
    who: 'guest',
    path: '/forgot-password',
    act: (page) => page.getByLabel('E-mail').waitFor(),
  },
  {
    name: 'reset password, with an old link',
    who: 'guest',
    path: '/reset-password',
    act: (page) => seen(page, 'This link no longer works'),
  },
  {
    name: 'settings',
    who: 'ada',
    path: '/settings',
    act: (page) => page.getByRole('heading', { name: 'Password' }).waitFor(),
  },
  { name: 'integrations, none yet', who: 'newcomer', path: '/integrations', act: grid },
  {
    name: 'integrations, of every status',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      for (const word of ['Connected', 'Error', 'Not set up', 'Testing…', 'Disconnected']) {
        await page.getByRole('article').filter({ hasText: word }).first().waitFor()
      }
      await page
        .getByRole('img', { name: /Last 30 checks/ })
        .first()
        .waitFor()
    },
  },
  {
    name: 'integrations, loading',
    who: 'ada',
    path: '/integrations',
    arrange: (page) => page.route('**/rest/v1/rpc/integration_cards*', never),
    act: (page) => page.getByText('Loading your integrations').waitFor({ state: 'attached' }),
  },
  {
    name: 'integrations, failing',
    who: 'ada',
    path: '/integrations',
    arrange: (page) =>
      page.route('**/rest/v1/rpc/integration_cards*', (route) => route.fulfill({ json: 'odd' })),
    act: (page) => seen(page, 'could not be loaded'),
  },
  {
    name: 'integrations, nothing matches',
    who: 'ada',
    path: '/integrations?q=zzzz&type=mcp&status=error',
    act: (page) => seen(page, 'Nothing matches'),
  },
  {
    name: 'integrations, a link to nothing',
    who: 'ada',
    path: '/integrations?connect=nothing',
    act: (page) => seen(page, 'There is no “nothing”'),
  },
  {
    name: 'category filter',
    who: 'ada',
    path: '/integrations?category=Payments',
    async act(page) {
      await page.getByRole('button', { name: /^Category/ }).click()
      await page.getByRole('checkbox', { name: /Payments/ }).waitFor()
    },
  },
  {
    name: 'status filter',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await page.getByRole('button', { name: /^Status/ }).click()
      await page.getByRole('checkbox').first().waitFor()
    },
  },
  { name: 'card menu', who: 'ada', path: '/integrations', act: openMenu },
  {
    name: 'delete question',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await openMenu(page)
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByRole('button', { name: 'Delete GitHub' }).waitFor()
    },
  },
  {
    name: 'MCP form',
    who: 'newcomer',
    path: '/integrations?connect=any-mcp-server',
    act: (page) => nameField(page).waitFor(),
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
    name: 'drawer, overview',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await card(page, 'GitHub').getByRole('link', { name: 'GitHub', exact: true }).click()
      await form(page).getByRole('list', { name: 'Test result' }).waitFor()
    },
  },
  {
    name: 'drawer, checks',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await openDrawer(page, 'Checks')
      await form(page).getByRole('row').nth(5).waitFor()
    },
  },
  {
    name: 'drawer, log',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await openDrawer(page, 'Log')
      await form(page).getByRole('listitem').first().waitFor()
    },
  },
  {
    name: 'command palette',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await grid(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'not found',
    who: 'ada',
    path: '/no/such/page',
    act: (page) => seen(page, 'Nothing is plugged in here'),
  },
  {
    name: 'offline',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await grid(page)
      await page.context().setOffline(true)
      await seen(page, 'You are offline')
    },
  },
  {
    name: 'session expired',
    who: 'newcomer',
    path: '/integrations?connect=playground-mcp',
    async act(page) {
      await nameField(page).waitFor()
      await endSession(page)
      await testDraft(form(page))
      await page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
    },
  },
]

for (const { name, who, path, arrange, act } of SCREENS) {
  story(`${name}: for everyone, at every width, in both themes`, async ({ browser }) => {
    const context = await openAs(browser, who)
    const page = await context.newPage()
    await arrange?.(page)
    await page.goto(path)
    await act(page)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width < 600 ? 780 : 900 })
      expect(await sidewaysScroll(page), `sideways scroll at ${width}`).toBe(0)
      expect(await cutButtons(page), `cut buttons at ${width}`).toEqual([])
      if (!AXE_WIDTHS.includes(width)) continue
      expect(await findings(page, (axe) => axe.withTags(WCAG)), `at ${width}`).toEqual([])
      // The themes differ in colours alone.
      await page.emulateMedia({ colorScheme: 'dark' })
      await expect(page.locator('html')).toHaveClass(/dark/)
      await settled(page)
      const contrast = await findings(page, (axe) => axe.withRules(['color-contrast']))
      expect(contrast, `dark at ${width}`).toEqual([])
      await page.emulateMedia({ colorScheme: 'light' })
      await expect(page.locator('html')).not.toHaveClass(/dark/)
      await settled(page)
    }
    await context.close()
  })
}

/** Reduced motion leaves each transition a moment, and a busy machine makes it longer. */
function settled(page: Page): Promise<unknown> {
  return page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map(({ finished }) => finished),
    ),
  )
}

/** What lies over a page is looked at alone: the page below has a story of its own. */
async function findings(page: Page, tune: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  const overlay = '[role="dialog"], [role="menu"]'
  const hasOverlay = (await page.locator(overlay).count()) > 0
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await tune(hasOverlay ? axe.include(overlay) : axe).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  )
}

function cutButtons(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await document.fonts.ready
    return [...document.querySelectorAll<HTMLElement>('button, a[class*="inline-flex"]')]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map(({ textContent, ariaLabel }) => ariaLabel ?? textContent ?? '')
  })
}

story('everything on the grid can be done with the keyboard alone', async ({ browser }) => {
  const context = await openAs(browser, 'ada')
  const page = await context.newPage()
  await page.goto('/integrations')
  await grid(page)
  const { keyboard } = page

  await keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await keyboard.type('github')
  await expect(page).toHaveURL(/q=github/)
  await tabTo(page, 'Category')
  await keyboard.press('Enter')
  await expect(page.getByRole('checkbox').first()).toBeFocused()
  await keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Category/ })).toBeFocused()

  await tabTo(page, 'GitHub')
  await keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'GitHub' })).toBeVisible()
  await staysInside(page)
  await page.getByRole('tab', { name: 'Overview' }).focus()
  await keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Checks' })).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('Escape')
  await expect(card(page, 'GitHub').getByRole('link', { name: 'GitHub' })).toBeFocused()

  await tabTo(page, 'Test GitHub')
  await tabTo(page, 'More for GitHub')
  await keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Open details' })).toBeFocused()
  await keyboard.press('End')
  await keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await staysInside(page)
  await keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'More for GitHub' })).toBeFocused()

  await tabTo(page, /^Connect/)
  const opener = await focusedName(page)
  await keyboard.press('Enter')
  await expect(nameField(page)).toBeFocused()
  await staysInside(page)
  await keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(await focusedName(page)).toBe(opener)

  await keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await keyboard.type('go to settings')
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/\/settings/)
  await context.close()
})

/** Presses Tab until something of this name has the focus; each stop on the way must be seen to have it. */
async function tabTo(page: Page, name: string | RegExp) {
  const visited: string[] = []
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab')
    const focused = await focusedName(page)
    expect(await isFocusSeen(page), `focus is seen on ${focused}`).toBe(true)
    if (typeof name === 'string' ? focused === name : name.test(focused)) return
    visited.push(focused)
  }
  throw new Error(`Tab does not lead to ${name}, but to ${visited.join(', ')}`)
}

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document
    return activeElement?.ariaLabel ?? activeElement?.textContent?.trim() ?? ''
  })
}

/** An outline on it, on the label around it, or on the card that its link stands for. */
function isFocusSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { activeElement } = document
    if (!activeElement) return false
    const label = activeElement.closest('label')
    const styles = [
      getComputedStyle(activeElement),
      getComputedStyle(activeElement, '::after'),
      ...(label ? [getComputedStyle(label)] : []),
    ]
    return styles.some(({ outlineStyle, outlineWidth }) => {
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    })
  })
}

async function staysInside(page: Page) {
  for (let presses = 0; presses < 25; presses++) {
    await page.keyboard.press('Tab')
    const isInside = await page.evaluate(() =>
      Boolean(document.activeElement?.closest('[role="dialog"]')),
    )
    expect(isInside, 'the focus stays in the dialog').toBe(true)
  }
}

story(
  'with reduced motion nothing moves but the arc of what is being tested',
  async ({ browser }) => {
    const context = await openAs(browser, 'ada')
    const page = await context.newPage()
    await page.goto('/integrations')
    await grid(page)
    await card(page, 'GitHub').getByRole('link', { name: 'GitHub', exact: true }).click()
    await form(page).getByRole('list', { name: 'Test result' }).waitFor()
    await expect
      .poll(() =>
        page.evaluate(() =>
          document
            .getAnimations()
            .filter(({ playState }) => playState === 'running')
            .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : '?'))
            .filter((name) => name !== 'turn'),
        ),
      )
      .toEqual([])
    await context.close()
  },
)

story('every link of the shell leads to a page', async ({ browser }) => {
  const context = await openAs(browser, 'ada')
  const page = await context.newPage()
  await page.goto('/integrations')
  await grid(page)
  const links = await page
    .getByRole('navigation')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  expect(links.length).toBeGreaterThan(1)
  for (const link of links) {
    await page.goto(link)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/Not found|Loading/)
  }
  await context.close()
})
