import type { Page } from '@playwright/test'

/** From the page's own clock, all in milliseconds. */
export interface LoadTimings {
  dataRequests: number
  /** From the end of the last data answer to cards on the screen and a main thread that is free. */
  usableAfterData: number
}

/** Call before the page is opened. */
export async function watchLoad(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const longTaskEnds: number[] = []
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        longTaskEnds.push(startTime + duration)
      }
    }).observe({ type: 'longtask', buffered: true })
    Reflect.set(window, 'longTaskEnds', longTaskEnds)
    new MutationObserver((_, observer) => {
      // The bars come with the last answer.
      if (!document.querySelector('#connected article [role="img"]')) return
      observer.disconnect()
      requestAnimationFrame(() =>
        requestAnimationFrame(() => Reflect.set(window, 'cardsPaintedAt', performance.now())),
      )
    }).observe(document, { subtree: true, childList: true })
  })
}

/** Call when the page has been quiet for a while. */
export function loadTimings(page: Page): Promise<LoadTimings> {
  return page.evaluate(() => {
    const answers = performance
      .getEntriesByType('resource')
      .filter((entry) => entry.name.includes('/rest/v1/'))
    const dataAt = Math.max(
      ...answers.map((entry) =>
        entry instanceof PerformanceResourceTiming ? entry.responseEnd : Number.POSITIVE_INFINITY,
      ),
    )
    const longTaskEnds: unknown = Reflect.get(window, 'longTaskEnds')
    const freeAt = Array.isArray(longTaskEnds) ? Math.max(0, ...longTaskEnds.map(Number)) : 0
    const paintedAt = Number(Reflect.get(window, 'cardsPaintedAt'))
    return {
      dataRequests: answers.length,
      usableAfterData: Math.max(freeAt, paintedAt) - dataAt,
    }
  })
}

/** Milliseconds from each letter's input event to the second frame after it, as it is typed. */
export async function typingTimings(page: Page, text: string): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = []
    Reflect.set(window, 'typingTimes', times)
    document.addEventListener(
      'input',
      ({ timeStamp }) => {
        requestAnimationFrame(() =>
          requestAnimationFrame(() => times.push(performance.now() - timeStamp)),
        )
      },
      { capture: true },
    )
  })
  await page.keyboard.type(text, { delay: 150 })
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        setTimeout(() => resolve(Reflect.get(window, 'typingTimes')), 500)
      }),
  )
}

/** Milliseconds from each turn of the wheel, down a page, to the second frame after it. */
export function scrollTimings(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const times: number[] = []
    for (let top = 0; top < 6_000; top += 120) {
      const startedAt = performance.now()
      window.scrollTo({ top, behavior: 'instant' })
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      times.push(performance.now() - startedAt)
    }
    return times
  })
}

/** The most cards in the document in any frame, while one scrolls down in leaps, and up by the wheel. */
export function mostCardsWhileScrolling(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const bottom = document.documentElement.scrollHeight
    const leaps = Array.from({ length: 41 }, (_, step) => (bottom * step) / 40)
    const turns = Array.from({ length: 60 }, (_, step) => bottom - step * 120)
    let most = 0
    for (const top of [...leaps, ...turns]) {
      window.scrollTo({ top, behavior: 'instant' })
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      most = Math.max(most, document.querySelectorAll('main article').length)
    }
    return most
  })
}
