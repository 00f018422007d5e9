// Runs in the current Deno, as a runner probes.
import { climbSsh } from '../../supabase/runner/climb-ssh.ts'
import { serveProbes } from './probe-serve.ts'

serveProbes({
  ssh: climbSsh,
  stdio: () => Promise.reject(new Error('No command is started here')),
})
