import process from 'node:process'
import { createInterface } from 'node:readline'
import {
  type ProbeSubject,
  probe,
  type RunnerClimbs,
} from '../../supabase/functions/_shared/probe/probe.ts'
import type { ProbeAnswer, ProbeCall } from './probe-runner.ts'

/** `rest`: resolves when everything that the probe started has ended. */
export interface OnRunner {
  climbs: RunnerClimbs
  rest: () => Promise<unknown>
}

/**
 * Takes probe subjects as lines of JSON on stdin, answers with what each probe told. `begin` is asked
 * for each anew, where these are a runner's.
 */
export function serveProbes(begin?: () => OnRunner): void {
  const lines = createInterface({ input: process.stdin })
  lines.on('close', () => process.exit(0))
  lines.on('line', (line) => {
    const call: ProbeCall = JSON.parse(line)
    run(call, begin?.()).catch((error: unknown) =>
      say({ id: call.id, error: String(error), events: [], wallMs: 0 }),
    )
  })
}

const say = (answer: ProbeAnswer) => process.stdout.write(`${JSON.stringify(answer)}\n`)

async function run({ id, subject, deps }: ProbeCall, onRunner?: OnRunner): Promise<void> {
  const events: ProbeAnswer['events'] = []
  const startedAt = performance.now()
  const whole: ProbeSubject = {
    ...subject,
    openCredentials: async ({ slots }) => ({
      ok: true,
      secrets: new Map(subject.secrets.filter(([slot]) => slots.includes(slot))),
    }),
  }
  const result = await probe(whole, {
    ...deps,
    ...(onRunner ? { onRunner: onRunner.climbs } : {}),
    now: () => new Date(),
    onStage: (stage) => events.push(stage),
  })
  const wallMs = performance.now() - startedAt
  await onRunner?.rest()
  say({ id, result, events, wallMs })
}
