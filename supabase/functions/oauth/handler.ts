import { requireUser } from '../_shared/db/client.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import { finish } from './finish.ts'
import { start } from './start.ts'

/** `POST oauth/start` and `POST oauth/finish`, both with the person's token. */
export async function handler(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const route = pathname.endsWith('/oauth/start')
    ? start
    : pathname.endsWith('/oauth/finish')
      ? finish
      : null
  if (route === null) throw new ApiError('not_found', 'Ask oauth/start or oauth/finish.')
  const answer = await route((await requireUser(request)).id, request)
  return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
}
