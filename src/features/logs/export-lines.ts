import type { LogEntry } from '@contract/log-search'
import type { ExportFormat } from './export-format'

const COLUMNS = [
  'time',
  'level',
  'event',
  'integration',
  'message',
  'integration_id',
  'id',
  'metadata',
]

/** What stands before the first entry. */
export function headOf(format: ExportFormat): string {
  return format === 'csv' ? csvLine(COLUMNS) : ''
}

/** Entries as lines of a file. `names`: of integrations, by id. */
export function linesOf(
  entries: readonly LogEntry[],
  format: ExportFormat,
  names: ReadonlyMap<string, string>,
): string {
  return entries
    .map((entry) => {
      const integration = names.get(entry.user_integration_id) ?? ''
      if (format === 'ndjson') return `${JSON.stringify({ ...entry, integration })}\n`
      const { created_at, level, event_type, message, user_integration_id, id, metadata } = entry
      return csvLine([
        created_at,
        level,
        event_type,
        integration,
        message,
        user_integration_id,
        String(id),
        JSON.stringify(metadata),
      ])
    })
    .join('')
}

/** RFC 4180: lines end with CRLF, quotes are doubled. */
function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** A spreadsheet takes what begins like this for a formula (OWASP, CSV injection). */
const FORMULA = /^[\s]*[=+\-@\t\r\n＝＋－＠]/

export function csvCell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) || plain !== text ? `"${plain.replaceAll('"', '""')}"` : plain
}
