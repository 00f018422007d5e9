import type { Browser, BrowserContext } from '@playwright/test'
import { asService, furnish } from '../../support/furnish.ts'
import type { Stack } from '../../support/stack.ts'
import { signedUp } from './session.ts'

export type Who = 'guest' | 'newcomer' | 'ada'
export type Visitors = Record<Who, Awaited<ReturnType<typeof signedUp>> | undefined>

/** A newcomer, and Ada with 14 connections of every status and 30 checks each: one of each a run. */
export async function inviteVisitors(stack: Stack): Promise<Visitors> {
  const [newcomer, ada] = await Promise.all([signedUp(stack), signedUp(stack)])
  const session = ada.origins[0]?.localStorage[0]?.value ?? ''
  await furnish(asService(stack), JSON.parse(session).user.id)
  return { guest: undefined, newcomer, ada }
}

/** Colours without the way from one to the other: axe would measure in the middle of it. */
export const LOOKED_AT = {
  viewport: { width: 1280, height: 900 },
  reducedMotion: 'reduce',
  colorScheme: 'light',
} as const

export function openAs(browser: Browser, who: Who, baseURL: string): Promise<BrowserContext> {
  const visitors: Visitors = JSON.parse(process.env.PATCHBAY_VISITORS ?? '{}')
  const storageState = visitors[who]
  return browser.newContext({
    baseURL,
    ...LOOKED_AT,
    ...(storageState ? { storageState } : {}),
  })
}
