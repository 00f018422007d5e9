import { claimArchive, noteArchived, noteArchiveFailure } from '../_shared/db/archives.ts'
import { readEnvironment } from '../_shared/db/environment.ts'
import { requireSchedule } from '../_shared/db/require-schedule.ts'
import { pack } from './pack.ts'
import { putFile } from './put-file.ts'

/** Longer than a hosted function may live (150 s): who still has it is dead when it runs out. */
const LEASE_MS = 180_000

/**
 * `POST` → writes the next file of the archive: `{ outcome: nothing | written | failed | lost }`, with its
 * table, number and rows. For the project's own schedule. Whenever it dies, the next call writes the
 * same file again under the same name; a table is dropped when all of its files are noted.
 */
export async function handler(request: Request): Promise<Response> {
  requireSchedule(request)
  return Response.json(await writeNext(), { headers: { 'cache-control': 'no-store' } })
}

async function writeNext() {
  const claim = await claimArchive(LEASE_MS)
  if (claim === null) return { outcome: 'nothing' }
  const packed = await pack(claim)
  if (packed === null) return { outcome: 'lost', name: claim.name }
  const { rows, last, isEnd } = packed
  const file = { name: claim.name, part: claim.part, rows }
  // Emptied on its way, by who deleted an integration, or as full as the files before it.
  if (rows > 0) {
    const reason = await putFile(packed.bytes, {
      url: new URL(`${claim.folder}/part-${String(claim.part).padStart(4, '0')}.ndjson.gz`),
      token: Deno.env.get('ARCHIVE_TOKEN') || undefined,
      allowPrivate: readEnvironment().allowPrivate,
    })
    if (reason !== null) {
      await noteArchiveFailure(claim, reason)
      return { outcome: 'failed', ...file, reason }
    }
  }
  const isNoted = await noteArchived(claim, { rows, last, isEnd })
  return { outcome: isNoted ? 'written' : 'lost', ...file }
}
