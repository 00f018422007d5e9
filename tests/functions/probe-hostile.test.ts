import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestReport } from '../../supabase/functions/_shared/contract/report.ts'
import { STAGES } from '../../supabase/functions/_shared/contract/stage.ts'
import { stageOf } from '../../supabase/functions/_shared/probe/ladder.ts'
import { CANARY, rest, TRAPS, type Trap } from '../support/hostile-upstreams.ts'
import { ProbeRunner, type Told } from '../support/probe-runner.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

const LIMIT_MS = 11_000

describe.each(RUNTIMES)('On $runtime, an upstream that', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  const sprung = new Map<Trap, { upstream: Upstream; telling: Promise<Told> }>()

  beforeAll(async () => {
    // What is first run is loaded first: that time is Deno's, not the other side's.
    const calm = await startUpstream((_, response) => response.end('{"login":"me"}'))
    await runner.probe(rest(calm.origin))
    await calm.close()
    const spring = async (trap: Trap) => {
      const upstream = await trap.upstream()
      const telling = runner.probe((trap.subject ?? rest)(upstream.origin))
      sprung.set(trap, { upstream, telling })
      await telling.catch(() => {})
    }
    // What hangs costs nothing and hangs side by side; what costs work has the machine to itself,
    // or its work would be too slow for what it is to prove, and make the others late.
    await Promise.all(TRAPS.filter(isHanging).map(spring))
    for (const trap of TRAPS.filter((each) => !isHanging(each))) await spring(trap)
  }, 120_000)
  afterAll(async () => {
    await runner.stop()
    await Promise.all([...sprung.values()].map(({ upstream }) => upstream.close()))
  })

  test.each(TRAPS)('$does: $code', async (trap) => {
    const { upstream, telling } = sprung.get(trap) ?? never()
    const { result, events: heard, wallMs } = await telling
    const { code } = trap
    expect(result.failure, result.failure?.message).toMatchObject({ stage: stageOf(code), code })
    if (trap.says) expect(result.failure?.message).toMatch(trap.says)
    expect(wallMs).toBeLessThan(LIMIT_MS)

    TestReport.parse({ ...result, id: crypto.randomUUID(), integration_id: null })
    expect(result.stages.map(({ stage }) => stage)).toEqual(STAGES)
    expect(heard).toEqual(result.stages.filter(({ verdict }) => verdict !== 'not_reached'))
    const sum = result.stages.reduce((total, { ms }) => total + (ms ?? 0), 0)
    expect(sum).toBe(result.duration_ms)
    expect(JSON.stringify({ result, heard })).not.toMatch(CANARY)
    if (code === 'tls_invalid') expect(upstream.requests).toEqual([])
  })
})

const isHanging = ({ code }: Trap) =>
  ['unreachable', 'response_timeout', 'connect_timeout'].includes(code)

function never(): never {
  throw new Error('Every trap was set')
}
