import { CredentialSecret } from '@contract/auth'
import { describe, expect, test } from 'vitest'
import { KEY_PASSPHRASE, keyFile } from '../../tests/support/key-files'
import { type PastedKeyPair, readKeyPair } from './key-pair'

const paste = (pasted: Partial<PastedKeyPair>) =>
  readKeyPair({ certificate: '', key: '', passphrase: '', ca: '', ...pasted })

async function pairOf(pasted: Partial<PastedKeyPair>) {
  const result = await paste(pasted)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.pair
}
async function problemsOf(pasted: Partial<PastedKeyPair>) {
  const result = await paste(pasted)
  return 'problems' in result ? result.problems : {}
}

const RSA = { certificate: keyFile('rsa.crt'), key: keyFile('rsa.key') }

describe('a pair', () => {
  test.each(['rsa', 'p256', 'p384', 'p521', 'ed25519'])('of %s is read', async (name) => {
    const certificate = keyFile(`${name}.crt`)
    const key = keyFile(`${name}.key`)
    expect(await pairOf({ certificate, key })).toEqual({
      certificate,
      key,
      ca: null,
      expires_at: expect.stringMatching(/^21\d\d-/),
      subject: `CN=${name},O=Acme, Inc.,C=DE`,
      issuer: `CN=${name},O=Acme, Inc.,C=DE`,
      warning: null,
    })
  })

  test.each([
    ['PKCS#1', 'rsa-pkcs1.key'],
    ['PBES2 with AES-256', 'rsa-aes256.key'],
    ['PBES2 with AES-128 and SHA-1', 'rsa-aes128-sha1.key'],
    ['PBES2 with AES-256 and SHA-512', 'rsa-aes256-sha512.key'],
  ])('whose key comes as %s is sealed as open PKCS#8', async (_form, file) => {
    const pair = await pairOf({ ...RSA, key: keyFile(file), passphrase: KEY_PASSPHRASE })
    expect(pair.key).toBe(RSA.key)
  })

  test('whose key comes as SEC1, after its parameters, is the same', async () => {
    const { key } = await pairOf({
      certificate: keyFile('p256.crt'),
      key: keyFile('p256-sec1.key'),
    })
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  })

  test('in one file, with what PKCS#12 tools write between, needs no second field', async () => {
    expect(await pairOf({ certificate: keyFile('bundle.pem') })).toMatchObject(RSA)
  })

  test('puts its own certificate first, whatever stands first in the chain', async () => {
    const chain = keyFile('p256.crt') + keyFile('p384.crt') + RSA.certificate
    const { certificate, subject } = await pairOf({ ...RSA, certificate: chain })
    expect(certificate).toBe(RSA.certificate + keyFile('p256.crt') + keyFile('p384.crt'))
    expect(subject).toMatch(/^CN=rsa,/)
  })

  test('takes the authority of the server, alone or several', async () => {
    const ca = `# ours\n${keyFile('p256.crt')}\n\n${keyFile('p384.crt')}`
    expect((await pairOf({ ...RSA, ca })).ca).toBe(keyFile('p256.crt') + keyFile('p384.crt'))
  })

  test('that has expired is read, with a warning', async () => {
    const pair = await pairOf({ ...RSA, certificate: keyFile('past.crt') })
    expect(pair.warning).toMatch(/^This certificate expired on Nov \d+, 2026\.$/)
    expect(Date.parse(pair.expires_at)).toBeLessThan(Date.now())
    expect(pair.issuer).toMatch(/^CN=p256,/)
  })

  test('is what the contract seals', async () => {
    const { certificate, key, ca } = await pairOf({
      certificate: `\r\n${keyFile('bundle.pem').replaceAll('\n', '\r\n')}`,
      ca: keyFile('p256.crt'),
    })
    const secret = { kind: 'certificate', certificate, key, ca }
    expect(CredentialSecret.safeParse(secret).success).toBe(true)
  })
})

describe('what is wrong is told at its field', () => {
  const NOT_PEM = /^Paste the whole/
  test.each([
    ['nothing', {}, { certificate: NOT_PEM, key: /^Enter the private key/ }],
    ['rubbish', { certificate: 'x', key: 'y' }, { certificate: NOT_PEM, key: NOT_PEM }],
    [
      'a cut certificate',
      { ...RSA, certificate: RSA.certificate.slice(0, 500) },
      { certificate: NOT_PEM },
    ],
    [
      'a damaged certificate',
      { ...RSA, certificate: RSA.certificate.replace(/\n.{64}\n/, '\n') },
      { certificate: /damaged/ },
    ],
    ['a request', { ...RSA, certificate: keyFile('request.csr') }, { certificate: /request/ }],
    [
      'fields mixed up',
      { certificate: RSA.key, key: RSA.certificate },
      { certificate: /private key/, key: /certificate/ },
    ],
    ['a public key', { ...RSA, key: keyFile('rsa.pub') }, { key: /public key/ }],
    ['another’s key', { ...RSA, key: keyFile('p256.key') }, { key: /does not belong/ }],
    [
      'a damaged key',
      { ...RSA, key: RSA.key.replace(/\n.{64}\n/, '\n') },
      { key: /damaged|does not belong/ },
    ],
    [
      'a curve that TLS does not have',
      { ...RSA, key: keyFile('other-curve.key') },
      { key: /^Only RSA/ },
    ],
    ['an SSH key', { ...RSA, key: keyFile('ssh-open') }, { key: /ssh-keygen -p -m PKCS8/ }],
    [
      'a locked key',
      { ...RSA, key: keyFile('rsa-aes256.key') },
      { passphrase: /has a passphrase/ },
    ],
    [
      'a wrong passphrase',
      { ...RSA, key: keyFile('rsa-aes256.key'), passphrase: 'wrong' },
      { passphrase: /does not open/ },
    ],
    ['a CA that is none', { ...RSA, ca: 'example.com' }, { ca: NOT_PEM }],
    ['a key for a CA', { ...RSA, ca: RSA.key }, { ca: /private key/ }],
  ])('%s', async (_what, pasted, problems) => {
    const found = await problemsOf(pasted)
    expect(Object.keys(found).sort()).toEqual(Object.keys(problems).sort())
    for (const [field, said] of Object.entries(problems)) {
      expect(found[field as keyof PastedKeyPair]).toMatch(said)
    }
  })

  test.each(['rsa-traditional.key', 'rsa-3des.key', 'rsa-pbes1.key', 'rsa-scrypt.key'])(
    'a key that no browser can open, with what to do: %s',
    async (file) => {
      const problems = await problemsOf({ ...RSA, key: keyFile(file), passphrase: KEY_PASSPHRASE })
      expect(problems.key).toContain('openssl pkcs8 -topk8 -v2 aes-256-cbc')
    },
  )
})
