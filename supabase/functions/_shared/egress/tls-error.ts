import { EgressError } from './egress-error.ts'

/**
 * The tls_invalid in an error's chain, or null. Older Deno tells of a bad certificate only after it
 * has handed the socket out, in rustls' words; current Deno tells at once, with Node's codes.
 */
export function tlsErrorIn(error: unknown): EgressError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const isRustls = at.name === 'InvalidData' || /invalid peer certificate/i.test(at.message)
    if (isRustls) return tlsError(at)
  }
  return null
}

/** What a socket's error means that came up while TLS was being set up. */
export function tlsError(error: Error): EgressError {
  return new EgressError('tls_invalid', problemOf(error), { cause: error })
}

function problemOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const said = `${code} ${error.message}`
  if (/ALTNAME|NotValidForName/i.test(said)) return 'its certificate is for another name'
  if (/EXPIRED/i.test(said)) return 'its certificate has expired'
  if (/NOT_YET_VALID|NotValidYet/i.test(said)) return 'its certificate is not valid yet'
  if (/SELF.?SIGNED|UnknownIssuer|CaUsedAsEndEntity/i.test(said)) {
    return 'its certificate is signed by nobody we trust'
  }
  // Deno 2.9 gives this one code for an expired certificate and for an unknown issuer.
  if (/UNABLE_TO/.test(said)) return 'its certificate has expired, or nobody we trust signed it'
  return 'it did not complete a TLS handshake'
}
