import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Known } from '../../supabase/functions/_shared/probe/without-runner.ts'
import { denoBinary, RUNTIMES, type RuntimeName } from '../support/runtimes.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

const npx = (name: string) => ({ command: 'npx', args: ['-y', name], env: [] })
const uvx = (name: string) => ({ command: 'uvx', args: [name], env: ['TOKEN'] })
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1'

let registry: Upstream
const asked: string[] = []

beforeAll(async () => {
  registry = await startUpstream(async (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const isThere = /\/(@scope%2fserver|pypi\/mcp-server-git\/json)$/.test(request.url ?? '')
    response.writeHead(isThere ? 200 : request.url?.includes('down') ? 503 : 404)
    response.end()
  })
})
afterAll(() => registry?.close())

async function knownOf(npmName: RuntimeName, commands: object[], url = registry.origin) {
  const flags = ['run', '--no-check', '--node-modules-dir=manual', '--allow-all']
  const child = spawn(denoBinary(npmName), [...flags, resolve('tests/support/known-harness.ts')])
  child.stdin.end(JSON.stringify({ commands, registries: { npm: url, PyPI: url } }))
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (output === '') throw new Error(errors)
  const known: Known[] = JSON.parse(output)
  return known
}

describe.each(RUNTIMES)(
  'what is known of a command without a runner, on $runtime',
  ({ npmName }) => {
    it('whether its registry has the package, and no more than was looked at', async () => {
      asked.length = 0
      const commands = [
        npx('@scope/server@1.0'),
        npx('misspelt'),
        uvx('mcp-server-git'),
        npx('down'),
      ]
      const [there, misspelt, python, down] = await knownOf(npmName, commands)
      expect(there).toEqual({
        evidence: [
          { label: 'Launcher', value: 'npx, of Node.js' },
          { label: 'Package', value: '@scope/server: npm has it' },
          { label: 'Started', value: 'No: that takes a runner' },
        ],
        missing: null,
      })
      expect(misspelt?.missing).toBe('misspelt')
      expect(python?.evidence).toContainEqual({ label: 'Variables', value: 'TOKEN: given' })
      expect(down?.evidence[1]?.value).toBe('down: npm could not be asked')
      expect(down?.missing).toBeNull()
      expect(asked).toEqual([
        'HEAD /@scope%2fserver',
        'HEAD /misspelt',
        'HEAD /pypi/mcp-server-git/json',
        'HEAD /down',
      ])
    })

    it('a registry that cannot be reached proves nothing', async () => {
      const [known] = await knownOf(npmName, [npx('@scope/server')], NOWHERE)
      expect(known).toMatchObject({ missing: null })
      expect(known?.evidence[1]?.value).toBe('@scope/server: npm could not be asked')
    })
  },
)
