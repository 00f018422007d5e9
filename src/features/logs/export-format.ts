export const EXPORT_FORMATS = {
  csv: { word: 'CSV', type: 'text/csv', extension: 'csv' },
  ndjson: { word: 'NDJSON', type: 'application/x-ndjson', extension: 'ndjson' },
} as const
export type ExportFormat = keyof typeof EXPORT_FORMATS
