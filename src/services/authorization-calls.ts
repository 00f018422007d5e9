import {
  AuthorizationFinished,
  AuthorizationStarted,
  type FinishAuthorization,
  type StartAuthorization,
} from '@contract/oauth'
import type { authorizedFetch } from '@/lib/supabase'
import { callFunction } from './function-answers'

export interface AuthorizationCalls {
  start(request: StartAuthorization): Promise<AuthorizationStarted>
  finish(request: FinishAuthorization): Promise<AuthorizationFinished>
}

/** The function `oauth`, at `url`. @throws AppError, and what the network throws */
export function authorizationCalls(url: string, fetch: typeof authorizedFetch): AuthorizationCalls {
  return {
    start: (request) => callFunction(AuthorizationStarted, { url: `${url}/start`, fetch }, request),
    finish: (request) =>
      callFunction(AuthorizationFinished, { url: `${url}/finish`, fetch }, request),
  }
}
