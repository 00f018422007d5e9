// Runs in Deno: what is known of each command on stdin (a JSON array), with registries on loopback.
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { createEgress } from '../../supabase/functions/_shared/egress/egress.ts'
import { knownOfCommand } from '../../supabase/functions/_shared/probe/without-runner.ts'

const { commands, registries } = JSON.parse(await text(process.stdin))
const egress = createEgress({
  allowPrivate: true,
  signal: AbortSignal.timeout(20_000),
  isConfidential: true,
})
const known = []
for (const command of commands) known.push(await knownOfCommand({ egress }, command, registries))
egress.close()
process.stdout.write(JSON.stringify(known))
process.exit(0)
