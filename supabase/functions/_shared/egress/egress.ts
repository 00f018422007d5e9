// Guarantees: the only way out. Every hop's address is judged and pinned, redirects are followed by
// hand, nothing confidential crosses an origin, bytes and time are capped.
// Assumes that the caller says truthfully whether a request is confidential: then no hop may leave
// its origin, whatever carries the secret (header, query, body).
import type { Socket } from 'node:net'
import { Agent } from 'undici'
import { kindOfHost } from './address.ts'
import { type ClientCertificate, isFor } from './client-certificate.ts'
import { createConnector, type Phase } from './connector.ts'
import { EgressError } from './egress-error.ts'
import { exchange } from './exchange.ts'
import { nextHop } from './redirect.ts'
import { abortable, createResolver, type LookUp, type Resolution } from './resolver.ts'

const MAX_REDIRECTS = 5
/** Enough for three lists of MCP, page by page; an endless conversation would wear others out. */
const MAX_REQUESTS = 100
const WEB_PORTS = new Set(['', '80', '443'])
const SSH_PORT = 22
const FIRST_UNPRIVILEGED_PORT = 1024

export interface EgressSettings {
  /** True only in the local stack: loopback and private networks may be reached. */
  allowPrivate: boolean
  /** Ends everything: connecting, waiting and reading. */
  signal: AbortSignal
  /** True when requests carry a secret: no redirect may then lead to another origin. */
  isConfidential: boolean
  /** Presented to its origin and to no other; only a runner can (Deno 2.1.4 cannot). */
  clientCertificate?: ClientCertificate
  /** How names are looked up; the system's way unless given. */
  lookUp?: LookUp
  onPhase?: (phase: Phase) => void
  /** Every failure, also one while a body is read, where a library may swallow it. */
  onFailure?: (error: EgressError, method: string) => void
}

export interface Egress {
  /**
   * Judges where a URL leads before anything is sent, and pins it for the rest of the test.
   * Rejects with address_forbidden (also: a secret over plain http to a public host) or dns_failed.
   */
  admit(url: URL): Promise<Resolution>
  /** WHATWG fetch. `init.redirect` and `init.credentials` are ignored. Rejects with EgressError. */
  fetch(input: string | URL, init?: RequestInit): Promise<Response>
  /** As `fetch`, but what is answered is the answer: no redirect is followed. */
  fetchOnce(input: string | URL, init?: RequestInit): Promise<Response>
  /** As `fetch`, for what holds no secret: redirects may lead to other origins. */
  fetchOpenly(input: string | URL, init?: RequestInit): Promise<Response>
  /**
   * A connection to a judged address, for SSH alone: it encrypts by itself. `hostname` is as in a URL,
   * an IPv6 address in brackets. Rejects with EgressError, its codes those of a request before TLS.
   */
  dial(hostname: string, port: number): Promise<Socket>
  /** Cuts every connection. */
  close(): void
}

