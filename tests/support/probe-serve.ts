import process from 'node:process'
import { createInterface } from 'node:readline'
import {
  type ProbeSubject,
  probe,
  type RunnerClimbs,
} from '../../supabase/functions/_shared/probe/probe.ts'
import type { ProbeAnswer, ProbeCall } from './probe-runner.ts'

/** Takes probe subjects as lines of JSON on stdin, answers with what each probe told. */
export function serveProbes(onRunner?: RunnerClimbs): void {
  const lines = createInterface({ input: process.stdin })
  lines.on('close', () => process.exit(0))
  lines.on('line', (line) => {
    const call: ProbeCall = JSON.parse(line)
    run(call, onRunner).catch((error: unknown) =>
      say({ id: call.id, error: String(error), events: [], wallMs: 0 }),
    )
  })
}

const say = (answer: ProbeAnswer) => process.stdout.write(`${JSON.stringify(answer)}\n`)

async function run({ id, subject, deps }: ProbeCall, onRunner?: RunnerClimbs): Promise<void> {
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
    ...(onRunner ? { onRunner } : {}),
    now: () => new Date(),
    onStage: (stage) => events.push(stage),
  })
  say({ id, result, events, wallMs: performance.now() - startedAt })
}
