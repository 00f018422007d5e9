import { ApiError, describeError } from './api-error.ts'

export interface RequestContext {
  requestId: string
}

export interface Endpoint {
  methods: readonly string[]
  handler: (request: Request, context: RequestContext) => Promise<Response>
  /** True where browsers go by themselves: no script of another origin reads the answer. */
  isNavigation?: boolean
}

// Any origin may ask: there are no cookies, so what counts is the bearer token (Fetch, CORS protocol).
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    'authorization, apikey, content-type, accept, x-client-info, x-request-id',
  'access-control-expose-headers': 'x-request-id, retry-after',
  'access-control-max-age': '86400',
}

const REQUEST_ID = /^[\w-]{8,64}$/

/**
 * Wraps a handler as a `fetch` handler: CORS, allowed methods, a request id on every answer, and
 * every error as `{ error: { code, message, requestId, fields? } }`.
 */
export function serve({
  methods,
  handler,
  isNavigation = false,
}: Endpoint): (request: Request) => Promise<Response> {
  return async (request) => {
    const given = request.headers.get('x-request-id') ?? ''
    const requestId = REQUEST_ID.test(given) ? given : crypto.randomUUID()
    const response = await answer(request, requestId, methods, handler)
    if (!isNavigation) {
      for (const [name, value] of Object.entries(CORS)) response.headers.set(name, value)
      response.headers.set('access-control-allow-methods', [...methods, 'OPTIONS'].join(', '))
    }
    response.headers.set('x-content-type-options', 'nosniff')
    response.headers.set('x-request-id', requestId)
    return response
  }
}

async function answer(
  request: Request,
  requestId: string,
  methods: readonly string[],
  handler: Endpoint['handler'],
): Promise<Response> {
  try {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
    if (!methods.includes(request.method)) {
      throw new ApiError('method_not_allowed', `Use ${methods.join(' or ')}.`)
    }
    return await handler(request, { requestId })
  } catch (thrown) {
    const { status, body } = describeError(thrown, requestId)
    const headers = new Headers({ 'cache-control': 'no-store' })
    if (status === 405) headers.set('allow', methods.join(', '))
    if (body.error.retryAfterMs !== undefined) {
      headers.set('retry-after', String(Math.ceil(body.error.retryAfterMs / 1000)))
    }
    return Response.json(body, { status, headers })
  }
}
