/** One block of PEM (RFC 7468). */
export interface PemBlock {
  /** What stands after BEGIN: CERTIFICATE. */
  label: string
  /** True for the encryption of RFC 1421 §4.6, which OpenSSL called “traditional”. */
  isClosed: boolean
  /** Null where it is not Base64. */
  der: Uint8Array<ArrayBuffer> | null
}

/** The blocks of a text, in order; what stands between them (“Bag Attributes”) is left out. */
export function pemBlocks(text: string): PemBlock[] {
  const found = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g)
  return Array.from(found, ([, label = '', inside = '']) => {
    const [, headers = '', body = ''] = /^\s*((?:[\w-]+:.*\r?\n)*)([\s\S]*)$/.exec(inside) ?? []
    return { label, isClosed: /^Proc-Type:.*ENCRYPTED/m.test(headers), der: bytesOf(body) }
  })
}

/** DER as one block, in lines of 64 letters, with a line break at its end. */
export function toPem(label: string, der: Uint8Array): string {
  const base64 = btoa(Array.from(der, (byte) => String.fromCharCode(byte)).join(''))
  const lines = base64.match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    const text = atob(base64.replace(/\s+/g, ''))
    return text === '' ? null : Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}
