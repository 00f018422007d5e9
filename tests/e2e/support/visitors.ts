import type { Browser, BrowserContext, Page } from '@playwright/test'
import { asService, furnish } from '../../support/furnish.ts'
import { signUp, stack } from './story.ts'

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>
export type Who = 'guest' | 'newcomer' | 'ada'

const states: Partial<Record<Who, StorageState>> = {}

/** Signs up a newcomer, and Ada with 14 connections of every status and 30 checks each. */
export async function invite(browser: Browser): Promise<void> {
  for (const who of ['newcomer', 'ada'] as const) {
    const context = await browser.newContext({ baseURL: stack().url })
    const page = await context.newPage()
    await signUp(page)
    if (who === 'ada') await furnish(asService(stack()), await userIdOf(page))
    states[who] = await context.storageState()
    await context.close()
  }
}

async function userIdOf(page: Page): Promise<string> {
  return page.evaluate(() => JSON.parse(localStorage.getItem('patchbay-session') ?? '').user.id)
}

/** Colours without the way from one to the other: axe would measure in the middle of it. */
export function openAs(browser: Browser, who: Who, viewport = { width: 1280, height: 900 }) {
  const { [who]: storageState } = states
  return browser.newContext({
    baseURL: stack().url,
    viewport,
    reducedMotion: 'reduce',
    colorScheme: 'light',
    ...(storageState ? { storageState } : {}),
  })
}
