import { useEffect, useRef, useState } from 'react'
import { told } from '@/lib/told'
import type { LogQuery } from '@/services/logs'
import { showToast } from '@/ui/toast'
import type { ExportFormat } from './export-format'

/** One export at a time; who leaves the page stops it. */
export function useExport(names: ReadonlyMap<string, string> | null) {
  const [written, setWritten] = useState<number | null>(null)
  const stopper = useRef<AbortController | null>(null)
  useEffect(() => () => stopper.current?.abort(), [])

  async function start(query: LogQuery, format: ExportFormat) {
    if (stopper.current) return
    const stop = new AbortController()
    stopper.current = stop
    setWritten(0)
    try {
      const { runExport } = await import('./run-export')
      const job = {
        query,
        format,
        names: names ?? new Map(),
        signal: stop.signal,
        onProgress: setWritten,
      }
      const count = await runExport(job)
      if (count !== null) {
        showToast({ tone: 'ok', title: `${count.toLocaleString()} entries exported` })
      }
    } catch (thrown) {
      const { sentence } = told(thrown)
      showToast({ tone: 'bad', title: 'The export stopped: no file was written', detail: sentence })
    } finally {
      stopper.current = null
      setWritten(null)
    }
  }

  /** `written`: entries so far; null: none is running. */
  return { written, start, stop: () => stopper.current?.abort() }
}
