import * as z from 'zod/mini'
import { AppError, toAppError } from '@/lib/errors'

interface Answer<T> {
  data: T | null
  error: unknown
  status: number
}

/** Waits for a request to the data API. @throws AppError */
export async function read<T>(request: PromiseLike<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await request
  } catch (thrown) {
    throw toAppError(thrown)
  }
  if (answer.error) throw toAppError({ ...answer.error, status: answer.status })
  // A write that asks for nothing back has null data; its caller ignores it.
  return answer.data as T
}

/** What the database answers is bytes from outside too. @throws AppError `internal` */
export function parse<T extends z.core.$ZodType>(schema: T, data: unknown): z.output<T> {
  const parsed = z.safeParse(schema, data)
  if (parsed.success) return parsed.data
  throw new AppError('internal', 'The database answered with what Patchbay does not understand.')
}
