// Run by Deno: each supabase/functions/<name>/index.ts at /functions/v1/<name>, as Supabase hosts it.

type Fetch = (request: Request) => Response | Promise<Response>

/** Requests, and the work that outlives an answer whose reader has gone. */
const underWay = new Set<Promise<unknown>>()

function track<T>(work: Promise<T>): Promise<T> {
  const ended: Promise<unknown> = work.catch(() => {}).finally(() => underWay.delete(ended))
  underWay.add(ended)
  return work
}

// As the hosted runtime has it.
Object.assign(globalThis, { EdgeRuntime: { waitUntil: track } })

const folder = new URL('../functions/', import.meta.url)
const routes = new Map<string, Fetch>()
for await (const entry of Deno.readDir(folder)) {
  if (entry.isDirectory && !entry.name.startsWith('_')) {
    routes.set(entry.name, await load(entry.name))
  }
}

Deno.serve({ hostname: '127.0.0.1', port: 0, onListen: announce }, async (request) => {
  const url = new URL(request.url)
  const [, name = '', ...rest] = url.pathname.replace(/^\/functions\/v1/, '').split('/')
  const route = routes.get(name)
  if (!route) return answer(404, 'NOT_FOUND', 'Requested function was not found')
  // A hosted function sees its own name as the first part of the path.
  url.pathname = ['', name, ...rest].join('/')
  return await track(Promise.resolve(route(new Request(url, request))))
})

// The parent holds our stdin open, and says one thing there: that it sends no more requests. When it
// closes, the parent is gone, however it went.
for await (const _finish of Deno.stdin.readable) finishWork().then(() => Deno.exit(0))
Deno.exit(0)

async function finishWork(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay)
}

/** One function that does not load takes no other with it. */
async function load(name: string): Promise<Fetch> {
  try {
    const module = await import(new URL(`${name}/index.ts`, folder).href)
    if (typeof module.default?.fetch === 'function') return module.default.fetch
    throw new Error('index.ts has no `export default { fetch }`')
  } catch (error) {
    console.error(`The function ${name} does not load:`, error)
    return () => answer(503, 'BOOT_ERROR', 'Function failed to start (please check logs)')
  }
}

function answer(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status })
}

function announce({ port }: Deno.NetAddr) {
  console.info(JSON.stringify({ port }))
}
