import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net'
import { join } from 'node:path'

export type Certificate = 'good' | 'expired' | 'self-signed' | 'wrong-host'

/** Of `client-certificates`: who may come, and who came and may no longer (RFC 5280 §5). */
export type ClientCertificateName = 'ada' | 'stranger' | 'past' | 'revoked'

export interface Upstream {
  /** http(s)://localhost:port */
  origin: string
  port: number
  /** What arrived, in order. */
  requests: IncomingMessage[]
  close(): Promise<void>
}

/** A real HTTP server on a free port of the loopback; with a certificate it speaks HTTPS. */
export async function startUpstream(
  listener: RequestListener,
  certificate?: Certificate,
): Promise<Upstream> {
  const requests: IncomingMessage[] = []
  const noting: RequestListener = (request, response) => {
    requests.push(request)
    listener(request, response)
  }
  const server: Server = certificate
    ? createTlsServer({ key: pem(`${certificate}.key`), cert: pem(`${certificate}.crt`) }, noting)
    : createServer(noting)
  return { ...(await listening(server, certificate ? 'https' : 'http')), requests }
}

interface MutualTls {
  /** Hangs up on whom it does not trust, or lets the listener answer them. */
  isStrict: boolean
  /** What it proves itself with: signed by an authority that Deno is given, or by one of its own. */
  isPrivate?: boolean
  version?: 'TLSv1.2' | 'TLSv1.3'
}

/** A real HTTPS server that asks for a client certificate (RFC 8446 §4.3.2). */
export async function startMutualTls(
  listener: RequestListener,
  { isStrict, isPrivate = false, version = 'TLSv1.3' }: MutualTls,
): Promise<Upstream> {
  const requests: IncomingMessage[] = []
  const own = isPrivate ? 'private-server' : null
  const server = createTlsServer(
    {
      key: own ? clientPem(`${own}.key`) : pem('good.key'),
      cert: own ? clientPem(`${own}.crt`) : pem('good.crt'),
      ca: clientPem('clients.crt'),
      crl: clientPem('clients.crl'),
      requestCert: true,
      rejectUnauthorized: isStrict,
      minVersion: version,
      maxVersion: version,
    },
    (request, response) => {
      requests.push(request)
      listener(request, response)
    },
  )
  return { ...(await listening(server, 'https')), requests }
}

/** A file of `client-certificates`. */
export function clientPem(name: string): string {
  return readFileSync(join(import.meta.dirname, 'client-certificates', name), 'utf8')
}

/** A real TCP server, for what no HTTP server would do. */
export async function startRawUpstream(onSocket: (socket: Socket) => void): Promise<Upstream> {
  return { ...(await listening(createTcpServer(onSocket), 'http')), requests: [] }
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

function pem(name: string): string {
  return readFileSync(join(import.meta.dirname, 'upstream-certificates', name), 'utf8')
}

async function listening(server: TcpServer, scheme: string) {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return { origin: `${scheme}://localhost:${port}`, port, close }
}
