import { CONNECTION_STATUSES, type ConnectionStatus } from '@contract/status'
import { FilterPopover } from '@/ui/filter-popover'
import { STATUS_WORDS } from '../card-facts'

const OPTIONS = CONNECTION_STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] }))

type StatusFilterProps = {
  selected: readonly ConnectionStatus[]
  onChange: (selected: ConnectionStatus[]) => void
}

export function StatusFilter({ selected, onChange }: StatusFilterProps) {
  return (
    <FilterPopover
      label="Status"
      options={OPTIONS}
      selected={selected}
      onSelectedChange={onChange}
    />
  )
}
