// The client under test, as one process for all scenarios: starting Deno for each of them would take
// longer than the scenarios do, and spoil those that measure time. Takes a Task by POST, answers 204,
// or 500 with what went wrong; GET takes all that went wrong since the last one.
import { perform, Task } from './scenarios.deno.ts'

const wrong: { scenario: string; said: string }[] = []

const server = Deno.serve(
  { hostname: '127.0.0.1', port: 0, onListen: () => {} },
  async (request) => {
    if (request.method === 'GET') return Response.json(wrong.splice(0))
    const task = Task.parse(await request.json())
    try {
      await perform(task)
      return new Response(null, { status: 204 })
    } catch (error) {
      const said = `${task.scenario}: ${error instanceof Error ? error.stack : String(error)}`
      wrong.push({ scenario: task.scenario, said })
      return new Response(said, { status: 500 })
    }
  },
)
console.info(server.addr.port)
