import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  commandLine,
  splitCommandLine,
} from '../../supabase/functions/_shared/contract/command-line.ts'
import { launchOf } from '../../supabase/functions/_shared/probe/launcher.ts'

const packageOf = (line: string) => {
  const [command = '', ...args] = line.split(' ')
  const found = launchOf({ command, args })?.package
  return found ? `${found.registry} ${found.name}` : null
}

describe('which package a command would fetch', () => {
  it.each([
    ['npx -y @scope/server', 'npm @scope/server'],
    ['npx -y @scope/server@1.2.3 --stdio', 'npm @scope/server'],
    ['/usr/local/bin/npx server@latest', 'npm server'],
    ['npx.cmd --yes -- server --yes', 'npm server'],
    ['npx -p @scope/pack run-it', 'npm @scope/pack'],
    ['npx --package=@scope/pack@2 run-it', 'npm @scope/pack'],
    ['npx --registry https://r.test server', 'npm server'],
    ['npm exec -y server', 'npm server'],
    ['npm run start', null],
    ['pnpm dlx server', 'npm server'],
    ['bunx server', 'npm server'],
    ['uvx mcp-server-git', 'PyPI mcp-server-git'],
    ['uvx mcp-server-git@latest', 'PyPI mcp-server-git'],
    ['uvx --python 3.12 --from mcp[cli]==1.9 mcp run', 'PyPI mcp'],
    ['uv tool run ruff', 'PyPI ruff'],
    ['uv run server.py', null],
    ['pipx run server', 'PyPI server'],
    ['docker run -i --rm -e TOKEN ghcr.io/acme/server', 'images ghcr.io/acme/server'],
    ['docker compose up', null],
    ['npx -y github:acme/server', null],
    ['npx -y ./server', null],
    ['npx -y https://evil.test/a.tgz', null],
    ['npx -y ../../etc', null],
    ['uvx git+https://github.com/acme/server', null],
    ['npx -y', null],
    ['node server.js', null],
    ['my-server --stdio', null],
  ])('%s → %s', (line, wanted) => {
    expect(packageOf(line)).toBe(wanted)
  })

  it('a program that nobody knows has no launcher', () => {
    expect(launchOf({ command: '/opt/acme/server', args: [] })).toBeNull()
    expect(launchOf({ command: 'constructor', args: [] })).toBeNull()
  })
})

describe('a command line', () => {
  it('reads back as what was written', () => {
    const word = fc.string({ minLength: 1, unit: 'grapheme' })
    fc.assert(
      fc.property(word, fc.array(fc.string()), (command, args) => {
        expect(splitCommandLine(commandLine({ command, args }))).toEqual([command, ...args])
      }),
    )
  })

  it.each([
    ['npx  -y "@scope/server" \'/my dir\'', ['npx', '-y', '@scope/server', '/my dir']],
    ['a\\ b "c\\"d" "e\\f" \'\'', ['a b', 'c"d', 'e\\f', '']],
    ['npx $(rm -rf ~); `x`', ['npx', '$(rm', '-rf', '~);', '`x`']],
    ['npx "open', null],
    ["npx 'open", null],
    ['   ', null],
    ["'' x", null],
  ])('%s', (line, words) => {
    expect(splitCommandLine(line)).toEqual(words)
  })
})
