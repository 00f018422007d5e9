import { createHmac } from 'node:crypto'
import * as z from 'zod/mini'
import { PUBLISHABLE_KEY } from './publishable-key.ts'
import { StartError } from './start-error.mjs'

export const DemoAccount = z.object({ email: z.string(), password: z.string() })
export type DemoAccount = z.infer<typeof DemoAccount>

const Session = z.object({ user: z.object({ id: z.uuid() }) })
const EMAIL = 'demo@patchbay.example'

/** The same for the same stack, and nobody's guess: nothing on this machine is open by a known password. */
export function demoAccount(secretKey: string): DemoAccount {
  const digest = createHmac('sha256', secretKey).update('demo account').digest('base64url')
  return { email: EMAIL, password: digest.slice(0, 20) }
}

/**
 * Its user's id; the account is made the first time. `send`: the stack's own auth.
 *
 * @throws StartError where somebody has it with another password.
 */
export async function demoUser(
  account: DemoAccount,
  origin: string,
  send: (request: Request) => Promise<Response>,
): Promise<string> {
  const ask = (path: string) =>
    send(
      new Request(`${origin}/auth/v1/${path}`, {
        method: 'POST',
        headers: { apikey: PUBLISHABLE_KEY, 'content-type': 'application/json' },
        body: JSON.stringify(account),
      }),
    )
  for (const path of ['token?grant_type=password', 'signup']) {
    const answer = await ask(path)
    const session = z.safeParse(Session, await answer.json().catch(() => null))
    if (answer.ok && session.success) return session.data.user.id
  }
  throw new StartError(
    `The account ${EMAIL} has another password than the demo gave it. Set PATCHBAY_HOME to a new folder, and run this again.`,
  )
}
