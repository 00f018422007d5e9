import { ApiErrorBody } from '@contract/errors'
import type * as z from 'zod/mini'
import { AppError, fromApiError } from '@/lib/errors'
import { parse } from './answers'

/**
 * What an Edge Function answers, parsed.
 *
 * @throws AppError with the function's own code, or `unavailable` where the answer is none of ours
 */
export async function answerOf<T extends z.core.$ZodType>(
  response: Response,
  schema: T,
): Promise<z.output<T>> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return parse(schema, body)
  const told = ApiErrorBody.safeParse(body)
  if (told.success) throw fromApiError(told.data)
  throw new AppError(
    'unavailable',
    `Patchbay’s server answered ${response.status}. That is on our side: try again in a moment.`,
  )
}
