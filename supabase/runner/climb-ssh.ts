import type { RunnerClimbs } from '../functions/_shared/probe/probe.ts'

export const climbSsh: RunnerClimbs['ssh'] = () => Promise.reject(new Error('not yet'))
