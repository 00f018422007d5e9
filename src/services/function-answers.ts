import { ApiErrorBody } from '@contract/errors'
import * as z from 'zod/mini'
import { AppError, fromApiError } from '@/lib/errors'
import type { authorizedFetch } from '@/lib/supabase'

/** Asks an Edge Function, and takes its answer by `schema`. @throws AppError with the function's own code */
export async function callFunction<T extends z.core.$ZodType>(
  schema: T,
  { url, fetch }: { url: string; fetch: typeof authorizedFetch },
  body: object,
): Promise<z.output<T>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw await fromErrorResponse(response)
  return z.parse(schema, await response.json())
}

/** What a function's answer that is not 2xx says. */
export async function fromErrorResponse(response: Response): Promise<AppError> {
  const body = ApiErrorBody.safeParse(await response.json().catch(() => null))
  if (body.success) return fromApiError(body.data)
  return new AppError(
    'unavailable',
    `Patchbay's server answered ${response.status}. That is on our side: try again in a moment.`,
  )
}
