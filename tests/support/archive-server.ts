import type { RequestListener } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { startUpstream, type Upstream } from './upstream-server.ts'

export interface ArchiveServer extends Upstream {
  /** What was put, by path: a later file takes the place of an earlier one. */
  files: Map<string, Buffer>
  /** Answers the next requests in place of the archive, until it is given null. */
  insteadAnswer: (listener: RequestListener | null) => void
  /** All rows of the files below that path, in the order of the files' names. */
  rowsBelow: (path: string) => Record<string, unknown>[]
}

/** An HTTP server that keeps what is put there by whoever shows the token. */
export async function startArchiveServer(token: string): Promise<ArchiveServer> {
  const files = new Map<string, Buffer>()
  let instead: RequestListener | null = null
  const keep: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const isAllowed = request.headers.authorization === `Bearer ${token}`
      if (isAllowed) files.set(request.url ?? '', Buffer.concat(chunks))
      response.writeHead(isAllowed ? 201 : 401).end()
    })
  }
  const upstream = await startUpstream((request, response) => (instead ?? keep)(request, response))
  return {
    ...upstream,
    files,
    insteadAnswer(listener) {
      instead = listener
    },
    rowsBelow: (path) =>
      [...files]
        .filter(([name]) => name.startsWith(path))
        .sort(([a], [b]) => a.localeCompare(b))
        .flatMap(([, bytes]) => gunzipSync(bytes).toString('utf8').split('\n').filter(Boolean))
        .map((line): Record<string, unknown> => JSON.parse(line)),
  }
}
