import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether one of `shown` is one of `held`, in a time that tells nothing of what is held. */
export function isSecretShown(
  shown: readonly (string | null | undefined)[],
  held: readonly string[],
): boolean {
  const digests = shown.map(digest)
  // All are compared, whichever fits; digests are of one length.
  const fits = held.map(digest).flatMap((key) => digests.map((each) => timingSafeEqual(key, each)))
  return fits.includes(true)
}

function digest(key: string | null | undefined): Uint8Array {
  return createHash('sha256')
    .update(key ?? '')
    .digest()
}
