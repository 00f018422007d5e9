import { useEffect, useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router-dom'
import { type GridFilters, hasFilters, NO_FILTERS, readFilters, writeFilters } from './filters'

const TYPING_PAUSE_MS = 250

/**
 * The filters, as the URL has them; the words typed count at once and follow into the URL when the
 * person pauses. Each change replaces the history entry: Back leaves the grid, not one letter.
 */
export function useGridFilters() {
  const [params, setParams] = useSearchParams()
  const navigate = useNavigate()
  const inUrl = useMemo(() => readFilters(params), [params])
  const [typed, setTyped] = useState({ text: inUrl.q, inUrl: inUrl.q, written: inUrl.q })

  // The URL's words have changed. Not by us: somebody followed a link, and it wins.
  if (inUrl.q !== typed.inUrl) {
    const text = inUrl.q === typed.written ? typed.text : inUrl.q
    setTyped({ text, inUrl: inUrl.q, written: inUrl.q })
  }

  function change(part: Partial<GridFilters>) {
    setParams((current) => writeFilters(current, part), { replace: true })
  }

  function search(text: string) {
    setTyped({ ...typed, text })
  }

  const isUnwritten = typed.text.trim() !== inUrl.q.trim()
  useEffect(() => {
    if (!isUnwritten) return
    const timer = setTimeout(() => {
      setTyped((current) => ({ ...current, written: typed.text }))
      // Where the person is now, not where this render is: a click that leads to a part still being
      // loaded has moved the URL already, and writing the older one would take the click back.
      const { pathname, search } = window.location
      const next = writeFilters(new URLSearchParams(search), { q: typed.text })
      navigate({ pathname, search: `${next}` }, { replace: true })
    }, TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [isUnwritten, typed.text, navigate])

  function clear() {
    setTyped((current) => ({ ...current, text: '', written: '' }))
    change(NO_FILTERS)
  }

  const filters = useMemo(() => ({ ...inUrl, q: typed.text }), [inUrl, typed.text])
  return { filters, isFiltered: hasFilters(filters), search, change, clear }
}
