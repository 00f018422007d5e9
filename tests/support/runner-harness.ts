// Runs in Deno: as probe-harness.ts, but on a runner. Answers when all that was started has ended.
import process from 'node:process'
import { createInterface } from 'node:readline'
import { probe } from '../../supabase/functions/_shared/probe/probe.ts'
import { climbSsh } from '../../supabase/runner/climb-ssh.ts'
import { createClimbStdio } from '../../supabase/runner/climb-stdio.ts'
import type { ProbeAnswer, ProbeCall } from './probe-runner.ts'

const say = (answer: ProbeAnswer) => process.stdout.write(`${JSON.stringify(answer)}\n`)

async function run({ id, subject, deps }: ProbeCall): Promise<void> {
  const events: ProbeAnswer['events'] = []
  const endings: Promise<void>[] = []
  const startedAt = performance.now()
  const result = await probe(
    {
      ...subject,
      openCredentials: async ({ slots }) => ({
        ok: true,
        secrets: new Map(subject.secrets.filter(([slot]) => slots.includes(slot))),
      }),
    },
    {
      ...deps,
      now: () => new Date(),
      onStage: (stage) => events.push(stage),
      onRunner: {
        ssh: climbSsh,
        stdio: createClimbStdio({
          isApproved: async () => true,
          approveWith: () => '',
          onEnding: (ending) => endings.push(ending),
          patienceMs: () => 300,
        }),
      },
    },
  )
  const wallMs = performance.now() - startedAt
  await Promise.all(endings)
  say({ id, result, events, wallMs })
}

const lines = createInterface({ input: process.stdin })
lines.on('close', () => process.exit(0))
lines.on('line', (line) => {
  const call: ProbeCall = JSON.parse(line)
  run(call).catch((error: unknown) =>
    say({ id: call.id, error: String(error), events: [], wallMs: 0 }),
  )
})
