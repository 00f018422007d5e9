import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { StartError } from './start-error.mjs'

/** Runs `npm ci` when node_modules is not what package-lock.json says. */
export async function installIfStale() {
  if (isInstalled()) return
  process.stdout.write('\n  Installing packages: once, and after an update …\n')
  const args = ['ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit']
  const npm = process.env.npm_execpath
  const { status, error } = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio: 'inherit' })
    : spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status === 0) return
  throw new StartError(
    `Installing the packages failed${error ? ` (${error.message})` : ''}: see npm's message above, then start again.`,
  )
}

/** npm notes what it installed; packages for other platforms are never in it. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json')
  const present = packagesOf('node_modules/.package-lock.json')
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      path === '' || optional || link || present[path]?.version === version,
  )
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return {}
  }
}
