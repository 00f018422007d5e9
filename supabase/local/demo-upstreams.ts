import { setTimeout as wait } from 'node:timers/promises'
import { type Context, Hono } from 'hono'
import { catalogue } from '../catalogue/catalogue.ts'
import { CAST, CAUSES, type Cause } from './demo-cast.ts'

/**
 * `/demo/<type>/<how>/<ms>/…`: the APIs of the demo account, as their vendors' would answer the request
 * that verifies them: well, or failing for one of `CAUSES`, after about so many milliseconds.
 */
export function demoUpstreams(): Hono {
  const api = new Hono()
  api.all('/:type/:how/:ms/*', answer)
  api.all('/:type/:how/:ms', answer)
  return api
}

/** Where one of them is; `base`: the playground's API. */
export function demoAddress(base: string, type: string, how: Cause | 'well', ms: number): string {
  return `${base}/demo/${type}/${how}/${ms}`
}

async function answer(context: Context): Promise<Response> {
  const { type = '', how = '', ms = '' } = context.req.param()
  await wait(Math.min(5_000, (Number(ms) || 0) * (0.85 + 0.3 * Math.random())))
  if (how === 'well') return wellOf(context, type)
  return Response.json({ error: how }, { status: isCause(how) ? (CAUSES[how].status ?? 504) : 404 })
}

function isCause(text: string): text is Cause {
  return Object.hasOwn(CAUSES, text)
}

/** What the type's verification takes for a success. */
function wellOf(context: Context, type: string): Response | Promise<Response> {
  const defaults = catalogue.find(({ id }) => id === type)?.defaults
  if (defaults?.kind !== 'rest' && defaults?.kind !== 'graphql') return context.notFound()
  const { verification } = defaults
  const body = {}
  const account = CAST.find((part) => part.type === type)?.account
  const named = verification.account?.[0]
  if (named !== undefined && account !== undefined) put(body, named, account)
  if (verification.success) put(body, verification.success.pointer, verification.success.value)
  if (defaults.kind === 'graphql' && !('data' in body)) put(body, '/data/ok', true)
  const status = 'expected_status' in verification ? verification.expected_status : 200
  return Response.json(body, { status })
}

/** Sets the value at a JSON Pointer (RFC 6901); numbers in it are places of arrays. */
function put(body: Record<string, unknown>, pointer: string, value: unknown): void {
  const keys = pointer.slice(1).split('/')
  let at: Record<string, unknown> = body
  keys.forEach((key, index) => {
    const next = keys[index + 1]
    const child = at[key] ?? (next === undefined ? value : /^\d+$/.test(next) ? [] : {})
    at[key] = child
    if (typeof child === 'object' && child !== null) at = child as Record<string, unknown>
  })
}
