import { EgressError } from '../egress/egress-error.ts'
import { passReach, type Run, Stop, stopFor } from './run.ts'

/** How long the body of a refusal is waited for: it only adds words to what the status says. */
const REFUSAL_BODY_MS = 1_000

/** An answer that was read to its end. `json` is undefined where the body is not JSON. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  json: unknown
  isHtml: boolean
}

/**
 * Sends one request with what the run presents, and reads the answer: ends `reach` at its headers.
 * Throws Stop with the codes of `reach`, or response_*, invalid_encoding.
 */
export async function ask(run: Run, url: URL, init: RequestInit): Promise<Answer> {
  const headers = new Headers(run.presented.headers)
  for (const [name, value] of new Headers(init.headers)) {
    if (name === 'content-type' || !headers.has(name)) headers.set(name, value)
  }
  const response = await stopping(
    run,
    run.egress.fetch(run.presented.withKey(url), { ...init, headers }),
  )
  passReach(run, response.status)
  const isRefusal = response.status >= 400
  const bytes = isRefusal ? await quickly(response) : await stopping(run, response.bytes())
  return read(response, bytes, isRefusal)
}

async function stopping<T>(run: Run, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof EgressError ? stopFor(error, run.ladder) : error
  }
}

async function quickly(response: Response): Promise<Uint8Array> {
  const nothing = new Uint8Array()
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<Uint8Array>((resolve) => {
    timer = setTimeout(() => resolve(nothing), REFUSAL_BODY_MS)
  })
  const bytes = response.bytes().catch(() => nothing)
  return Promise.race([bytes, timeout]).finally(() => clearTimeout(timer))
}

function read(response: Response, bytes: Uint8Array, isRefusal: boolean): Answer {
  const { status, headers } = response
  const type = (headers.get('content-type') ?? '').toLowerCase()
  const isData = type === '' || /json|text|xml|javascript|urlencoded|graphql/.test(type)
  const text = isData ? decode(bytes, type, isRefusal, status) : ''
  const isHtml = /\bhtml\b/.test(type) || /^\s*<(!doctype html|html)\b/i.test(text)
  return { status, headers, text, json: parse(text), isHtml }
}

function decode(bytes: Uint8Array, type: string, isLenient: boolean, status: number): string {
  const charset = /charset="?([\w.:-]+)/.exec(type)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset, { fatal: !isLenient }).decode(bytes)
  } catch {
    throw new Stop('invalid_encoding', {
      status,
      detail: `it is not ${charset.toUpperCase().slice(0, 20)}`,
    })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
