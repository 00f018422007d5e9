import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { FORM_SCREENS } from './support/form-screens.ts'
import { PAGE_SCREENS } from './support/page-screens.ts'
import { expect, story } from './support/story.ts'
import { invite, openAs } from './support/visitors.ts'

const WIDTHS = [360, 768, 1280, 1920]
/** Layout differs at these as much as anywhere: all of axe's rules are asked there. */
const AXE_WIDTHS = [360, 1280]
const DARK_WIDTH = 1280
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

story.beforeAll(({ browser }) => invite(browser))

for (const { name, who, path, arrange, act } of [...PAGE_SCREENS, ...FORM_SCREENS]) {
  story(`${name}: for everyone, at every width, in both themes`, async ({ browser }) => {
    const context = await openAs(browser, who)
    const page = await context.newPage()
    await arrange?.(page)
    await page.goto(path)
    await act(page)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width < 600 ? 780 : 900 })
      // The columns follow a frame after the window.
      await expect.poll(() => sidewaysScroll(page), `sideways scroll at ${width}`).toBe(0)
      await expect.poll(() => cutButtons(page), `cut buttons at ${width}`).toEqual([])
      if (!AXE_WIDTHS.includes(width)) continue
      expect(await findings(page, (axe) => axe.withTags(WCAG)), `at ${width}`).toEqual([])
      // The themes differ in colours alone, and colours do not differ by width.
      if (width !== DARK_WIDTH) continue
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

/**
 * Reduced motion leaves each transition a moment, and a busy machine makes it longer. One on what is
 * not painted may never end: that is waited for no longer than a person would see it.
 */
function settled(page: Page): Promise<unknown> {
  return page.evaluate(() =>
    Promise.race([
      new Promise((resolve) => setTimeout(resolve, 500)),
      Promise.allSettled(
        document
          .getAnimations()
          .filter((animation) => animation instanceof CSSTransition)
          .map(({ finished }) => finished),
      ),
    ]),
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
