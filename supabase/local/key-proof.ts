/**
 * How the stack and the person's own tools know each other without telling the secret key: whatever
 * listens on a port that a stack once had learns nothing.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** The asker's proof and the stack's are of different words, so that neither can be sent back. */
export type ProofOf = 'asks' | 'took' | 'demo'

export const PROOF_HEADER = 'x-patchbay-proof'
export const NONCE_HEADER = 'x-patchbay-nonce'

export function makeNonce(): string {
  return randomBytes(32).toString('base64url')
}

/** HMAC-SHA-256 in base64url. */
export function prove(secretKey: string, what: ProofOf, nonce: string): string {
  return createHmac('sha256', secretKey).update(`${what}:${nonce}`).digest('base64url')
}

export function isProven(
  secretKey: string,
  what: ProofOf,
  nonce: string | null,
  proof: string | null,
): boolean {
  if (!nonce || !proof) return false
  const [wanted, shown] = [Buffer.from(prove(secretKey, what, nonce)), Buffer.from(proof)]
  return wanted.length === shown.length && timingSafeEqual(wanted, shown)
}
