import { StartError } from './start-error.mjs'

/** What Vite 8 runs on: 20.19 and up, 22.12 and up, and everything newer. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return
  throw new StartError(
    `Patchbay needs Node 20.19 or newer (of Node 22: 22.12), and this is ${version}: get one at https://nodejs.org.`,
  )
}
