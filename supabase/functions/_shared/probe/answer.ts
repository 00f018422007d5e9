import { EgressError } from '../egress/egress-error.ts'
import { sendRenewing } from './access.ts'
import { readRefusal } from './refusal-body.ts'
import { passReach, type Run, Stop, stopFor } from './run.ts'

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
  const send = async () => {
    const asked = await presenting(run, init)
    return stopping(run, run.egress.fetch(run.presented.withKey(url), asked))
  }
  const response = await sendRenewing(run, send, ({ status }) => passReach(run, status))
  const isRefusal = response.status >= 400
  const bytes = isRefusal ? await readRefusal(response) : await stopping(run, response.bytes())
  return read(response, bytes, isRefusal)
}

async function presenting({ presented }: Run, init: RequestInit): Promise<RequestInit> {
  const headers = new Headers(presented.headers)
  for (const [name, value] of new Headers(init.headers)) {
    if (name === 'content-type' || !headers.has(name)) headers.set(name, value)
  }
  for (const [name, value] of await presented.fresh()) headers.set(name, value)
  return { ...init, headers }
}

async function stopping<T>(run: Run, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof EgressError ? stopFor(error, run) : error
  }
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
    if (isLenient) return new TextDecoder().decode(bytes)
    throw new Stop('invalid_encoding', { status, detail: `it is not ${charset.toUpperCase()}` })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
