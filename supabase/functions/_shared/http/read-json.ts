import * as z from 'zod/mini'
import { ApiError } from './api-error.ts'

/** Room for a draft with every slot filled. */
const MAX_BODY_BYTES = 1024 * 1024

/**
 * The request's body, parsed by `schema`.
 *
 * @throws ApiError `payload_too_large` past 1 MiB, `invalid_request` for what is not JSON or not of
 * the schema, with `fields`. Values are never repeated in the message: they may be secret.
 */
export async function readJson<T extends z.core.$ZodType>(
  request: Request,
  schema: T,
): Promise<z.output<T>> {
  let json: unknown
  try {
    json = JSON.parse(await readText(request))
  } catch (thrown) {
    if (thrown instanceof ApiError) throw thrown
    throw new ApiError('invalid_request', 'The body is not JSON.')
  }
  const parsed = z.safeParse(schema, json)
  if (parsed.success) return parsed.data
  throw new ApiError('invalid_request', 'The request is not of the form that is wanted.', {
    fields: Object.fromEntries(flatten(parsed.error.issues).slice(0, 20)),
  })
}

/** Counts while reading: a Content-Length may be missing, or a lie. */
async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_BODY_BYTES)
      throw new ApiError('payload_too_large', 'The body is larger than 1 MiB.')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** A union's issues hide those of its branches; the branch that came furthest is the one that was meant. */
function flatten(
  issues: readonly z.core.$ZodIssue[],
  base: PropertyKey[] = [],
): [string, string][] {
  return issues.flatMap((issue): [string, string][] => {
    const path = [...base, ...issue.path]
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) {
      return [[path.map(String).join('.'), issue.message]]
    }
    const branches = issue.errors.map((branch) => flatten(branch, path))
    return branches.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best))
  })
}

function depth(fields: readonly [string, string][]): number {
  return Math.max(0, ...fields.map(([path]) => path.split('.').length))
}
