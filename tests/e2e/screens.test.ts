import type { Page } from '@playwright/test'
import { ACCOUNT_SCREENS } from './support/account-screens.ts'
import { ALERT_SCREENS } from './support/alert-screens.ts'
import { findings } from './support/axe.ts'
import { FORM_SCREENS } from './support/form-screens.ts'
import { HEALTH_SCREENS } from './support/health-screens.ts'
import { INTEGRATION_SCREENS } from './support/integration-screens.ts'
import { LOG_SCREENS } from './support/log-screens.ts'
import { OWN_SCREENS } from './support/own-screens.ts'
import { PAGE_SCREENS } from './support/page-screens.ts'
import { expect, story } from './support/story.ts'

/** Narrow and wide layouts differ by more than their colours, and so do the themes by nothing else. */
const NARROW = 360
const WIDE = 1280

/** By who looks: who comes after another makes a page of their own. */
const SCREENS = [
  ...ACCOUNT_SCREENS,
  ...PAGE_SCREENS,
  ...FORM_SCREENS,
  ...INTEGRATION_SCREENS,
  ...OWN_SCREENS,
  ...HEALTH_SCREENS,
  ...LOG_SCREENS,
  ...ALERT_SCREENS,
].sort((a, b) => a.who.localeCompare(b.who))

for (const { name, who, path, isAlone, arrange, act } of SCREENS) {
  story(`${name}: for everyone, at every width, in both themes`, async ({ open, look }) => {
    const page = await (isAlone ? open : look)(who)
    await arrange?.(page)
    await page.goto(path)
    await act(page)
    await hold(page)

    await fitsAt(page, NARROW)
    expect(await findings(page, 'every rule'), 'narrow, light').toEqual([])
    await fitsAt(page, 768)
    await fitsAt(page, 1920)
    await fitsAt(page, WIDE)
    expect(await findings(page, 'contrast'), 'wide, light').toEqual([])

    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(page.locator('html')).toHaveClass(/dark/)
    await hold(page)
    expect(await findings(page, 'every rule'), 'wide, dark').toEqual([])
    await fitsAt(page, NARROW)
    expect(await findings(page, 'contrast'), 'narrow, dark').toEqual([])
  })
}

/** Colours come to their end, and nothing turns: what is painted for ever leaves no time to look. */
function hold(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation instanceof CSSTransition) animation.finish()
      else animation.pause()
    }
  })
}

async function fitsAt(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: width < 600 ? 780 : 900 })
  // The columns follow a frame after the window.
  await expect.poll(() => sidewaysScroll(page), `sideways scroll at ${width}`).toEqual([])
  await expect.poll(() => cutButtons(page), `cut buttons at ${width}`).toEqual([])
}

/** What can be scrolled sideways: the page, or what scrolls down in it. */
function sidewaysScroll(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('html, [role="dialog"], [role="dialog"] *')]
      .filter(
        (element) =>
          element.matches('html') || /auto|scroll/.test(getComputedStyle(element).overflowY),
      )
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ tagName, className }) => `${tagName}.${className}`),
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
