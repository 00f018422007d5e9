import type { Browser, Page } from '@playwright/test'
import { problemsIn } from './problems.ts'
import { LOOKED_AT, openAs, type Who } from './visitors.ts'

/**
 * One page that story after story is told in: a new one would read and compile all scripts anew,
 * which takes longer than most of what is done there.
 */
export class Seat {
  readonly #browser: Browser
  readonly #url: string
  #taken: { who: Who; page: Page; problems: string[] } | null = null

  constructor(browser: Browser, url: string) {
    this.#browser = browser
    this.#url = url
  }

  /** The page of the one who had it last, or of another. */
  async take(who: Who): Promise<Page> {
    if (this.#taken?.who !== who) {
      await this.leave()
      const context = await openAs(this.#browser, who, this.#url)
      this.#taken = { who, page: await context.newPage(), problems: problemsIn(context) }
    }
    return this.#taken.page
  }

  /** Has it as it was found, at a file that does nothing. Answers what went wrong. */
  async tidy(): Promise<string[]> {
    if (this.#taken === null) return []
    const { page, problems } = this.#taken
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    // Not about:blank, which is of another origin, and would have another process.
    await page.goto('/favicon.svg')
    await page.evaluate(() => sessionStorage.clear())
    await page.emulateMedia({ colorScheme: LOOKED_AT.colorScheme })
    await page.setViewportSize(LOOKED_AT.viewport)
    return problems.splice(0)
  }

  async leave(): Promise<void> {
    await this.#taken?.page.context().close()
    this.#taken = null
  }
}
