import { SegmentedControl } from '@/ui/segmented-control'
import type { TypeFilter as Kind } from '../filters'

const OPTIONS = [
  { value: 'all', label: 'All' },
  { value: 'mcp', label: 'MCP' },
  { value: 'vendor', label: 'Vendor' },
] as const

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
