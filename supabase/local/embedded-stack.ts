import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { proxy } from 'hono/proxy'
import { answerDemo } from './answer-demo.ts'
import { postAsService, startBackend } from './backend.ts'
import { startFunctions } from './functions.ts'
import { hostFunctions } from './functions-host.ts'
import { lockHome, openHome } from './home.ts'
import { answerSealingKeys } from './local-sealing-keys.ts'
import { Mailbox } from './mailbox.ts'
import { startPlayground } from './playground.ts'
import { publishCatalogue } from './publish-catalogue.ts'
import { PUBLISHABLE_KEY } from './publishable-key.ts'
import { startRunner } from './runner.ts'
import { scheduledCalls } from './scheduled-calls.ts'
import { startScheduler } from './scheduler.ts'
import { localSecrets } from './secrets.ts'

export interface EmbeddedStack {
  /** Answers the stack's paths. */
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** Starts the functions anew, from their present source. */
  reloadFunctions: () => void
  stop: () => Promise<void>
}

/**
 * Data API, auth, functions, playground and schedule for a page that is served on `port` of this
 * machine. Rejects with StartError where the person can mend it; nothing is left running then.
 */
export async function startEmbeddedStack(
  root: string,
  port: number,
  warn: (message: string) => void,
): Promise<EmbeddedStack> {
  const origin = `http://127.0.0.1:${port}`
  const undo: (() => unknown)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  const died = (what: string) => (code: number | null) =>
    warn(`${what} ended with code ${code}: start Patchbay again.`)

  try {
    const home = openHome(root)
    undo.push(await lockHome(home, port))
    const secrets = await localSecrets(home)
    const mailbox = new Mailbox()

    const playground = startPlayground(root, home, died('The playground'))
    undo.push(() => playground.then((running) => running.stop()).catch(() => {}))
    const backend = startBackend({ home, origin, secrets, mail: mailbox })
    undo.push(() => backend.then((app) => app.connection.close()).catch(() => {}))
    const scheduleSecret = randomBytes(32).toString('base64url')
    const functions = hostFunctions(
      async (onDeath) =>
        startFunctions({
          root,
          env: {
            SUPABASE_URL: origin,
            SUPABASE_ANON_KEY: PUBLISHABLE_KEY,
            SUPABASE_SERVICE_ROLE_KEY: secrets.secretKey,
            // Read anew for each process: they may have been rotated.
            SEALING_KEYS: JSON.stringify((await localSecrets(home)).sealingKeys),
            SCHEDULE_SECRET: scheduleSecret,
            EGRESS_ALLOW_PRIVATE: 'true',
            // Whichever of the two names a person typed.
            PAGE_URL: `${origin} http://localhost:${port}`,
            ...mailServer(),
          },
          onUnexpectedExit: (code) => {
            warn(`The functions process ended with code ${code}: it is started again.`)
            onDeath()
          },
        }),
      (error) => warn(String(error)),
    )
    // Before the backend ends, so that what they are doing does not fail over it.
    undo.push(functions.stop)

    const [app, { addresses }] = await Promise.all([backend, playground, functions.ready])
    await publishCatalogue(app, addresses)
    const asService = postAsService(app, origin, secrets.secretKey)
    // Nobody has a test for it yet: the page need not wait until it runs.
    const runner = startRunner({
      root,
      home,
      origin,
      asService,
      allowed: addresses.mcpCommand,
      onUnexpectedExit: died('The runner'),
    })
    runner.catch((error: unknown) => warn(`The runner does not start: ${error}`))
    undo.push(() => runner.then((running) => running.stop()).catch(() => {}))
    const callFunction = scheduledCalls(functions, scheduleSecret)
    undo.push(startScheduler({ asService, callFunction, warn }))

    return {
      handle: getRequestListener(async (request, { outgoing }) => {
        const { pathname, search } = new URL(request.url)
        if (pathname === '/local/mail') return mailbox.show()
        if (pathname === '/local/demo') {
          const playground = addresses
          return answerDemo(request, { app, origin, playground, secrets: () => localSecrets(home) })
        }
        if (pathname === '/local/sealing-keys') {
          return answerSealingKeys(request, secrets.secretKey, functions.replace)
        }
        if (!pathname.startsWith('/functions/')) {
          return mailbox.answer(request, () => app.fetch(request))
        }
        // A runner that waits for work asks again.
        const mayGo = pathname.endsWith('/runner/claim')
        let leaving: AbortSignal | undefined
        try {
          const entered = await functions.enter()
          outgoing.once('close', entered.left)
          leaving = mayGo ? entered.leaving : undefined
          return await proxy(`${entered.target}${pathname}${search}`, {
            raw: request,
            redirect: 'manual',
            ...(leaving ? { signal: AbortSignal.any([request.signal, leaving]) } : {}),
          })
        } catch {
          if (leaving?.aborted) return new Response(null, { status: 204 })
          return Response.json({ code: 'BOOT_ERROR', message: 'No function runs' }, { status: 503 })
        }
      }),
      reloadFunctions: functions.reload,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Alerts go by mail where this machine says by which server. */
function mailServer(): Record<string, string> {
  const { SMTP_URL, SMTP_FROM } = process.env
  return SMTP_URL && SMTP_FROM ? { SMTP_URL, SMTP_FROM } : {}
}
