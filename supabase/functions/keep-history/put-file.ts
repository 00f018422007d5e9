// Guarantees that a file counts as written only where its own address said so: a redirect does not,
// and the token goes to the origin of the archive alone. Assumes that the operator set the address.
import { createEgress } from '../_shared/egress/egress.ts'
import { egressErrorIn } from '../_shared/egress/egress-error.ts'

const DEADLINE_MS = 60_000
/** Supabase Storage makes an object by POST; it replaces one only where that is asked for. */
const SUPABASE_STORAGE = '/storage/v1/object/'

export interface Destination {
  url: URL
  token: string | undefined
  allowPrivate: boolean
}

/** Puts a file at that address, in the place of one that is there. Answers null, or why it is not there. */
export async function putFile(
  bytes: Uint8Array<ArrayBuffer>,
  { url, token, allowPrivate }: Destination,
): Promise<string | null> {
  const isStorage = url.pathname.includes(SUPABASE_STORAGE)
  const statuses: number[] = []
  const egress = createEgress({
    allowPrivate,
    signal: AbortSignal.timeout(DEADLINE_MS),
    // What people's integrations did is nobody else's, with a token or without.
    isConfidential: true,
    onPhase: (phase) => {
      if (phase.phase === 'headers') statuses.push(phase.status)
    },
  })
  try {
    const response = await egress.fetch(url, {
      method: isStorage ? 'POST' : 'PUT',
      headers: {
        'content-type': 'application/gzip',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(isStorage ? { 'x-upsert': 'true' } : {}),
      },
      body: bytes,
    })
    await response.body?.cancel()
    if (statuses.length > 1)
      return 'The archive redirects elsewhere: set archive_url to where that leads.'
    return response.ok ? null : refusal(response.status)
  } catch (thrown) {
    const error = egressErrorIn(thrown)
    if (error === null) throw thrown
    return `The archive cannot be reached: ${error.detail} (${error.code}).`
  } finally {
    egress.close()
  }
}

function refusal(status: number): string {
  if (status === 401 || status === 403) {
    return `The archive refuses the token (HTTP ${status}): check ARCHIVE_TOKEN.`
  }
  return `The archive answered HTTP ${status}.`
}
