import type { IncomingMessage, ServerResponse } from 'node:http'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { bodyOf } from '../../support/upstream-server.ts'

/** MCP over Streamable HTTP, by a server whose name, version and tools tell `texts`. */
export async function answerMcp(
  request: IncomingMessage,
  response: ServerResponse,
  texts: string[],
): Promise<void> {
  const answered = await handlerTelling(texts).fetch(await asFetched(request))
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  response.end(Buffer.from(await answered.arrayBuffer()))
}

/** MCP over HTTP with SSE (2024-11-05): answers to what is posted come on the stream that was opened. */
export class EchoingSse {
  readonly #streams = new Map<string, ServerResponse>()

  open(response: ServerResponse): void {
    const id = String(this.#streams.size)
    this.#streams.set(id, response)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`event: endpoint\ndata: /sse/messages?stream=${id}\n\n`)
  }

  /** @param make the JSON-RPC answer to what was posted; by default the telling server's */
  async take(
    request: IncomingMessage,
    response: ServerResponse,
    texts: string[],
    make?: (body: string) => string,
  ): Promise<void> {
    const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('stream') ?? ''
    const asked = await asFetched(request)
    const body = await asked.clone().text()
    const answered = make?.(body) ?? (await (await handlerTelling(texts).fetch(asked)).text())
    response.writeHead(202).end()
    const message = /^data: (.*)$/m.exec(answered)?.[1] ?? answered
    if (message !== '') this.#streams.get(id)?.write(`event: message\ndata: ${message}\n\n`)
  }
}

function handlerTelling(texts: string[]) {
  return createMcpHandler(() => {
    const server = new McpServer({ name: texts.join(' '), version: texts.join(' ') })
    for (const [index, text] of texts.entries()) {
      const base64 = Buffer.from(text).toString('base64')
      const description = [text, encodeURIComponent(text), JSON.stringify(text), base64]
      for (const [nth, each] of description.entries()) {
        server.registerTool(`tool-${index}-${nth}`, { description: each }, async () => ({
          content: [],
        }))
      }
    }
    return server
  })
}

async function asFetched(request: IncomingMessage): Promise<Request> {
  const body = await bodyOf(request)
  return new Request(`http://${request.headers.host}/mcp`, {
    method: request.method ?? 'GET',
    headers: {
      ...Object.fromEntries(
        Object.entries(request.headers)
          .filter(([name]) => name === 'content-type' || name.startsWith('mcp-'))
          .map(([name, value]): [string, string] => [name, String(value)]),
      ),
      // What is posted to an SSE endpoint expects no answer in its place.
      accept: 'application/json, text/event-stream',
    },
    ...(body === '' ? {} : { body }),
  })
}
