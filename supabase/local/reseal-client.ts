import { ResealedBatch } from '../functions/_shared/contract/resealing.ts'
import { SealingKeySet } from '../functions/_shared/contract/sealing.ts'
import { StartError } from './start-error.mjs'

export interface Project {
  /** Without a path: https://abcdefgh.supabase.co */
  url: string
  secretKey: string
}

export type Say = (line: string) => void

/** What the last batch of a pass told, and what all of them did. */
export interface Resealed
  extends Pick<ResealedBatch, 'usage' | 'damaged' | 'older_keys_needed_ms'> {
  resealed: number
  skipped: number
}

/** The ids of the keys that the project publishes, newest first; null where it publishes none. */
export async function publishedKeyIds({ url }: Pick<Project, 'url'>): Promise<string[] | null> {
  const response = await send(`${url}/functions/v1/sealing-keys`, { cache: 'no-store' })
  if (!response.ok) return null
  return SealingKeySet.parse(await response.json()).keys.map(({ kid }) => kid)
}

/**
 * Has everything sealed anew for the newest key, pass after pass until one finds nothing more: what
 * people store meanwhile is caught by the next. Stopped anywhere, it goes on when called again.
 *
 * @throws StartError where the project does not answer as it should.
 */
export async function resealEverything(project: Project, say: Say): Promise<Resealed> {
  let resealed = 0
  for (;;) {
    const pass = await resealOnce(project, (soFar, remaining) =>
      say(`  ${resealed + soFar} sealed anew, ${remaining} to look at`),
    )
    resealed += pass.resealed
    if (pass.resealed === 0) return { ...pass, resealed }
  }
}

async function resealOnce(
  project: Project,
  onBatch: (resealed: number, remaining: number) => void,
): Promise<Resealed> {
  const done = { resealed: 0, skipped: 0, damaged: new Map<string, number>() }
  let after: ResealedBatch['next'] = null
  for (;;) {
    const batch: ResealedBatch = await resealBatch(project, after)
    done.resealed += batch.resealed
    done.skipped += batch.skipped
    for (const [kid, count] of Object.entries(batch.damaged)) {
      done.damaged.set(kid, (done.damaged.get(kid) ?? 0) + count)
    }
    if (batch.resealed > 0) onBatch(done.resealed, batch.remaining)
    if (batch.next === null) {
      const { usage, older_keys_needed_ms } = batch
      return { ...done, damaged: Object.fromEntries(done.damaged), usage, older_keys_needed_ms }
    }
    after = batch.next
  }
}

async function resealBatch(
  { url, secretKey }: Project,
  after: ResealedBatch['next'],
): Promise<ResealedBatch> {
  const response = await send(`${url}/functions/v1/reseal-credentials`, {
    method: 'POST',
    headers: { apikey: secretKey, 'content-type': 'application/json' },
    body: JSON.stringify({ after }),
  })
  if (response.ok) return ResealedBatch.parse(await response.json())
  await response.body?.cancel()
  throw new StartError(problem(response.status))
}

function problem(status: number): string {
  if (status === 401) return 'The project refuses this secret key: check SUPABASE_SECRET_KEY.'
  if (status === 404) {
    return 'The project has no function reseal-credentials: deploy the functions, and run this again.'
  }
  return `Re-sealing stopped: the function answered ${status}. Run this again, it goes on from there.`
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    // No redirect is followed: the secret key is for this address alone.
    return await fetch(url, { ...init, redirect: 'error' })
  } catch {
    throw new StartError(
      `${new URL(url).origin} does not answer. Check that it runs, and run this again: it goes on from there.`,
    )
  }
}

/** The ids of the older keys that nothing needs: no seal names them that could still be opened. */
export function unneededKeys(
  keyIds: readonly string[],
  { usage, damaged, older_keys_needed_ms }: Resealed,
): string[] {
  if (older_keys_needed_ms > 0) return []
  const [, ...older] = keyIds
  return older.filter((kid) => (usage[kid] ?? 0) <= (damaged[kid] ?? 0))
}

/** Why older keys stay, and until when. */
export function whyKept({ older_keys_needed_ms }: Resealed, next: string): string {
  if (older_keys_needed_ms === 0) {
    return `Something that is under way still uses the older key: run ${next} in a few minutes.`
  }
  const at = new Date(Date.now() + older_keys_needed_ms)
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  return `Browsers may still seal with the older key, so it stays: run ${next} after ${time}.`
}

/** One sentence for what could not be opened; null where everything could. */
export function whatWasSkipped({ skipped }: Resealed): string | null {
  if (skipped === 0) return null
  const what = skipped === 1 ? '1 secret' : `${skipped} secrets`
  return `${what} could not be opened, and could not before: left as stored, to be entered again.`
}
