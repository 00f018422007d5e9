import * as z from 'zod/mini'
import { serviceClient } from './client.ts'

const Claim = z.nullable(
  z.object({
    /** The table that is written. */
    name: z.string(),
    lease: z.uuid(),
    /** The number of the next file, from 1. */
    part: z.int().check(z.positive()),
    /** The address of its folder, without a slash at its end. */
    folder: z.string(),
  }),
)
export type ArchiveClaim = NonNullable<z.infer<typeof Claim>>

/** Where a row stands among those of its table. `at` is the database's own text. */
const Place = z.object({ at: z.string(), id: z.int() })
export type ArchivePlace = z.infer<typeof Place>

const Page = z.nullable(z.object({ count: z.int(), lines: z.string(), last: z.nullable(Place) }))
export type ArchivePage = NonNullable<z.infer<typeof Page>>

/** Takes the next table to write a file of, for `leaseMs`; null: there is none. */
export async function claimArchive(leaseMs: number): Promise<ArchiveClaim | null> {
  const { data } = await serviceClient()
    .rpc('claim_archive', { p_lease_ms: leaseMs })
    .throwOnError()
  return Claim.parse(data)
}

/** Up to `limit` rows after that place as NDJSON, oldest first; null: the lease is lost. */
export async function readArchive(
  { name, lease }: ArchiveClaim,
  after: ArchivePlace | null,
  limit: number,
): Promise<ArchivePage | null> {
  const { data } = await serviceClient()
    .rpc('read_archive', {
      p_name: name,
      p_lease: lease,
      p_after_at: after?.at ?? null,
      p_after_id: after?.id ?? null,
      p_limit: limit,
    })
    .throwOnError()
  return Page.parse(data)
}

/** Notes a file of `rows` rows up to `last`. False: the lease is lost, and another writes it again. */
export async function noteArchived(
  { name, lease }: ArchiveClaim,
  { rows, last, isEnd }: { rows: number; last: ArchivePlace | null; isEnd: boolean },
): Promise<boolean> {
  const { data } = await serviceClient()
    .rpc('note_archived', {
      p_name: name,
      p_lease: lease,
      p_rows: rows,
      p_after_at: last?.at ?? null,
      p_after_id: last?.id ?? null,
      p_is_end: isEnd,
    })
    .throwOnError()
  return z.boolean().parse(data)
}

/** Notes why a file could not be written, for the operator to read; it is tried again later. */
export async function noteArchiveFailure(
  { name, lease }: ArchiveClaim,
  reason: string,
): Promise<void> {
  await serviceClient()
    .rpc('note_archive_failure', { p_name: name, p_lease: lease, p_error: reason })
    .throwOnError()
}
