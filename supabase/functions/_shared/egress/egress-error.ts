import type { FailureCode } from '../contract/errors.ts'

/** Why a request could not be made or its answer not be read. */
export type EgressCode = Extract<
  FailureCode,
  | 'address_forbidden'
  | 'dns_failed'
  | 'connection_refused'
  | 'connection_reset'
  | 'connect_timeout'
  | 'tls_invalid'
  | 'client_certificate_required'
  | 'client_certificate_refused'
  | 'redirect_loop'
  | 'redirect_forbidden'
  | 'unreachable'
  | 'response_timeout'
  | 'response_reset'
  | 'response_too_large'
  | 'invalid_encoding'
>

/**
 * What `egress` throws. `detail` is a short clause for people ("the certificate has expired"). It
 * is written here and never holds a path, a query, a header or anything that the other side sent.
 */
export class EgressError extends Error {
  override readonly name = 'EgressError'

  constructor(
    readonly code: EgressCode,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options)
  }
}

/** The EgressError in an error's chain of causes: libraries wrap what our connector throws. */
export function egressErrorIn(error: unknown): EgressError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at instanceof EgressError) return at
  }
  return null
}
