import { startStack } from '../../support/stack.ts'

/** One stack for all stories: each signs up a person of its own. */
export default async function startStackOnce(): Promise<() => Promise<void>> {
  const stack = await startStack()
  process.env.PATCHBAY_STACK = JSON.stringify({ ...stack, stop: undefined })
  return () => stack.stop()
}
