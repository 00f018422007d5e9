import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.optional(z.string()),
      optionalDependencies: z.optional(z.record(z.string(), z.string())),
    }),
  ),
})

// npm writes down only the platforms that its registry offered, and `npm ci` refuses the rest.
test('package-lock.json names the binaries of every platform', () => {
  const { packages } = Lockfile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !foldersAbove(path).some((folder) => `${folder}${name}` in packages))
      .map((name) => `${name} of ${path}`),
  )
  expect(missing).toEqual([])
})

/** Where Node looks for a package's dependencies, the nearest first. */
function foldersAbove(path: string): string[] {
  if (path === '' || path === '.') return ['node_modules/']
  const parent = path.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')
  return [`${path}/node_modules/`, ...foldersAbove(posix.normalize(parent))]
}
