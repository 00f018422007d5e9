import { join } from 'node:path'

/** How Deno runs the runner: nothing is fetched, modules come from node_modules. */
export function denoArguments(root) {
  return [
    'run',
    '--quiet',
    '--no-prompt',
    '--no-remote',
    '--no-lock',
    '--node-modules-dir=manual',
    // What it starts is not bound by Deno's permissions, so binding the runner would promise what nothing keeps.
    '--allow-net',
    '--allow-env',
    '--allow-read',
    '--allow-write',
    '--allow-run',
    '--allow-sys',
    join(root, 'supabase/runner/main.ts'),
  ]
}
