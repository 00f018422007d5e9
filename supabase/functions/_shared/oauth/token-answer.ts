import * as z from 'zod/mini'
import { refusal } from './authorization-failure.ts'

/** What vendors make of RFC 6749 §5.1: nulls for what is absent, no token_type, an error with 200. */
const TokenAnswer = z.looseObject({
  error: z.optional(z.unknown()),
  access_token: z.optional(z.unknown()),
  scope: z.optional(z.unknown()),
})

/**
 * The same answer as the RFC has it, to be judged by oauth4webapi. An `id_token` is left out: nobody
 * here asks who the person is. Challenges are left out too: the body says more.
 *
 * @throws AuthorizationError for an error that comes with a status of success.
 */
export async function judgeable(response: Response, host: string): Promise<Response> {
  const text = await response.text()
  const { status } = response
  const parsed = z.safeParse(TokenAnswer, json(text))
  if (!parsed.success) {
    return new Response(text, { status, headers: { 'content-type': 'text/plain' } })
  }
  const { error } = parsed.data
  if (response.ok && typeof error === 'string' && error !== '') throw refusal(error, host)
  const { id_token: _, ...answer } = Object.fromEntries(
    Object.entries(parsed.data).filter(([, value]) => value !== null && value !== ''),
  )
  const isGiven = answer.access_token !== undefined
  const { scope } = answer
  return Response.json(
    {
      ...(isGiven ? { token_type: 'bearer' } : {}),
      ...answer,
      ...(Array.isArray(scope) ? { scope: scope.join(' ') } : {}),
    },
    // Some answer a grant with 201.
    { status: isGiven && response.ok ? 200 : status },
  )
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Separated by spaces (RFC 6749 §3.3), or by commas as GitHub and Slack do it. */
export function scopesOf(scope: string): string[] {
  return [...new Set(scope.split(/[\s,]+/).filter((one) => one !== ''))]
}
