import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface Package {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}
const { dependencies, devDependencies }: Package = JSON.parse(readFileSync('package.json', 'utf8'))

const functions = readdirSync('supabase/functions').filter((name) => !name.startsWith('_'))

describe('dependencies are pinned', () => {
  it.each(Object.entries({ ...dependencies, ...devDependencies }))(
    '%s is one version: %s',
    (_name, version) => {
      expect(version).toMatch(/^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/)
    },
  )

  it('the lock file tells no download addresses', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"')
  })

  it.each(functions)(
    'function %s is ≤ 10 lines of index.ts and pins what the project pins',
    (name) => {
      const folder = `supabase/functions/${name}`
      expect(
        readFileSync(`${folder}/index.ts`, 'utf8').trim().split('\n').length,
      ).toBeLessThanOrEqual(10)
      expect(existsSync(`${folder}/handler.ts`)).toBe(true)
      const { imports }: { imports: Record<string, string> } = JSON.parse(
        readFileSync(`${folder}/deno.json`, 'utf8'),
      )
      for (const specifier of Object.values(imports)) {
        const [, pinned, version] =
          /^npm:((?:@[\w-]+\/)?[\w.-]+)@([\d.]+)(?:\/.*)?$/.exec(specifier) ?? []
        expect(`${pinned}@${version}`).toBe(`${pinned}@${dependencies[pinned ?? '']}`)
      }
    },
  )
})
