import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const alias = {
  '@': path('src'),
  '@contract': path('supabase/functions/_shared/contract'),
}

/** What starts real databases, servers and Deno, on a machine that may have much else to do. */
const real = {
  environment: 'node',
  // PGlite lives for seconds here: to compile it better takes longer than that saves.
  execArgv: ['--liftoff-only'],
  globalSetup: ['tests/support/build-once.ts'],
  testTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
  hookTimeout: 120_000,
}

export default defineConfig({
  test: {
    allowOnly: false,
    // A server for tests that warns, at each start, of being one.
    onConsoleLog: (log) => !log.startsWith('oidc-provider '),
    // Much of what the tests do is waiting, for a database to start or an upstream to hang.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'jsdom',
          // To load every module anew for every file takes half of the time; what modules keep, tests put back.
          isolate: false,
          include: ['src/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/support/unit-setup.ts'],
          environmentOptions: { jsdom: { url: 'https://patchbay.test/' } },
          env: {
            VITE_SUPABASE_URL: 'https://project.test',
            VITE_SUPABASE_ANON_KEY: 'anon-key',
          },
          restoreMocks: true,
          testTimeout: 20_000,
        },
      },
      {
        resolve: { alias },
        // What it tests is in databases, one for each file; modules hold nothing that has to be new.
        test: { name: 'db', ...real, isolate: false, include: ['tests/db/**/*.test.ts'] },
      },
      {
        resolve: { alias },
        test: {
          name: 'node',
          ...real,
          include: ['supabase/catalogue/**/*.test.ts', 'tests/{functions,local,repo}/**/*.test.ts'],
        },
      },
      {
        resolve: { alias },
        // Not part of `npm test`: a figure wants a quiet machine.
        test: {
          name: 'bench',
          environment: 'node',
          include: ['tests/bench/**/*.bench.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
})
