import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The path of a Chromium that is there, or null. CHROMIUM_PATH comes first. */
export function findChromium() {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath(), ...onPath, ...ELSEWHERE]
  return candidates.find((path) => path && existsSync(path)) ?? null
}

/** Finds Chromium, or installs it: Playwright's own build first, then the Debian package for root. */
export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  console.info('No Chromium here: installing one.')
  try {
    execFileSync('npx', ['playwright', 'install', 'chromium'], {
      stdio: 'inherit',
      timeout: 300_000,
    })
  } catch {
    if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
      execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'inherit' })
    }
  }
  const installed = findChromium()
  if (installed) return installed
  throw new Error(
    'Chromium could not be installed. Install Chrome or Chromium, or set CHROMIUM_PATH.',
  )
}
