import * as z from 'zod/mini'
import {
  type Project,
  publishedKeyIds,
  resealEverything,
  type Say,
  unneededKeys,
  whatWasSkipped,
  whyKept,
} from './reseal-client.ts'
import { makeSealingKey, PrivateSealingKey } from './sealing-key.ts'
import { StartError } from './start-error.mjs'

export interface HostedProject extends Project {
  /** Its SEALING_KEYS, as they are or are about to be, newest first. */
  sealingKeys: PrivateSealingKey[]
}

const Given = z.array(PrivateSealingKey).check(z.minLength(1))
const NAMES = ['SUPABASE_URL', 'SUPABASE_SECRET_KEY', 'SEALING_KEYS'] as const

/**
 * The project that the environment names; null where it names none.
 *
 * @throws StartError where it names half of one, or a URL that a secret must not be sent to.
 */
export function hostedProject(
  env: Readonly<Record<string, string | undefined>>,
): HostedProject | null {
  const missing = NAMES.filter((name) => !env[name])
  if (missing.length === NAMES.length) return null
  if (missing.length > 0) {
    throw new StartError(
      `Set ${missing.join(' and ')} too, for a Supabase project; none of ${NAMES.join(', ')} for the stack of npm start.`,
    )
  }
  return {
    url: safeOrigin(env.SUPABASE_URL ?? ''),
    secretKey: env.SUPABASE_SECRET_KEY ?? '',
    sealingKeys: parseKeys(env.SEALING_KEYS ?? ''),
  }
}

function safeOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isLocal = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return url.origin
  throw new StartError('SUPABASE_URL is to begin with https://: the secret key is sent there.')
}

/** Also with `SEALING_KEYS=` before it, as it is printed. */
function parseKeys(text: string): PrivateSealingKey[] {
  try {
    return Given.parse(JSON.parse(text.trim().replace(/^SEALING_KEYS=/, '')))
  } catch {
    throw new StartError(
      'SEALING_KEYS is not what "npm run -s keys" prints: a list of private keys.',
    )
  }
}

/** Gives the new SEALING_KEYS, a key more than the old. Nothing is changed yet. */
export async function rotateHosted(project: HostedProject, say: Say): Promise<PrivateSealingKey[]> {
  await requirePublished(project)
  if (project.sealingKeys.length > 1) {
    throw new StartError(
      'The last rotation is not finished: run "npm run keys -- reseal", then "npm run -s keys -- retire".',
    )
  }
  say('The line on standard output is the new SEALING_KEYS. Keep a copy of it; then')
  say('  1. npx supabase secrets set "<that line>"')
  say('  2. npx supabase functions deploy --use-api, so that every function has it')
  say('  3. with that line as SEALING_KEYS: npm run keys -- reseal')
  return [await makeSealingKey(), ...project.sealingKeys]
}

/** Has everything sealed for the newest key. It may be run at any time. */
export async function resealHosted(project: HostedProject, say: Say): Promise<void> {
  await requirePublished(project)
  const resealed = await resealEverything(project, say)
  say(`Done: ${resealed.resealed} sealed anew for ${project.sealingKeys[0]?.kid}.`)
  const skipped = whatWasSkipped(resealed)
  if (skipped !== null) say(skipped)
  if (project.sealingKeys.length > 1) say(whyKept(resealed, '"npm run -s keys -- retire"'))
}

/** Gives the SEALING_KEYS without those that nothing needs; as they were, where there is one alone. */
export async function retireHosted(project: HostedProject, say: Say): Promise<PrivateSealingKey[]> {
  await requirePublished(project)
  const { sealingKeys } = project
  if (sealingKeys.length === 1) {
    say('There is one key: none is to be retired.')
    return sealingKeys
  }
  // What was sealed with an older key since, by a browser that still had it.
  const resealed = await resealEverything(project, say)
  const unneeded = unneededKeys(
    sealingKeys.map(({ kid }) => kid),
    resealed,
  )
  if (unneeded.length === 0) throw new StartError(whyKept(resealed, 'this'))
  say(`Nothing needs ${unneeded.join(', ')} any more. The line on standard output is without; then`)
  say('  npx supabase secrets set "<that line>"')
  return sealingKeys.filter(({ kid }) => !unneeded.includes(kid))
}

/** Every step is for the keys that the functions have: with others, something was left out before. */
async function requirePublished(project: HostedProject): Promise<void> {
  const published = await publishedKeyIds(project)
  const given = project.sealingKeys.map(({ kid }) => kid)
  if (published === null) {
    throw new StartError('The project publishes no sealing keys: deploy its functions first.')
  }
  if (published.join() === given.join()) return
  throw new StartError(
    `The project has the sealing keys ${published.join(', ')}, and SEALING_KEYS has ${given.join(', ')}: ` +
      'set them with "npx supabase secrets set" first, or give those that it has.',
  )
}
