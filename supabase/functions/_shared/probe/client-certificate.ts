import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { AuthMethod } from '../contract/auth.ts'
import { type IntegrationConfig, urlOf } from '../contract/config.ts'
import type { ClientCertificate } from '../egress/client-certificate.ts'
import type { Secrets } from '../sealing/open-credentials.ts'
import { Stop } from './run.ts'

export interface OwnCertificate extends ClientCertificate {
  notAfter: Date
}

/**
 * What is presented in the TLS handshake; null for another method than `certificate`. Throws Stop:
 * config_invalid (plain http), credential_missing, credential_unreadable (no pair of key and certificate).
 */
export function clientCertificateOf(
  config: IntegrationConfig,
  method: AuthMethod,
  secrets: Secrets,
): OwnCertificate | null {
  const url = urlOf(config)
  if (method !== 'certificate' || url === null) return null
  const { protocol, origin } = new URL(url)
  if (protocol !== 'https:') {
    throw new Stop('config_invalid', {
      detail:
        'a client certificate is presented over https only, and this address begins with http',
    })
  }
  const secret = secrets.get('auth')?.secret
  if (secret === undefined) throw new Stop('credential_missing', { detail: 'The certificate' })
  if (secret.kind !== 'certificate') {
    throw new Stop('credential_unreadable', { detail: 'it is not of the kind certificate' })
  }
  const { certificate, key, ca } = secret
  return { origin, certificate, key, ca, notAfter: endOf(certificate, key) }
}

/** TLS would say it too, but only in the middle of a handshake, and as if the server had failed. */
function endOf(certificate: string, key: string): Date {
  try {
    const read = new X509Certificate(certificate)
    if (read.checkPrivateKey(createPrivateKey(key))) return new Date(read.validTo)
  } catch {
    throw new Stop('credential_unreadable', { detail: 'it is no certificate with its private key' })
  }
  throw new Stop('credential_unreadable', { detail: 'the key is not that of the certificate' })
}
