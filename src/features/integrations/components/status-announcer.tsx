import type { IntegrationCardRow } from '@contract/rows'
import { useEffect, useRef, useState } from 'react'
import { useTestRuns } from '@/services/test-runs'
import { statusChanges, statusesOf } from '../status-changes'

/** Tells a screen reader what a card's jack tells the eye: "GitHub: connected". */
export function StatusAnnouncer({ rows }: { rows: readonly IntegrationCardRow[] }) {
  const runs = useTestRuns((state) => state.runs)
  const before = useRef<ReturnType<typeof statusesOf>>(null)
  const [message, setMessage] = useState('')

  useEffect(() => {
    const now = statusesOf(rows, runs)
    const changes = before.current === null ? '' : statusChanges(before.current, now)
    before.current = now
    if (changes !== '') setMessage(changes)
  }, [rows, runs])

  return (
    <p role="status" className="sr-only">
      {message}
    </p>
  )
}
