// `npm run keys`, by Deno: its file locks end with the process, however that ends.
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { openHome } from './home.ts'
import { hostedProject, resealHosted, retireHosted, rotateHosted } from './hosted-rotation.ts'
import { localKeys } from './local-rotation.ts'
import { makeSealingKey, type PrivateSealingKey } from './sealing-key.ts'
import { StartError } from './start-error.mjs'

const HELP = `npm run -s keys              prints a new SEALING_KEYS, for a new project
npm run keys -- rotate       makes a new key, seals everything anew for it, retires the old one when it can
npm run keys -- reseal       seals anew what is sealed for an older key
npm run keys -- retire       retires the older keys that nothing needs any more

By themselves they work on the stack of "npm start" (PATCHBAY_HOME names its folder). Each may be
stopped and run again at any time.

For a Supabase project set SUPABASE_URL, SUPABASE_SECRET_KEY and its SEALING_KEYS, then step by step:
  npm run -s keys -- rotate  prints the new SEALING_KEYS, and what to do with it
  npm run keys -- reseal     once the project has it
  npm run -s keys -- retire  20 minutes later: prints SEALING_KEYS without the old key
`
const STEPS = ['rotate', 'reseal', 'retire'] as const
type Step = (typeof STEPS)[number]

try {
  const [step, ...more] = process.argv.slice(2)
  if (step === undefined) print([await makeSealingKey()])
  else if (step === 'help' || step === '--help') process.stdout.write(HELP)
  else if (more.length === 0 && isStep(step)) await take(step)
  else throw new StartError(`There is no such command.\n\n${HELP}`)
} catch (error) {
  // One sentence for what the person can mend; for anything else the whole error.
  const isExpected = error instanceof StartError
  console.error(isExpected ? error.message : error)
  process.exit(1)
}

async function take(step: Step): Promise<void> {
  const project = hostedProject(process.env)
  // Standard output is for what is piped on.
  const say = project === null ? console.info : console.error
  if (project === null) {
    const home = openHome(fileURLToPath(new URL('../..', import.meta.url)))
    using _lock = await lock(home)
    await localKeys(home, say)[step]()
  } else if (step === 'rotate') print(await rotateHosted(project, say))
  else if (step === 'retire') print(await retireHosted(project, say))
  else await resealHosted(project, say)
}

/** Two at once would each make a key, and the file would keep only one of them. */
async function lock(home: string): Promise<Disposable> {
  const file = await Deno.open(join(home, 'keys.lock'), { write: true, create: true })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<false>((done) => {
    timer = setTimeout(done, 1_000, false)
  })
  const isLocked = await Promise.race([file.lock(true).then(() => true), late])
  clearTimeout(timer)
  if (isLocked) return { [Symbol.dispose]: () => file.close() }
  throw new StartError('Another "npm run keys" is at work on this data: let it finish.')
}

function isStep(text: string): text is Step {
  return STEPS.some((step) => step === text)
}

function print(keys: readonly PrivateSealingKey[]): void {
  console.info(`SEALING_KEYS=${JSON.stringify(keys)}`)
}
