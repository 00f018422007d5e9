/** How long the body of a refusal is waited for: it only adds words to what the status says. */
const REFUSAL_BODY_MS = 1_000

/** As much of a refusal's body as comes in time. Never rejects, and lets go of the rest. */
export async function readRefusal({ body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  if (body !== null) {
    const reader = body.getReader()
    const timer = setTimeout(() => reader.cancel().catch(() => {}), REFUSAL_BODY_MS)
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        chunks.push(next.value)
      }
    } catch {
      // Broken off, too large, badly compressed: what was read is what there is.
    }
    clearTimeout(timer)
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}
