import type { IncomingMessage, ServerResponse } from 'node:http'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { bodyOf, startUpstream } from '../../support/upstream-server.ts'

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

/** A third party that gives away what it is told: a REST API, and an MCP server at /mcp. */
export async function startEchoingUpstream(secretHeader: string): Promise<EchoingUpstream> {
  const state = { manner: 'greet' as Manner, received: new Set<string>() }
  const server = await startUpstream(async (request, response) => {
    const { credential, header } = presentedBy(request, secretHeader)
    for (const text of [...credential, ...header]) state.received.add(text)
    const isMcp = request.url?.startsWith('/mcp') === true
    switch (state.manner) {
      case 'greet':
        if (isMcp) return answerMcp(request, response, [...credential, ...header])
        return answer(response, 200, { name: [...credential, ...header].join(' · ') })
      case 'refuse':
        return answer(response, 401, { message: `Who is ${credential.join(' or ')}?` }, credential)
      case 'break':
        if (isMcp) return answerRpcError(request, response, header)
        return answer(
          response,
          500,
          { error: { message: `Choked on ${header.join(' ')}` } },
          header,
        )
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
  response.end(JSON.stringify(body))
}

async function answerRpcError(request: IncomingMessage, response: ServerResponse, texts: string[]) {
  const asked = JSON.parse((await bodyOf(request)) || '{}')
  const error = { code: -32_000, message: `Choked on ${texts.join(' ')}`, data: texts }
  answer(response, 200, { jsonrpc: '2.0', id: asked.id ?? null, error })
}

async function answerMcp(request: IncomingMessage, response: ServerResponse, texts: string[]) {
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: texts.join(' '), version: texts.join(' ') })
    for (const [index, text] of texts.entries()) {
      const description = [text, encodeURIComponent(text), JSON.stringify(text), btoaOf(text)]
      for (const [nth, each] of description.entries()) {
        server.registerTool(`tool-${index}-${nth}`, { description: each }, async () => ({
          content: [],
        }))
      }
    }
    return server
  })
  const body = await bodyOf(request)
  const answered = await handler.fetch(
    new Request(`http://${request.headers.host}${request.url}`, {
      method: request.method ?? 'GET',
      headers: Object.entries(request.headers)
        .filter(([name]) => ['accept', 'content-type'].includes(name) || name.startsWith('mcp-'))
        .map(([name, value]): [string, string] => [name, String(value)]),
      ...(body === '' ? {} : { body }),
    }),
  )
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  response.end(Buffer.from(await answered.arrayBuffer()))
}

const btoaOf = (text: string) => Buffer.from(text).toString('base64')
