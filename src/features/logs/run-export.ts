import { MAX_LOG_PAGE } from '@contract/log-search'
import { retryDelay, shouldRetry } from '@/lib/query-client'
import type { LogCalls, LogKey, LogQuery } from '@/services/logs'
import { integrationService } from '@/services/service'
import { EXPORT_FORMATS, type ExportFormat } from './export-format'
import { headOf, linesOf } from './export-lines'
import { openSink } from './export-sink'

export interface ExportJob {
  /** With both its ends: an export ends although entries go on to come. */
  query: LogQuery
  format: ExportFormat
  names: ReadonlyMap<string, string>
  signal: AbortSignal
  onProgress: (written: number) => void
}

/**
 * Writes everything that a query finds into a file, page by page. Answers how many entries that
 * were; null when the person picked no file, or stopped it. @throws AppError
 */
export async function runExport(job: ExportJob): Promise<number | null> {
  const { type, extension } = EXPORT_FORMATS[job.format]
  const day = (job.query.to ?? new Date().toISOString()).slice(0, 10)
  const sink = await openSink(`patchbay-log-${day}.${extension}`, type)
  if (!sink) return null
  try {
    const written = await writeAll(job, sink.write)
    if (job.signal.aborted) {
      await sink.abort()
      return null
    }
    await sink.close()
    return written
  } catch (thrown) {
    await sink.abort()
    if (job.signal.aborted) return null
    throw thrown
  }
}

async function writeAll(job: ExportJob, write: (text: string) => Promise<void>): Promise<number> {
  const calls = await integrationService.getLogCalls()
  const head = headOf(job.format)
  if (head !== '') await write(head)
  let written = 0
  let last: LogKey | null = null
  while (!job.signal.aborted) {
    const entries = await readPatiently(calls, job, last)
    if (entries.length > 0) await write(linesOf(entries, job.format, job.names))
    written += entries.length
    job.onProgress(written)
    last = entries.at(-1) ?? null
    if (entries.length < MAX_LOG_PAGE) break
  }
  return written
}

async function readPatiently(calls: LogCalls, { query, signal }: ExportJob, last: LogKey | null) {
  for (let failures = 0; ; failures++) {
    try {
      const page = await calls.page(query, last && { before: last }, MAX_LOG_PAGE, signal)
      return page.entries
    } catch (thrown) {
      if (!(thrown instanceof Error) || signal.aborted || !shouldRetry(failures, thrown))
        throw thrown
      await new Promise((resolve) => setTimeout(resolve, retryDelay(failures, thrown)))
    }
  }
}
