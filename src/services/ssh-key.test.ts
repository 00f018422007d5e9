import { CredentialSecret } from '@contract/auth'
import { expect, test } from 'vitest'
import { keyFile } from '../../tests/support/key-files'
import { readSshKey } from './ssh-key'

test.each([
  ['ssh-open', false],
  ['ssh-locked', true],
  ['ssh-locked-pem', true],
  ['rsa-pkcs1.key', false],
  ['rsa.key', false],
  ['rsa-aes256.key', true],
  ['p256-sec1.key', false],
])('%s is known, and whether it is locked', (file, hasPassphrase) => {
  const result = readSshKey(`  ${keyFile(file).replaceAll('\n', '\r\n')}\r\n`)
  expect(result).toMatchObject({ hasPassphrase })
  const key = 'key' in result ? result.key : ''
  const secret = { kind: 'ssh_key', key, passphrase: '' }
  expect(CredentialSecret.safeParse(secret).success).toBe(true)
  expect(key.match(/-----BEGIN/g)).toHaveLength(1)
})

test.each([
  ['the public key', keyFile('ssh-open.pub'), /public key.*without \.pub/],
  ['a public key in PEM', keyFile('rsa.pub'), /public key/],
  ['PuTTY’s form', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n', /PuTTYgen/],
  ['DSA', '-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----', /DSA/],
  ['half a key', keyFile('ssh-open').slice(0, 200), /^Paste the whole/],
  ['nothing', '', /^Paste the whole/],
])('%s is told', (_what, text, said) => {
  expect(readSshKey(text)).toEqual({ problem: expect.stringMatching(said) })
})
