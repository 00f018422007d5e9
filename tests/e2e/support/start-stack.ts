import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startStack } from '../../support/stack.ts'
import { inviteVisitors } from './visitors.ts'

/** One stack for all stories: each signs up a person of its own, or looks on as one of the visitors. */
export default async function startStackOnce(): Promise<() => Promise<void>> {
  const stack = await startStack()
  process.env.PATCHBAY_STACK = JSON.stringify({ ...stack, stop: undefined, process: undefined })
  process.env.PATCHBAY_VISITORS = JSON.stringify(await inviteVisitors(stack))
  // The stories run in another process, and one of them reads what the stack prints.
  const log = join(stack.home, 'output.log')
  writeFileSync(log, stack.output())
  stack.process.stdout?.pipe(createWriteStream(log, { flags: 'a' }))
  stack.process.stderr?.pipe(createWriteStream(log, { flags: 'a' }))
  return () => stack.stop()
}
