import type { Page, Request } from '@playwright/test'

export interface Testimony {
  /** Where it was seen, for the message of a failure. */
  where: string
  text: string
}

/** Answers whose bodies are looked at; all else is the bundle, the same for everyone. */
const OUR_APIS = /\/(rest|functions|auth)\/v1\//

/**
 * Sees all that a page sends, is answered, shows (however briefly), logs and stores, from when it
 * is called. What stands in an input is not seen: that is where secrets are typed.
 */
export class Witness {
  readonly #page: Page
  readonly #seen: Testimony[] = []

  private constructor(page: Page) {
    this.#page = page
  }

  static async of(page: Page): Promise<Witness> {
    const witness = new Witness(page)
    await witness.#begin()
    return witness
  }

  /** All so far, and what is stored and shown now. */
  async testify(): Promise<Testimony[]> {
    const now = await this.#page.evaluate(stored)
    const state = await this.#page.context().storageState({ indexedDB: true })
    return [
      ...this.#seen,
      { where: 'the page as it is', text: await this.#page.content() },
      { where: 'cookies, local storage, IndexedDB', text: JSON.stringify(state) },
      ...Object.entries(now).map(([where, text]) => ({ where, text })),
    ]
  }

  /** Lets go of requests that are under way when a story ends. */
  leave(): Promise<void> {
    return this.#page.unrouteAll({ behavior: 'ignoreErrors' })
  }

  async #begin(): Promise<void> {
    const page = this.#page
    const see = (where: string, text: string) => void this.#seen.push({ where, text })
    page.on('console', (message) => see('console', message.text()))
    page.on('pageerror', (error) => see('page error', `${error.message}\n${error.stack}`))
    page.on('framenavigated', (frame) => see('address', frame.url()))
    page.on('request', (request) => {
      see(`request ${request.url()}`, `${headersOf(request)}\n${request.postData() ?? ''}`)
    })
    // Read on their way: of a stream that the page stops reading, a test's among them, the browser
    // keeps no body.
    await page.route(OUR_APIS, async (route) => {
      const answer = await route.fetch()
      const where = `answer ${route.request().method()} ${answer.url()}`
      see(where, JSON.stringify(answer.headers()))
      see(where, await answer.text())
      await route.fulfill({ response: answer })
    })
    await page.exposeFunction('witnessShown', (text: string) => see('shown', text))
    await page.evaluate(watchDocument)
    await page.addInitScript(watchDocument)
  }
}

const headersOf = (request: Request) => JSON.stringify(request.headers())

/** Runs in the page: tells of every text and attribute that comes into the document. */
function watchDocument(): void {
  const tell: unknown = Reflect.get(window, 'witnessShown')
  const told = (text: string) => {
    if (typeof tell === 'function') tell(text)
  }
  new MutationObserver((mutations) => {
    const texts = mutations.flatMap(({ type, target, addedNodes, attributeName }) => {
      if (type === 'characterData') return [target.textContent ?? '']
      if (!(target instanceof Element)) return []
      if (type === 'attributes') return [target.getAttribute(attributeName ?? '') ?? '']
      return [...addedNodes].map((node) =>
        node instanceof Element ? node.outerHTML : (node.textContent ?? ''),
      )
    })
    told(texts.join('\n'))
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
}

/** Runs in the page: what `storageState` does not tell of. */
async function stored(): Promise<Record<string, string>> {
  const caches = await Promise.all(
    (await window.caches.keys()).map(async (name) => {
      const cache = await window.caches.open(name)
      const requests = await cache.keys()
      const answers = await Promise.all(
        requests.map(async (request) => (await cache.match(request))?.text()),
      )
      return { name, urls: requests.map(({ url }) => url), answers }
    }),
  )
  return {
    'session storage': JSON.stringify(sessionStorage),
    'history state': JSON.stringify(history.state) ?? '',
    'window name': window.name,
    address: location.href,
    caches: JSON.stringify(caches),
  }
}
