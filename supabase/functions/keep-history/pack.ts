import { type ArchiveClaim, type ArchivePlace, readArchive } from '../_shared/db/archives.ts'

/** Rows of a file, and of what is read at once (one may be 34 KB): a hosted function has 256 MB and 2 s of CPU. */
const MAX_ROWS = 20_000
const PAGE = 1_000
const MAX_PACKED_BYTES = 16 * 1_048_576
/** With the time that it takes to put the file, well within the lease. */
const READ_FOR_MS = 60_000

/** A file: NDJSON in gzip (RFC 1952), its rows, the last one's place, and whether none follows. */
export interface Packed {
  bytes: Uint8Array<ArrayBuffer>
  rows: number
  last: ArchivePlace | null
  isEnd: boolean
}

/** Reads the rows of the next file; null: the lease is lost. */
export async function pack(claim: ArchiveClaim): Promise<Packed | null> {
  const file = compressor()
  const startedAt = performance.now()
  const isFull = (rows: number) =>
    rows >= MAX_ROWS ||
    file.size() >= MAX_PACKED_BYTES ||
    performance.now() - startedAt >= READ_FOR_MS
  let rows = 0
  let last: ArchivePlace | null = null
  let isEnd = false
  while (!isEnd && !isFull(rows)) {
    const page = await readArchive(claim, last, PAGE)
    if (page === null) return null
    await file.write(page.lines)
    rows += page.count
    last = page.last ?? last
    isEnd = page.count < PAGE
  }
  return { bytes: await file.close(), rows, last, isEnd }
}

/** Gzip into memory. One that is not closed is garbage with all it holds. */
function compressor() {
  const gzip = new CompressionStream('gzip')
  const writer = gzip.writable.getWriter()
  const encoder = new TextEncoder()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const keepingUp = (async () => {
    for await (const chunk of gzip.readable) {
      chunks.push(chunk)
      size += chunk.byteLength
    }
  })()
  return {
    size: () => size,
    write: (text: string) => writer.write(encoder.encode(text)),
    async close() {
      await Promise.all([writer.close(), keepingUp])
      return new Uint8Array(await new Blob(chunks).arrayBuffer())
    },
  }
}
