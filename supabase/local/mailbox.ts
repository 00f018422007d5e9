import { AsyncLocalStorage } from 'node:async_hooks'
import type { EmailDriver, EmailMessage } from '@supabase/lite'
import { html } from 'hono/html'

const KEPT = 50

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
}

/** Where the local stack's mail ends up: nothing is delivered, everything is shown at /local/mail. */
export class Mailbox implements EmailDriver {
  readonly #mails: { at: Date; message: EmailMessage }[] = []

  readonly #redirectTo = new AsyncLocalStorage<string>()

  /**
   * Answers a request so that the link in its mail leads where it asked for: @supabase/lite 0.10
   * drops `redirect_to` of /auth/v1/recover. /auth/v1/verify judges it as it does any other.
   */
  answer(request: Request, answer: () => Promise<Response>): Promise<Response> {
    const redirectTo = new URL(request.url).searchParams.get('redirect_to')
    return redirectTo ? this.#redirectTo.run(redirectTo, answer) : answer()
  }

  async send({ text = '', ...message }: EmailMessage): Promise<void> {
    const redirectTo = this.#redirectTo.getStore()
    const query = redirectTo && `redirect_to=${encodeURIComponent(redirectTo)}`
    const led = query ? text.replace(/redirect_to=[^&\s]*/g, () => query) : text
    this.#mails.unshift({ at: new Date(), message: { ...message, text: led } })
    this.#mails.length = Math.min(this.#mails.length, KEPT)
  }

  /** The page, newest mail first. */
  show(): Response {
    const articles = this.#mails.map(({ at, message }) => article(at, message))
    const page = html`<!doctype html>
      <html lang="en">
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta http-equiv="refresh" content="10" />
        <title>Local mail · Patchbay</title>
        <main>
          <h1>Local mail</h1>
          <p>What Patchbay would have sent: nothing leaves this machine, and a restart empties it.</p>
          ${articles.length > 0 ? articles : 'No mail yet. Ask for a new password, and it is here.'}
        </main>
      </html>`
    return new Response(String(page), { headers: HEADERS })
  }
}

function article(at: Date, { to, subject, text = '' }: EmailMessage) {
  const parts = text.split(/(https?:\/\/\S+)/)
  // Every other part is what the pattern caught: a link.
  const body = parts.map((part, index) =>
    index % 2 === 1 ? html`<a href="${part}">${part}</a>` : part,
  )
  return html`<article>
    <h2>${subject}</h2>
    <p>To ${to}, ${at.toLocaleTimeString()}</p>
    <pre>${body}</pre>
  </article>`
}
