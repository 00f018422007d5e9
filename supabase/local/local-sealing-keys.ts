import { isProven, NONCE_HEADER, PROOF_HEADER, prove } from './key-proof.ts'

/**
 * `POST /local/sealing-keys`: the functions take the sealing keys as they are in the secrets' file
 * now. Answers 204 when no function has the old ones any more, with the stack's own proof.
 */
export async function answerSealingKeys(
  request: Request,
  secretKey: string,
  replaceFunctions: () => Promise<void>,
): Promise<Response> {
  if (request.method !== 'POST') return new Response(null, { status: 405 })
  const nonce = request.headers.get(NONCE_HEADER)
  if (nonce === null || !isProven(secretKey, 'asks', nonce, request.headers.get(PROOF_HEADER))) {
    return new Response(null, { status: 401 })
  }
  await replaceFunctions()
  return new Response(null, {
    status: 204,
    headers: { [PROOF_HEADER]: prove(secretKey, 'took', nonce) },
  })
}
