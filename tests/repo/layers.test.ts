import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const project = mkdtempSync(join(tmpdir(), 'patchbay-layers-'))
copyFileSync('biome.json', join(project, 'biome.json'))
afterAll(() => rmSync(project, { recursive: true }))

/** What Biome says of `code` if it stood at `path`, under the project's own rules. */
function lint(path: string, code: string): string {
  mkdirSync(join(project, dirname(path)), { recursive: true })
  writeFileSync(join(project, path), code)
  const { stdout, stderr } = spawnSync(
    resolve('node_modules/.bin/biome'),
    ['lint', '--colors=off', '--vcs-enabled=false', path],
    { cwd: project, encoding: 'utf8' },
  )
  return stdout + stderr
}

const imports = (specifier: string) => `import { it } from '${specifier}'\nexport const used = it\n`

describe('imports go one way: contract ← lib ← services ← ui/features ← app', () => {
  it.each([
    ['the contract imports lib', 'supabase/functions/_shared/contract/x.ts', '@/lib/env'],
    ['the contract imports all of zod', 'supabase/functions/_shared/contract/x.ts', 'zod'],
    ['lib imports services', 'src/lib/x.ts', '@/services/service'],
    ['lib imports services relatively', 'src/lib/x.ts', '../services/service'],
    ['services import a feature', 'src/services/x.ts', '@/features/auth/session'],
    ['services make a Supabase client', 'src/services/x.ts', '@supabase/supabase-js'],
    ['ui imports a feature', 'src/ui/x.tsx', '@/features/auth/session'],
    ['ui knows the domain', 'src/ui/x.tsx', '@contract/report'],
    ['a feature imports another', 'src/features/integrations/x.ts', '@/features/connection/model'],
    [
      'a feature imports another relatively',
      'src/features/integrations/x.ts',
      '../connection/model',
    ],
    ['a feature imports app', 'src/features/auth/x.ts', '@/app/router'],
    ['a feature makes a Supabase client', 'src/features/auth/x.ts', '@supabase/auth-js'],
    ['app makes a Supabase client', 'src/app/x.ts', '@supabase/postgrest-js'],
    ['a function imports the page', 'supabase/functions/x/handler.ts', '../../../src/lib/env.ts'],
    ['a function goes around egress', 'supabase/functions/_shared/probe/x.ts', 'node:http'],
  ])('refuses: %s', (_story, path, specifier) => {
    expect(lint(path, imports(specifier))).toContain('noRestrictedImports')
  })

  it('refuses a fetch that is not egress', () => {
    const code = "export const answer = () => fetch('https://example.com')\n"
    expect(lint('supabase/runner/x.ts', code)).toContain('noRestrictedGlobals')
    expect(lint('supabase/runner/hub.ts', code)).not.toContain('noRestrictedGlobals')
    expect(lint('supabase/functions/_shared/probe/x.ts', code)).toContain('noRestrictedGlobals')
    expect(lint('supabase/functions/_shared/egress/x.ts', code)).not.toContain(
      'noRestrictedGlobals',
    )
  })

  it.each([
    ['services import lib', 'src/services/x.ts', '@/lib/env'],
    ['a feature imports services', 'src/features/auth/x.ts', '@/services/service'],
    ['a feature imports its own model', 'src/features/auth/components/x.ts', '../model'],
    ['app imports a feature', 'src/app/x.ts', '@/features/auth/session'],
  ])('allows: %s', (_story, path, specifier) => {
    expect(lint(path, imports(specifier))).not.toContain('noRestricted')
  })

  it('knows every feature there is', () => {
    const config = readFileSync('biome.json', 'utf8')
    for (const feature of readdirSync('src/features'))
      expect(config).toContain(`src/features/${feature}/**`)
  })
})
