import { INTEGRATION_KINDS } from '@contract/outline'
import { FilterPopover } from '@/ui/filter-popover'
import { SegmentedControl } from '@/ui/segmented-control'
import { CONDITION_WORDS, CONDITIONS } from '../condition'
import type { HealthFilters } from '../overview-filters'
import type { Watched } from '../overview-model'
import { WINDOWS } from '../uptime'

const KIND_WORDS = { mcp: 'MCP', vendor: 'Vendor', custom: 'Custom' }
const TYPES = [
  { value: 'all', label: 'All' } as const,
  ...INTEGRATION_KINDS.map((value) => ({ value, label: KIND_WORDS[value] })),
]
const DAYS = WINDOWS.map((days) => ({ value: `${days}` as const, label: `${days} days` }))

type HealthPageFiltersProps = {
  filters: HealthFilters
  onChange: (change: Partial<HealthFilters>) => void
  /** To count what each status has; null while that is not known. */
  all: readonly Watched[] | null
}

export function HealthPageFilters({ filters, onChange, all }: HealthPageFiltersProps) {
  const options = CONDITIONS.map((value) => {
    const label = CONDITION_WORDS[value]
    if (!all) return { value, label }
    return { value, label, count: all.filter(({ condition }) => condition === value).length }
  })
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">Filters</legend>
      <SegmentedControl
        label="Type"
        isLabelHidden
        value={filters.type ?? 'all'}
        onValueChange={(type) => onChange({ type: type === 'all' ? null : type })}
        options={TYPES}
      />
      <FilterPopover
        label="Status"
        options={options}
        selected={filters.conditions}
        onSelectedChange={(conditions) => onChange({ conditions })}
      />
      <SegmentedControl
        label="Days shown"
        isLabelHidden
        className="sm:ml-auto"
        value={`${filters.days}`}
        onValueChange={(days) =>
          onChange({ days: WINDOWS.find((each) => `${each}` === days) ?? filters.days })
        }
        options={DAYS}
      />
    </fieldset>
  )
}
