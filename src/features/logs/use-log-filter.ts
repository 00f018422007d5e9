import { useMemo } from 'react'
import { useSearchParams } from 'react-router-dom'
import { useTypedParam } from '@/ui/use-typed-param'
import { type LogFilter, NO_LOG_FILTER, readLogFilter, writeLogFilter } from './filter'

/** The filter, as the URL has it. A change of it is a step that Back takes back; typing is not. */
export function useLogFilter() {
  const [params, setParams] = useSearchParams()
  const filter = useMemo(() => readLogFilter(params), [params])
  const typed = useTypedParam('q')

  function change(part: Partial<LogFilter>) {
    setParams((current) => writeLogFilter(current, part))
  }

  function clear() {
    typed.forget()
    change(NO_LOG_FILTER)
  }

  function setLive(isLive: boolean) {
    setParams(
      (current) => {
        if (isLive) current.set('live', '1')
        else current.delete('live')
        return current
      },
      { replace: true },
    )
  }

  // A time that is over has no new entries.
  const isLive = params.get('live') === '1' && !('from' in filter.time)
  return { filter, typed: typed.text, search: typed.type, change, clear, isLive, setLive }
}
