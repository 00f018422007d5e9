/**
 * Who starts what runs by itself. The schedule shows a secret that opens nothing else: pg_net's queue,
 * where it lies for a moment, may be read by more people than the project's secret key.
 */
import { ApiError } from '../http/api-error.ts'
import { required } from './environment.ts'
import { isSecretShown } from './shown-secret.ts'

/**
 * Passes a request with SCHEDULE_SECRET in `x-schedule-secret`.
 *
 * @throws ApiError `unauthorized` for any other; Error where SCHEDULE_SECRET is not set.
 */
export function requireSchedule(
  request: Request,
  get: (name: string) => string | undefined = (name) => Deno.env.get(name),
): void {
  const shown = request.headers.get('x-schedule-secret')
  if (!isSecretShown([shown], [required(get, 'SCHEDULE_SECRET')])) {
    throw new ApiError('unauthorized', 'This is for the project’s own schedule.')
  }
}
