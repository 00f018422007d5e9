import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf, startUpstream } from '../../support/upstream-server.ts'
import { answerMcp, EchoingSse } from './echoing-mcp.ts'

/**
 * `greet`: accepts, and calls the account by its secrets. `refuse`: 401. `break`: fails in the
 * middle. `redirect`: to another origin. Each puts what it was sent wherever it can.
 */
export type Manner = 'greet' | 'refuse' | 'break' | 'redirect'

export interface EchoingUpstream {
  /** http://localhost:port */
  origin: string
  manner: Manner
  /** Every credential that arrived, as it was before it was encoded. */
  received: Set<string>
  close: () => Promise<void>
}

/** A third party that gives away what it is told: REST, GraphQL at /graphql, MCP at /mcp and /sse. */
export async function startEchoingUpstream(secretHeader: string): Promise<EchoingUpstream> {
  const sse = new EchoingSse()
  const state = { manner: 'greet' as Manner, received: new Set<string>() }
  const server = await startUpstream(async (request, response) => {
    const { credential, header } = presentedBy(request, secretHeader)
    for (const text of [...credential, ...header]) state.received.add(text)
    const all = [...credential, ...header]
    const path = request.url?.split('?')[0]
    switch (state.manner) {
      case 'greet':
        switch (path) {
          case '/mcp':
            return answerMcp(request, response, all)
          case '/sse':
            return sse.open(response)
          case '/sse/messages':
            return sse.take(request, response, all)
          case '/graphql':
            return answer(response, 200, { data: { __typename: all.join(' · ') } })
          default:
            return answer(response, 200, { name: all.join(' · ') })
        }
      case 'refuse':
        return answer(response, 401, { message: `Who is ${credential.join(' or ')}?` }, credential)
      case 'break':
        switch (path) {
          case '/mcp':
            return answer(response, 200, rpcError(await bodyOf(request), header))
          case '/sse':
            return sse.open(response)
          case '/sse/messages':
            return sse.take(request, response, all, (body) => rpcError(body, header))
          case '/graphql':
            return answer(response, 200, { errors: [{ message: `Choked on ${all.join(' ')}` }] })
          default:
            return answer(response, 500, { error: { message: `Choked on ${all}` } }, header)
        }
      case 'redirect':
        response.setHeader('location', elsewhere(credential))
        return answer(response, 302, { message: credential.join(' ') }, credential)
    }
  })
  return {
    origin: server.origin,
    received: state.received,
    close: server.close,
    get manner() {
      return state.manner
    },
    set manner(manner) {
      state.manner = manner
    },
  }
}

function presentedBy(request: IncomingMessage, secretHeader: string) {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ', 2)
  const decoded = scheme === 'Basic' ? Buffer.from(value, 'base64').toString() : value
  const own = request.headers[secretHeader.toLowerCase()]
  return {
    credential: [
      decoded,
      ...(scheme === 'Basic' ? [value] : []),
      ...url.searchParams.values(),
    ].filter((text) => text !== ''),
    header: [own].flat().filter((text) => text !== undefined),
  }
}

/** In the path, in the query, and where it can be one, in the host's name. */
function elsewhere([secret = '']: string[]): string {
  const host = /^[a-z0-9]{1,63}$/.test(secret) ? secret : 'elsewhere'
  const encoded = encodeURIComponent(secret)
  return `http://${host}.localhost/${encoded}?key=${encoded}`
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  inHeaders: string[] = [],
): void {
  for (const text of inHeaders) {
    response.appendHeader('www-authenticate', `Bearer error_description="${text}"`)
    response.appendHeader('x-you-sent', text)
  }
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

function rpcError(body: string, texts: string[]): string {
  const asked = JSON.parse(body || '{}')
  const error = { code: -32_000, message: `Choked on ${texts.join(' ')}`, data: texts }
  return asked.id === undefined ? '' : JSON.stringify({ jsonrpc: '2.0', id: asked.id, error })
}
