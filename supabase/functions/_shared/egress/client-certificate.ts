// Guarantees that a client certificate is presented to the one origin that it is for.
import tls from 'node:tls'

/** For mutual TLS (RFC 8446 §4.4.2); all PEM. */
export interface ClientCertificate {
  /** The one that it is presented to: https://host:port, without a port for 443. */
  origin: string
  /** With the chain that leads from it to an authority. */
  certificate: string
  /** PKCS#8, unencrypted. */
  key: string
  /** Who signed the server's certificate, where the system's authorities did not. */
  ca: string | null
}

/** What `tls.connect` takes for a connection to `target`; nothing where the certificate is not for it. */
export function tlsOptionsFor(
  client: ClientCertificate | null,
  target: { hostname: string; port: string },
): Pick<tls.ConnectionOptions, 'cert' | 'key' | 'ca'> {
  if (client === null || !isFor(client, target)) return {}
  const { certificate: cert, key, ca } = client
  return ca === null ? { cert, key } : { cert, key, ca: [...systemAuthorities(), ca] }
}

/** True where `client` is presented to `target`, a URL or what undici connects to. */
export function isFor(
  { origin }: ClientCertificate,
  { hostname, port }: { hostname: string; port: string },
): boolean {
  const url = new URL(origin)
  return (
    url.protocol === 'https:' &&
    url.hostname === hostname &&
    (url.port || '443') === (port || '443')
  )
}

/** Whom TLS trusts without being told, for `ca` replaces them. */
function systemAuthorities(): readonly string[] {
  return 'getCACertificates' in tls && typeof tls.getCACertificates === 'function'
    ? tls.getCACertificates('default')
    : tls.rootCertificates
}
