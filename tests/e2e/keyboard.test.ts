import type { Page } from '@playwright/test'
import { grid, nameField } from './support/screen.ts'
import { card, expect, story } from './support/story.ts'

story('everything on the grid can be done with the keyboard alone', async ({ open }) => {
  const page = await open('ada')
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
  await expect(page.getByRole('heading', { name: 'GitHub', level: 1 })).toBeVisible()
  for (const stop of ['Integrations', 'Edit', 'Test', 'More for GitHub', 'Overview']) {
    await tabTo(page, stop)
  }
  await keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Checks' })).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('Home')
  await expect(page.getByRole('slider')).toBeVisible()
  await tabTo(page, '24 h')
  await tabTo(page, 'Response time, point by point')
  await keyboard.press('ArrowLeft')
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', /p50 \d+ ms/)
  await page.goBack()
  await expect(card(page, 'GitHub').getByRole('link', { name: 'GitHub' })).toBeFocused()

  await tabTo(page, 'Test GitHub')
  await tabTo(page, 'More for GitHub')
  await keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Open details' })).toBeFocused()
  await keyboard.press('End')
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused()
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
  // The focus comes back a turn after the dialog has gone.
  await expect.poll(() => focusedName(page)).toBe(opener)

  await keyboard.press('Control+k')
  await keyboard.type('go to settings')
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/\/settings/)
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
    const named = activeElement?.closest('label') ?? activeElement
    return activeElement?.ariaLabel ?? named?.textContent?.trim() ?? ''
  })
}

/** An outline on it, on the label or the chart around it, or on the card that its link stands for. */
function isFocusSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { activeElement } = document
    if (!activeElement) return false
    const around = activeElement.closest('label, [class*="has-focus-visible"]')
    const styles = [
      getComputedStyle(activeElement),
      getComputedStyle(activeElement, '::after'),
      ...(around ? [getComputedStyle(around)] : []),
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

story('with reduced motion nothing moves but the arc of what is being tested', async ({ open }) => {
  const page = await open('ada')
  await page.goto('/integrations')
  await grid(page)
  await card(page, 'GitHub').getByRole('link', { name: 'GitHub', exact: true }).click()
  await page.getByRole('list', { name: 'Test result' }).waitFor()
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
})

story('every link of the shell leads to a page', async ({ open }) => {
  const page = await open('ada')
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
})
