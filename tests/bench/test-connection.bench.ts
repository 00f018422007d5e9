import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'

const ROUNDS = 60
const WARM_UP = 10
const BUDGET_MS = 60

let stack: Stack
let ada: Person

beforeAll(async () => {
  stack = await startStack()
  ada = await signUp(stack)
}, 120_000)
afterAll(() => stack?.stop())

function startBaseline(url: string) {
  const launcher = createRequire(import.meta.url).resolve('deno/bin.cjs')
  const child = spawn(
    process.execPath,
    [
      launcher,
      'run',
      '--no-check',
      '--node-modules-dir=manual',
      '--allow-all',
      'tests/bench/sdk-client.deno.ts',
      url,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })
  return {
    async connectAndList(): Promise<number> {
      child.stdin.write('go\n')
      const [line] = await once(lines, 'line')
      return Number(line)
    },
    stop: () => child.kill(),
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

it('test-connection adds at most 60 ms to the SDK’s own connect + list', async () => {
  const url = stack.playground.mcpHttp
  const integration = await ada.create({
    type_id: 'playground-mcp',
    name: 'Everything',
    auth_method: 'none',
    config: { kind: 'mcp', protocol: 'http', url, headers: [], env: [] },
  })
  const baseline = startBaseline(url)
  const sdk: number[] = []
  const ours: number[] = []
  // In turns, so that both meet the same machine.
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const sdkMs = await baseline.connectAndList()
    const startedAt = performance.now()
    const response = await ada.call('test-connection', {
      method: 'POST',
      body: JSON.stringify({ integrationId: integration.id }),
    })
    expect(await response.json()).toMatchObject({ outcome: 'passed' })
    const oursMs = performance.now() - startedAt
    if (round < WARM_UP) continue
    sdk.push(sdkMs)
    ours.push(oursMs)
  }
  baseline.stop()
  const added = median(ours) - median(sdk)
  console.info(
    `connect + list: ${median(sdk).toFixed(1)} ms; test-connection: ${median(ours).toFixed(1)} ms; added: ${added.toFixed(1)} ms (medians of ${ROUNDS})`,
  )
  expect(added).toBeLessThanOrEqual(BUDGET_MS)
}, 180_000)
