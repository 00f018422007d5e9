// Runs in the current Deno, as a runner probes.
import { climbSsh } from '../../supabase/runner/climb-ssh.ts'
import { createClimbStdio } from '../../supabase/runner/climb-stdio.ts'
import { serveProbes } from './probe-serve.ts'

serveProbes(() => {
  const endings: Promise<void>[] = []
  const stdio = createClimbStdio({
    isApproved: async () => true,
    approveWith: () => '',
    onEnding: (ending) => endings.push(ending),
    patienceMs: () => 300,
  })
  return { climbs: { ssh: climbSsh, stdio }, rest: () => Promise.all(endings) }
})