/** One for each test. See EgressSettings and Egress. */
export function createEgress(settings: EgressSettings): Egress {
  const { allowPrivate, signal, isConfidential } = settings
  const onPhase = settings.onPhase ?? (() => {})
  const onFailure = settings.onFailure ?? (() => {})
  const resolve = createResolver(allowPrivate, signal, settings.lookUp)
  const clientCertificate = settings.clientCertificate ?? null
  const connector = createConnector({ resolve, clientCertificate, onPhase })
  const agent = new Agent({
    connect: connector.connect,
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
  })
  let requests = 0
  let hasAnswer = false

  async function admit(url: URL, isSecret: boolean): Promise<Resolution> {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      throw new EgressError('address_forbidden', 'only http and https addresses are called')
    }
    if (!allowPrivate && !WEB_PORTS.has(url.port) && Number(url.port) < FIRST_UNPRIVILEGED_PORT) {
      throw new EgressError('address_forbidden', `port ${url.port} belongs to another service`)
    }
    const isPlain = url.protocol === 'http:' && isSecret
    // A literal or telling name is judged without a look-up, so that a dead name cannot hide it.
    if (isPlain && !allowPrivate && kindOfHost(url.hostname) === 'public') throw plainText()
    const resolution = await resolve(url.hostname)
    if (isPlain && !resolution.isPrivate) throw plainText()
    return resolution
  }

  async function send(url: URL, init: RequestInit, isSecret: boolean): Promise<Response> {
    await admit(url, isSecret)
    if (++requests > MAX_REQUESTS) {
      throw new EgressError('response_too_large', `it asks for more than ${MAX_REQUESTS} requests`)
    }
    const startedAt = performance.now()
    const method = init.method ?? 'GET'
    const response = await exchange(url, init, {
      agent,
      signal,
      noAnswer,
      onBodyFailure: (error) => onFailure(error, method),
    }).catch((error: unknown) => {
      throw error instanceof EgressError ? aboutCertificate(error, url) : error
    })
    hasAnswer = true
    onPhase({ phase: 'headers', ms: performance.now() - startedAt, status: response.status })
    return response
  }

  /** An error that has to do with what we showed, or did not show, in the TLS handshake, says so. */
  function aboutCertificate(thrown: EgressError, url: URL): EgressError {
    const isReset = thrown.code === 'connection_reset'
    const error = (isReset ? connector.tlsErrorOf(url) : null) ?? thrown
    const { code, detail } = error
    const cause = { cause: thrown }
    if (clientCertificate === null || !isFor(clientCertificate, url)) {
      return code === 'client_certificate_refused'
        ? new EgressError('client_certificate_required', detail, cause)
        : error
    }
    if (code === 'client_certificate_required') {
      const other = 'it wants one of another kind, or of another authority'
      return new EgressError('client_certificate_refused', other, cause)
    }
    // Some send no alert (RFC 8446 §6.2 leaves it to them): they hang up on whom they do not like.
    const isHungUp = isReset && error === thrown && !hasAnswer && connector.isSecured(url)
    return isHungUp
      ? new EgressError('client_certificate_refused', 'it hung up as soon as it had seen it', cause)
      : error
  }

  function noAnswer(): EgressError {
    return connector.isConnecting()
      ? new EgressError('connect_timeout', 'no connection in time')
      : new EgressError('unreachable', 'connected, but no answer in time')
  }

  async function follow(
    input: string | URL,
    init: RequestInit,
    isSecret: boolean,
  ): Promise<Response> {
    let url = new URL(input)
    let request = init
    for (let hops = 0; ; hops++) {
      const response = await send(url, request, isSecret).catch((error: unknown) => {
        const isHop = hops > 0 && error instanceof EgressError && error.code === 'address_forbidden'
        throw isHop ? new EgressError('redirect_forbidden', error.detail) : error
      })
      const next = nextHop(url, request, response, isSecret)
      if (next === null) return response
      await response.body?.cancel()
      if (hops === MAX_REDIRECTS) {
        throw new EgressError('redirect_loop', `more than ${MAX_REDIRECTS} redirects in a row`)
      }
      url = next.url
      request = next.init
    }
  }

  async function reported(init: RequestInit, answer: Promise<Response>): Promise<Response> {
    try {
      return await answer
    } catch (error) {
      if (error instanceof EgressError) onFailure(error, init.method ?? 'GET')
      throw error
    }
  }

  async function dial(hostname: string, port: number): Promise<Socket> {
    if (!allowPrivate && port !== SSH_PORT && port < FIRST_UNPRIVILEGED_PORT) {
      throw new EgressError('address_forbidden', `port ${port} belongs to another service`)
    }
    return abortable(connector.dial(hostname, port), signal, noAnswer)
  }

  return {
    admit: (url) => admit(url, isConfidential),
    dial,
    fetch: (input, init = {}) => reported(init, follow(input, init, isConfidential)),
    fetchOnce: async (input, init = {}) =>
      reported(init, send(new URL(input), init, isConfidential)),
    fetchOpenly: (input, init = {}) => reported(init, follow(input, init, false)),
    close() {
      connector.close()
      agent.destroy().catch(() => {})
    },
  }
}

function plainText(): EgressError {
  return new EgressError(
    'address_forbidden',
    'a secret is sent over https only, and this address begins with http',
  )
}
