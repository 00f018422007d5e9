// Guarantees that a socket goes to a judged address and nowhere else, with the name of the URL in
// SNI and certificate check. Assumes undici, whose own connector would look the name up again.
import net from 'node:net'
import tls from 'node:tls'
import type { buildConnector } from 'undici'
import { addressLiteral } from './address.ts'
import { type ClientCertificate, tlsOptionsFor } from './client-certificate.ts'
import { EgressError } from './egress-error.ts'
import type { Resolver } from './resolver.ts'
import { tlsError, tlsErrorIn } from './tls-error.ts'

/** What was learnt on the way to an answer, in the order it was learnt; `ms` for this phase alone. */
export type Phase =
  | { phase: 'dns'; ms: number; host: string }
  | { phase: 'tcp'; ms: number; address: string }
  | { phase: 'tls'; ms: number; protocol: string | null }
  | { phase: 'headers'; ms: number; status: number }

/** While a name has further addresses to try, one that does not answer gets no longer than this. */
const ADDRESS_TIMEOUT_MS = 2_500
const MAX_ADDRESSES = 4

interface Settings {
  resolve: Resolver
  clientCertificate: ClientCertificate | null
  onPhase: (phase: Phase) => void
}

export interface Connector {
  connect: buildConnector.connector
  /** A socket to a judged address of `hostname`, for what is no HTTP; errors as of `connect`. */
  dial(hostname: string, port: number): Promise<net.Socket>
  /** True while a socket is being made, its TLS handshake included. */
  isConnecting(): boolean
  /** True when a TLS handshake with it has been completed. */
  isSecured(target: Pick<Target, 'hostname' | 'port'>): boolean
  /** What TLS said of it after a handshake, which is not always what a request then fails with. */
  tlsErrorOf(target: Pick<Target, 'hostname' | 'port'>): EgressError | null
  /** Ends every connection, and makes none any more. */
  close(): void
}

type Target = Pick<buildConnector.Options, 'hostname' | 'port' | 'protocol'>

/**
 * Its callback's errors are EgressErrors: those of the resolver, connection_*, connect_timeout,
 * tls_invalid, client_certificate_*, unreachable.
 */
export function createConnector({ resolve, clientCertificate, onPhase }: Settings): Connector {
  const sockets = new Set<net.Socket>()
  let connecting = 0
  // What TLS says after the hand-over (Deno 2.1 of a bad certificate, TLS 1.3 of a client's): undici
  // would connect again and again.
  const untrusted = new Map<string, EgressError>()
  const secured = new Set<string>()
  let isClosed = false

  async function open(options: Target): Promise<net.Socket> {
    const known = untrusted.get(placeOf(options))
    if (known) throw known
    const { addresses, ms } = await resolve(options.hostname)
    onPhase({ phase: 'dns', ms, host: options.hostname })
    const candidates = addresses.slice(0, MAX_ADDRESSES)
    let firstError: unknown
    for (const [index, address] of candidates.entries()) {
      if (isClosed) throw closedEarly()
      try {
        const isLast = index === candidates.length - 1
        return await connectTo(options, address, isLast ? null : ADDRESS_TIMEOUT_MS)
      } catch (error) {
        firstError ??= error
        if (tlsErrorIn(error) !== null) break
        if (error instanceof EgressError && error.code === 'tls_invalid') break
      }
    }
    throw firstError
  }

  function connectTo(options: Target, address: string, timeoutMs: number | null) {
    const startedAt = performance.now()
    const isTls = options.protocol === 'https:'
    const host = options.hostname
    const at = { host: address, port: Number(options.port) || (isTls ? 443 : 80) }
    let connectedAt: number | null = null
    return new Promise<net.Socket>((resolve, reject) => {
      const socket = isTls
        ? tls.connect({
            ...at,
            ALPNProtocols: ['http/1.1'],
            ...tlsOptionsFor(clientCertificate, options),
            // RFC 6066 §3: no SNI for an address; the certificate is then checked for the address.
            ...(addressLiteral(host) === null ? { servername: host.replace(/\.$/, '') } : {}),
          })
        : net.connect(at)
      sockets.add(socket)
      socket.setNoDelay(true)
      const timer =
        timeoutMs === null
          ? undefined
          : setTimeout(
              () => socket.destroy(new EgressError('connect_timeout', 'no connection in time')),
              timeoutMs,
            )
      socket.once('connect', connected)
      if (socket instanceof tls.TLSSocket) {
        const secure = socket
        secure.once('secureConnect', () => {
          secured.add(placeOf(options))
          // Deno 2.1 says so before it shakes hands, and fails the first read where that goes wrong.
          if (connectedAt === null) connected()
          else {
            const ms = performance.now() - connectedAt
            onPhase({ phase: 'tls', ms, protocol: secure.getProtocol?.() ?? null })
          }
          resolve(socket)
        })
      }
      socket.on('error', (error: Error) => {
        clearTimeout(timer)
        const late = tlsErrorIn(error)
        if (late !== null) untrusted.set(placeOf(options), late)
        reject(connectionError(error, isTls && connectedAt !== null))
      })
      socket.once('close', () => {
        clearTimeout(timer)
        sockets.delete(socket)
        reject(closedEarly())
      })
      function connected() {
        clearTimeout(timer)
        if (connectedAt !== null) return
        connectedAt = performance.now()
        onPhase({ phase: 'tcp', ms: connectedAt - startedAt, address })
        if (!isTls) resolve(socket)
      }
    })
  }

  return {
    connect(options, callback) {
      connecting++
      open(options)
        .finally(() => connecting--)
        .then(
          (socket) => {
            if (!socket.destroyed) return callback(null, socket)
            // It failed since it was connected; why, its error event tells in a moment.
            setTimeout(() => callback(untrusted.get(placeOf(options)) ?? closedEarly(), null), 0)
          },
          (error: Error) => callback(error, null),
        )
    },
    async dial(hostname, port) {
      connecting++
      try {
        return await open({ hostname, port: String(port), protocol: 'tcp:' })
      } finally {
        connecting--
      }
    },
    isConnecting: () => connecting > 0,
    isSecured: (target) => secured.has(placeOf(target)),
    tlsErrorOf: (target) => untrusted.get(placeOf(target)) ?? null,
    close() {
      isClosed = true
      for (const socket of sockets) socket.destroy()
    },
  }
}

function placeOf({ hostname, port }: Pick<Target, 'hostname' | 'port'>): string {
  return `${hostname}:${port}`
}

function closedEarly(): EgressError {
  return new EgressError('connection_reset', 'the connection was closed while it was made')
}

function connectionError(error: Error, isHandshake: boolean): EgressError {
  const known = error instanceof EgressError ? error : tlsErrorIn(error)
  if (known !== null) return known
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const cause = { cause: error }
  if (code === 'ECONNREFUSED') {
    return new EgressError('connection_refused', 'nothing listens there', cause)
  }
  if (code === 'ETIMEDOUT')
    return new EgressError('connect_timeout', 'no connection in time', cause)
  if (code === 'ECONNRESET' || code === 'EPIPE' || error.name === 'ConnectionReset') {
    return new EgressError('connection_reset', 'the connection was reset while it was made', cause)
  }
  if (isHandshake) return tlsError(error)
  return new EgressError('unreachable', 'no route to its address', cause)
}
