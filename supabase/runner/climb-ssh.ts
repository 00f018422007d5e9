import type { RunnerClimbs } from '../functions/_shared/probe/probe.ts'

export const climbSsh: RunnerClimbs['ssh'] = async () => {
  throw new Error('This runner does not speak SSH yet')
}
