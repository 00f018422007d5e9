import type { IntegrationCardRow } from '@contract/rows'
import { useMemo } from 'react'
import { FilterPopover } from '@/ui/filter-popover'
import { SegmentedControl } from '@/ui/segmented-control'
import { EVENT_OPTIONS, LEVEL_OPTIONS } from '../faces'
import { LOG_RANGES, type LogFilter, type LogRange } from '../filter'
import { spanText } from '../times'

type LogFiltersProps = {
  filter: LogFilter
  integrations: readonly IntegrationCardRow[]
  onChange: (change: Partial<LogFilter>) => void
}

const RANGE_WORDS: Record<LogRange, string> = {
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  all: 'All',
}
const SPAN = 'span'
type TimeOption = { value: LogRange | typeof SPAN; label: string }

export function LogFilters({ filter, integrations, onChange }: LogFiltersProps) {
  const { time } = filter
  const options = useMemo(
    () => integrations.map(({ id, name }) => ({ value: id, label: name })),
    [integrations],
  )
  const span: TimeOption[] =
    'from' in time ? [{ value: SPAN, label: spanText(time.from, time.to) }] : []
  const ranges = LOG_RANGES.map((value) => ({ value, label: RANGE_WORDS[value] }))
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">Filters</legend>
      <SegmentedControl<LogRange | typeof SPAN>
        label="Time"
        isLabelHidden
        value={'from' in time ? SPAN : time.range}
        onValueChange={(range) => range !== SPAN && onChange({ time: { range } })}
        options={[...ranges, ...span]}
      />
      <FilterPopover
        label="Level"
        options={LEVEL_OPTIONS}
        selected={filter.levels}
        onSelectedChange={(levels) => onChange({ levels })}
      />
      <FilterPopover
        label="Event"
        options={EVENT_OPTIONS}
        selected={filter.events}
        onSelectedChange={(events) => onChange({ events })}
      />
      <FilterPopover
        label="Integration"
        options={options}
        selected={filter.integrations}
        onSelectedChange={(chosen) => onChange({ integrations: chosen })}
      />
    </fieldset>
  )
}
