// Runs in Deno, as an Edge Function probes.
import { serveProbes } from './probe-serve.ts'

serveProbes()
