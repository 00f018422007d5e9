import { pemBlocks } from './pem'

export type SshKeyResult =
  /** `key` is as it is sealed; where it has a passphrase the form asks for it. */
  { key: string; hasPassphrase: boolean } | { problem: string }

const FORMS = new Set([
  'OPENSSH PRIVATE KEY',
  'PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
])

/** What a pasted SSH key is: OpenSSH or PEM, open or closed, or something that is no private key. */
export function readSshKey(text: string): SshKeyResult {
  const block = pemBlocks(text).find(({ label }) => label.endsWith('PRIVATE KEY'))
  if (block === undefined) return { problem: whatItIs(text) }
  if (!FORMS.has(block.label))
    return { problem: 'DSA keys are no longer safe: servers refuse them.' }
  if (block.der === null) return { problem: 'This private key is damaged: copy it again, whole.' }
  const [key = ''] =
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/.exec(text) ?? []
  const isClosed =
    block.isClosed || block.label.startsWith('ENCRYPTED') || isClosedOpenSsh(block.label, block.der)
  return { key: `${key}\n`, hasPassphrase: isClosed }
}

/** OpenSSH's PROTOCOL.key: after the magic word the cipher's name, `none` where it is open. */
function isClosedOpenSsh(label: string, der: Uint8Array): boolean {
  if (label !== 'OPENSSH PRIVATE KEY') return false
  const start = 'openssh-key-v1\0'.length + 4
  return new TextDecoder().decode(der.subarray(start, start + 4)) !== 'none'
}

function whatItIs(text: string): string {
  if (/^\s*(ssh-|ecdsa-|sk-)\S+ AAAA/m.test(text) || /BEGIN (SSH2 )?PUBLIC KEY/.test(text)) {
    return 'This is the public key: the private one belongs here, the file without .pub.'
  }
  if (/^PuTTY-User-Key-File/m.test(text)) {
    return 'This is a PuTTY key. In PuTTYgen choose Conversions → Export OpenSSH key.'
  }
  return 'Paste the whole private key, from -----BEGIN to -----END.'
}
