/**
 * Seals what a flow must remember and nobody may read. Guarantees that it is opened for the flow and
 * the purpose that it was sealed for alone; assumes that flows end before their key is retired.
 */
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose'
import * as z from 'zod/mini'
import { SEALING_ALG, SEALING_ENC } from '../contract/sealing.ts'
import type { Keyring } from '../sealing/keyring.ts'

const TYP = 'patchbay-authorization+jwe'

/** `begun`: what the exchange needs. `answer`: the query that the authorization server gave back. */
export type Purpose = 'begun' | 'answer'

const Header = z.object({ typ: z.literal(TYP), kid: z.string() })

/** Until the code is exchanged. `client_secret`: of a client that was registered for this flow. */
export const FlowSecrets = z.object({
  state: z.string(),
  code_verifier: z.string(),
  client_secret: z.nullable(z.string()),
})
export type FlowSecrets = z.infer<typeof FlowSecrets>

/** A compact JWE that names the flow by the hash of its state. */
export async function sealForFlow(
  text: string,
  flow: { stateHash: string; purpose: Purpose },
  { publicKeys }: Keyring,
): Promise<string> {
  const [key] = publicKeys.keys
  if (key === undefined) throw new Error('A keyring has at least one key')
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({
      alg: SEALING_ALG,
      enc: SEALING_ENC,
      typ: TYP,
      kid: key.kid,
      purpose: flow.purpose,
      state_hash: flow.stateHash,
    })
    .encrypt(await importJWK(key, SEALING_ALG))
}

/** @throws Error where it is of another flow or purpose, or its key is gone. */
export async function openForFlow(
  jwe: string,
  flow: { stateHash: string; purpose: Purpose },
  keyring: Keyring,
): Promise<string> {
  const { plaintext, protectedHeader } = await compactDecrypt(
    jwe,
    async (header) => {
      const key = await keyring.privateKey(Header.parse(header).kid)
      if (key === null) throw new Error('The key of this flow is gone')
      return key
    },
    {
      keyManagementAlgorithms: [SEALING_ALG],
      contentEncryptionAlgorithms: [SEALING_ENC],
      maxDecompressedLength: 0,
    },
  )
  if (protectedHeader.purpose !== flow.purpose || protectedHeader.state_hash !== flow.stateHash) {
    throw new Error('Sealed for another flow')
  }
  return new TextDecoder().decode(plaintext)
}
