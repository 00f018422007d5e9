import * as z from 'zod/mini'
import { DemoAccount } from './demo-account.ts'
import { openHome, runningStack } from './home.ts'
import { makeNonce, NONCE_HEADER, PROOF_HEADER, prove } from './key-proof.ts'
import { localSecrets } from './secrets.ts'
import { StartError } from './start-error.mjs'

const Problem = z.object({ problem: z.string() })

/**
 * Has the stack that runs on this machine's data make the demo account anew. Null where none runs.
 * `started`: the address of the one that the caller has just started.
 *
 * @throws StartError where it does not.
 */
export async function askDemo(root: string, isForPictures: boolean, started?: string) {
  const home = openHome(root)
  const url = started ?? (await runningStack(home))
  if (url === null) return null
  const { secretKey } = await localSecrets(home)
  const nonce = makeNonce()
  const answer = await fetch(`${url}/local/demo${isForPictures ? '?pictures' : ''}`, {
    method: 'POST',
    headers: { [NONCE_HEADER]: nonce, [PROOF_HEADER]: prove(secretKey, 'demo', nonce) },
    redirect: 'error',
  }).catch(() => null)
  const body: unknown = await answer?.json().catch(() => null)
  const account = z.safeParse(DemoAccount, body)
  if (answer?.ok && account.success) return { url, ...account.data }
  const problem = z.safeParse(Problem, body).data?.problem ?? 'start Patchbay anew'
  throw new StartError(`What runs at ${url} did not make the demo account: ${problem}.`)
}
