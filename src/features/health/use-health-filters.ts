import { useMemo } from 'react'
import { useSearchParams } from 'react-router-dom'
import { useTypedParam } from '@/ui/use-typed-param'
import { type HealthFilters, NO_FILTERS, readFilters, writeFilters } from './overview-filters'

/** The filters, as the URL has them; the words typed count at once. */
export function useHealthFilters() {
  const [params, setParams] = useSearchParams()
  const inUrl = useMemo(() => readFilters(params), [params])
  const typed = useTypedParam('q')

  function change(part: Partial<HealthFilters>) {
    setParams((current) => writeFilters(current, part), { replace: true })
  }

  function clear() {
    typed.forget()
    change(NO_FILTERS)
  }

  const filters = useMemo(() => ({ ...inUrl, q: typed.text }), [inUrl, typed.text])
  return { filters, search: typed.type, change, clear }
}
