import { EgressError } from './egress-error.ts'

/** What the alerts (RFC 8446 §6.2) say with which a server refuses a client certificate. */
const REFUSALS: Record<string, string> = {
  BadCertificate: 'it finds the certificate bad',
  UnsupportedCertificate: 'it does not support certificates of this kind',
  CertificateRevoked: 'the certificate was revoked',
  CertificateExpired: 'the certificate has expired',
  CertificateUnknown: 'it does not accept the certificate',
  UnknownCA: 'it does not know who signed the certificate',
  AccessDenied: 'it knows the certificate and denies it access',
}

/**
 * What TLS itself says in an error's chain, or null. Older Deno tells of a bad certificate only after
 * it has handed the socket out, in rustls' words; current Deno tells at once, with Node's codes. With
 * TLS 1.3 a server's refusal of ours comes after the handshake, with the first read, from any Deno.
 */
export function tlsErrorIn(error: unknown): EgressError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const refusal = refusalIn(at)
    if (refusal !== null) return refusal
    const isRustls = at.name === 'InvalidData' || /invalid peer certificate/i.test(at.message)
    if (isRustls) return tlsError(at)
  }
  return null
}

function refusalIn(error: Error): EgressError | null {
  const [, alert = ''] = /received fatal alert: (\w+)/i.exec(error.message) ?? []
  if (alert === 'CertificateRequired') {
    return new EgressError('client_certificate_required', '', { cause: error })
  }
  const detail = REFUSALS[alert]
  if (detail === undefined) return null
  return new EgressError('client_certificate_refused', detail, { cause: error })
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
  // With TLS 1.2 this is also all that a server says that wants a certificate and got none.
  if (/HandshakeFailure/i.test(said)) {
    return 'it refused the handshake: perhaps it wants a client certificate'
  }
  return 'it did not complete a TLS handshake'
}
