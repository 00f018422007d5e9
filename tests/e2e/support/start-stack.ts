import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startStack } from '../../support/stack.ts'

/** One stack for all stories: each signs up a person of its own. */
export default async function startStackOnce(): Promise<() => Promise<void>> {
  const stack = await startStack()
  process.env.PATCHBAY_STACK = JSON.stringify({ ...stack, stop: undefined, process: undefined })
  // The stories run in another process, and one of them reads what the stack prints.
  const log = join(stack.home, 'output.log')
  writeFileSync(log, stack.output())
  stack.process.stdout?.pipe(createWriteStream(log, { flags: 'a' }))
  stack.process.stderr?.pipe(createWriteStream(log, { flags: 'a' }))
  return () => stack.stop()
}
