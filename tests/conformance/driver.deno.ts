// The client under test, as one process for all scenarios: starting Deno for each of them would take
// longer than the scenarios do, and spoil those that measure time. Takes a Task by POST, answers 204,
// or 500 with what went wrong; GET takes all that went wrong since the last one.
import { perform, Task } from './scenarios.deno.ts'

/** All scenarios come at once; on a slow machine each would run into a time-out of another. */
const SLOTS = 4
/** What measures time has the process for itself. */
const MEASURES_TIME = new Set(['sse-retry'])

let free = SLOTS
const waiting: { needs: number; begin: () => void }[] = []

async function inTurn(needs: number, work: () => Promise<void>): Promise<void> {
  await new Promise<void>((begin) => {
    waiting.push({ needs, begin })
    next()
  })
  try {
    await work()
  } finally {
    free += needs
    next()
  }
}

function next(): void {
  for (let [first] = waiting; first && first.needs <= free; [first] = waiting) {
    waiting.shift()
    free -= first.needs
    first.begin()
  }
}

const wrong: { scenario: string; said: string }[] = []

const server = Deno.serve(
  { hostname: '127.0.0.1', port: 0, onListen: () => {} },
  async (request) => {
    if (request.method === 'GET') return Response.json(wrong.splice(0))
    const task = Task.parse(await request.json())
    try {
      await inTurn(MEASURES_TIME.has(task.scenario) ? SLOTS : 1, () => perform(task))
      return new Response(null, { status: 204 })
    } catch (error) {
      const said = `${task.scenario}: ${error instanceof Error ? error.stack : String(error)}`
      wrong.push({ scenario: task.scenario, said })
      return new Response(said, { status: 500 })
    }
  },
)
console.info(server.addr.port)
