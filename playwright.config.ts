import { defineConfig } from '@playwright/test'
import { findChromium } from './tests/support/chromium.mjs'

const CHROMIUM = findChromium()
const LONG = ['**/secrets.test.ts', '**/watch.test.ts']
const FIGURES = '**/scale.test.ts'

/** The browser stories run on the production bundle and the whole embedded stack. */
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/support/start-stack.ts',
  outputDir: 'test-results',
  // Bounds, and no more: a machine may have other things to do.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  retries: 0,
  fullyParallel: true,
  // Two leave a core to wait whenever both do.
  workers: 3,
  projects: [
    // The longest begin first, so that none is left over when all else is done.
    { name: 'long stories', testMatch: LONG },
    { name: 'stories', testIgnore: [...LONG, FIGURES] },
    // Figures want the machine for themselves, one after the other, and are of what most people have.
    {
      name: 'figures',
      testMatch: FIGURES,
      dependencies: ['long stories', 'stories'],
      fullyParallel: false,
      use: { contextOptions: { reducedMotion: 'no-preference' } },
    },
  ],
  forbidOnly: true,
  use: {
    viewport: { width: 1280, height: 800 },
    // What moves is painted by hand here, and nothing of it is looked at.
    contextOptions: { reducedMotion: 'reduce' },
    // `npx playwright test --trace on` to look into one: pictures of each step are half the work.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(CHROMIUM ? { executablePath: CHROMIUM } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
