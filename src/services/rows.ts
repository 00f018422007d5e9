import * as z from 'zod/mini'
import { AppError, toAppError } from '@/lib/errors'

interface Answer<T> {
  data: T | null
  error: unknown
  status: number
}

/** PostgREST's default `max-rows`: an answer this long may have been cut. */
const PAGE = 1_000

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

/** Reads page after page until one is not full. */
export async function readAll<T>(
  page: (from: number, to: number) => PromiseLike<Answer<T[]>>,
): Promise<T[]> {
  const rows: T[] = []
  for (;;) {
    const next = await read(page(rows.length, rows.length + PAGE - 1))
    rows.push(...next)
    if (next.length < PAGE) return rows
  }
}

/** Rows from the database are bytes from outside too. @throws AppError `internal` */
export function parseRows<T extends z.core.$ZodType>(
  schema: T,
  rows: readonly unknown[],
): z.output<T>[] {
  return rows.map((row) => {
    const parsed = z.safeParse(schema, row)
    if (parsed.success) return parsed.data
    throw new AppError(
      'internal',
      'The database answered with a row that Patchbay does not understand.',
    )
  })
}
