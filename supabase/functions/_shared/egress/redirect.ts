import { EgressError } from './egress-error.ts'

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const BODY_HEADERS = ['content-type', 'content-length', 'content-encoding', 'content-language']

/** What another origin may see: that we ask, and for what kind of answer. */
const HARMLESS_HEADERS = new Set(['accept', 'content-type', 'user-agent'])

interface Hop {
  url: URL
  init: RequestInit
}

/**
 * The request that a redirect asks for (WHATWG Fetch §4.4, "HTTP-redirect fetch"), or null when
 * `response` is none. Throws redirect_forbidden: where a confidential request is sent to another
 * origin, from https to http, to what is no http(s) address.
 */
export function nextHop(
  from: URL,
  init: RequestInit,
  response: Response,
  isConfidential: boolean,
): Hop | null {
  const location = response.headers.get('location')
  if (!REDIRECTS.has(response.status) || location === null) return null
  const url = parse(location, from)
  const isSameOrigin = url.origin === from.origin
  if (!isSameOrigin && isConfidential) {
    throw new EgressError(
      'redirect_forbidden',
      `it redirects to ${url.host}, and a secret is not sent on to another address`,
    )
  }
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw new EgressError('redirect_forbidden', 'it redirects from https to plain http')
  }
  const headers = new Headers(init.headers)
  if (!isSameOrigin) {
    for (const name of [...headers.keys()]) {
      if (!HARMLESS_HEADERS.has(name)) headers.delete(name)
    }
  }
  const { body: _, ...withoutBody } = init
  if (!becomesGet(response.status, init.method ?? 'GET')) return { url, init: { ...init, headers } }
  for (const name of BODY_HEADERS) headers.delete(name)
  return { url, init: { ...withoutBody, method: 'GET', headers } }
}

function parse(location: string, from: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new EgressError('redirect_forbidden', 'it redirects to what is no http(s) address')
  }
  url.username = ''
  url.password = ''
  return url
}

function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD'
  return (status === 301 || status === 302) && method === 'POST'
}
