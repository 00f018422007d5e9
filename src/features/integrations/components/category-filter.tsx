import { FilterPopover } from '@/ui/filter-popover'

type CategoryFilterProps = {
  categories: readonly { name: string; count: number }[]
  selected: readonly string[]
  onChange: (selected: string[]) => void
}

export function CategoryFilter({ categories, selected, onChange }: CategoryFilterProps) {
  return (
    <FilterPopover
      label="Category"
      options={categories.map(({ name, count }) => ({ value: name, label: name, count }))}
      selected={selected}
      onSelectedChange={onChange}
    />
  )
}
