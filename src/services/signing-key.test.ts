import { expect, test } from 'vitest'
import { KEY_PASSPHRASE, keyFile } from '../../tests/support/key-files'
import { readSigningKey } from './signing-key'

test('a key in GitHub’s form becomes what is sealed', async () => {
  expect(await readSigningKey(keyFile('rsa-pkcs1.key'), 'RS256')).toEqual({
    key: keyFile('rsa.key'),
  })
})

test('a locked key is opened', async () => {
  const key = await readSigningKey(keyFile('rsa-aes256.key'), 'RS256', KEY_PASSPHRASE)
  expect(key).toEqual({ key: keyFile('rsa.key') })
})

test('the shared secret of HS256 stays as it was typed', async () => {
  expect(await readSigningKey(' s3cret ', 'HS256')).toEqual({ key: ' s3cret ' })
})

test.each([
  ['RS256', 'p256.key', /key for P-256; RS256 signs with RSA/],
  ['ES256', 'p384.key', /key for P-384; ES256 signs with P-256/],
  ['EdDSA', 'rsa.pub', /public key/],
  ['RS256', 'rsa-aes256.key', /has a passphrase/],
] as const)('%s with %s is told', async (alg, file, said) => {
  expect(await readSigningKey(keyFile(file), alg)).toEqual({ problem: expect.stringMatching(said) })
})
