import { SegmentedControl } from '@/ui/segmented-control'
import { type TypeFilter as Kind, TYPE_FILTERS } from '../filters'

export const TYPE_WORDS: Record<Kind, string> = { mcp: 'MCP', vendor: 'Vendor', custom: 'Custom' }

const OPTIONS = [
  { value: 'all', label: 'All' } as const,
  ...TYPE_FILTERS.map((value) => ({ value, label: TYPE_WORDS[value] })),
]

type TypeFilterProps = { value: Kind | null; onChange: (value: Kind | null) => void }

export function TypeFilter({ value, onChange }: TypeFilterProps) {
  return (
    <SegmentedControl
      label="Type"
      isLabelHidden
      className="max-[400px]:w-full"
      value={value ?? 'all'}
      onValueChange={(next) => onChange(next === 'all' ? null : next)}
      options={OPTIONS}
    />
  )
}
