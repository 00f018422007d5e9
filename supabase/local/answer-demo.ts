import type { App } from '@supabase/lite'
import { PgliteConnection } from '@supabase/lite/pglite'
import type { PlaygroundAddresses } from '../catalogue/playground.ts'
import { createKeyring } from '../functions/_shared/sealing/keyring.ts'
import { furnishDemo } from './demo.ts'
import { demoAccount, demoUser } from './demo-account.ts'
import { isProven, NONCE_HEADER, PROOF_HEADER } from './key-proof.ts'
import type { LocalSecrets } from './secrets.ts'

export interface DemoStack {
  app: App
  origin: string
  playground: PlaygroundAddresses
  secrets: () => Promise<LocalSecrets>
}

/**
 * `POST /local/demo`: makes the demo account anew and answers how one signs in. `?pictures`: with the
 * vendors' own addresses. For who can prove to know the stack's secret key.
 */
export async function answerDemo(request: Request, stack: DemoStack): Promise<Response> {
  const { secretKey, sealingKeys } = await stack.secrets()
  if (request.method !== 'POST') return new Response(null, { status: 405 })
  const { headers } = request
  if (!isProven(secretKey, 'demo', headers.get(NONCE_HEADER), headers.get(PROOF_HEADER))) {
    return new Response(null, { status: 401 })
  }
  const { app, origin, playground } = stack
  const { connection } = app
  if (!(connection instanceof PgliteConnection)) return new Response(null, { status: 501 })
  const account = demoAccount(secretKey)
  try {
    const userId = await demoUser(account, origin, async (asked) => app.fetch(asked))
    await furnishDemo(
      {
        transaction: (work) =>
          connection.driver.transaction((tx) =>
            work((text, params) => tx.query(text, [...params])),
          ),
      },
      {
        userId,
        keyring: createKeyring(JSON.stringify(sealingKeys)),
        now: Date.now(),
        at: new URL(request.url).searchParams.has('pictures')
          ? { to: 'vendor' }
          : { to: 'playground', rest: playground.rest, mcp: playground.mcpHttp },
      },
    )
  } catch (error) {
    return Response.json({ problem: String(error) }, { status: 500 })
  }
  return Response.json(account)
}
