import { createRequire } from 'node:module'
import * as z from 'zod/mini'

/** The Edge Functions' runtimes: the current Deno, and the one that hosted Supabase vendors. */
export const RUNTIMES = [
  { runtime: 'current Deno', npmName: 'deno' },
  { runtime: 'hosted Deno 2.1.4', npmName: 'deno-hosted' },
] as const
export type RuntimeName = (typeof RUNTIMES)[number]['npmName']

const Installer = z.object({ runInstall: z.custom<() => string>((it) => typeof it === 'function') })

/** The binary itself: its npm package's launcher would stand between it and a signal. */
export function denoBinary(npmName: RuntimeName): string {
  const load = createRequire(import.meta.url)
  return Installer.parse(load(`${npmName}/install_api.cjs`)).runInstall()
}
