import { runningStack } from './home.ts'
import { isProven, makeNonce, NONCE_HEADER, PROOF_HEADER, prove } from './key-proof.ts'
import {
  type Project,
  type Resealed,
  resealEverything,
  type Say,
  unneededKeys,
  whatWasSkipped,
  whyKept,
} from './reseal-client.ts'
import { makeSealingKey } from './sealing-key.ts'
import { type LocalSecrets, localSecrets, replaceLocalSecrets } from './secrets.ts'
import { StartError } from './start-error.mjs'

/** One process at a time: who calls these holds the lock of `home`. */
export interface LocalKeys {
  /** Makes a new key, and finishes with it; a rotation that was stopped midway is finished first. */
  rotate: () => Promise<void>
  reseal: () => Promise<void>
  retire: () => Promise<void>
}

const START_FIRST = 'Start Patchbay (npm start), and run this again.'

/** Rotation for the embedded stack of `home`. Each rejects with StartError where the person can mend it. */
export function localKeys(home: string, say: Say): LocalKeys {
  async function rotate(): Promise<void> {
    const before = await localSecrets(home)
    const url = await runningStack(home)
    if (before.sealingKeys.length > 1) {
      if (url === null) {
        throw new StartError(
          `The last rotation is not finished, and needs the stack. ${START_FIRST}`,
        )
      }
      say('The last rotation is not finished: going on with it, without another key.')
      const { resealed, kept } = await settle(url, before)
      if (resealed > 0 || kept) return
    }
    const { sealingKeys, ...others } = await localSecrets(home)
    const key = await makeSealingKey()
    const secrets = { ...others, sealingKeys: [key, ...sealingKeys] }
    replaceLocalSecrets(home, secrets)
    say(`New key ${key.kid}.`)
    if (url === null) say(`What is stored is still sealed for the older key. ${START_FIRST}`)
    else await settle(url, secrets)
  }

  async function settle(url: string, secrets: LocalSecrets): Promise<Resealed & { kept: boolean }> {
    const { secretKey, sealingKeys } = secrets
    await takeKeys({ url, secretKey })
    say('The functions have the keys; sealing anew for the newest.')
    const resealed = await resealEverything({ url, secretKey }, say)
    say(`Done: ${resealed.resealed} sealed anew.`)
    const skipped = whatWasSkipped(resealed)
    if (skipped !== null) say(skipped)

    const unneeded = unneededKeys(
      sealingKeys.map(({ kid }) => kid),
      resealed,
    )
    const left = sealingKeys.filter(({ kid }) => !unneeded.includes(kid))
    if (unneeded.length > 0) {
      replaceLocalSecrets(home, { ...secrets, sealingKeys: left })
      await takeKeys({ url, secretKey })
      say(`Retired ${unneeded.join(', ')}.`)
    }
    const kept = left.length > 1
    if (kept) say(whyKept(resealed, '"npm run keys -- retire"'))
    return { ...resealed, kept }
  }

  async function settleNow(): Promise<void> {
    const url = await runningStack(home)
    if (url === null) throw new StartError(`Patchbay is not running on ${home}. ${START_FIRST}`)
    const { kept } = await settle(url, await localSecrets(home))
    if (!kept) say('One key is left: nothing is to be done.')
  }

  // What is sealed in between is sealed anew before its key is retired, so both are one walk.
  return { rotate, reseal: settleNow, retire: settleNow }
}

/** The running functions take the keys from the secrets' file, and those that had others have ended. */
async function takeKeys({ url, secretKey }: Project): Promise<void> {
  const nonce = makeNonce()
  const response = await fetch(`${url}/local/sealing-keys`, {
    method: 'POST',
    headers: { [NONCE_HEADER]: nonce, [PROOF_HEADER]: prove(secretKey, 'asks', nonce) },
    redirect: 'error',
  }).catch(() => null)
  if (!response?.ok || !isProven(secretKey, 'took', nonce, response.headers.get(PROOF_HEADER))) {
    throw new StartError(
      `What runs at ${url} did not take the keys: start Patchbay anew, and run this again.`,
    )
  }
}
