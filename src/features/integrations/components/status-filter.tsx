import { CONNECTION_STATUSES, type ConnectionStatus } from '@contract/status'
import { STATUS_FACES } from '@/services/status-faces'
import { FilterPopover } from '@/ui/filter-popover'

const OPTIONS = CONNECTION_STATUSES.map((value) => ({ value, label: STATUS_FACES[value].word }))

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
