import { Search, X } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '@/ui/icon-button'
import { Input } from '@/ui/input'
import { Kbd } from '@/ui/kbd'

type SearchBarProps = {
  value: string
  onChange: (text: string) => void
  /** Everything there is to find; null while that is not known. */
  total: number | null
}

/** Search over what is connected and what could be. `/` leads here (the shell finds it by its type), Esc empties it. */
export function SearchBar({ value, onChange, total }: SearchBarProps) {
  const ref = useRef<HTMLInputElement>(null)
  return (
    <div className="relative block min-w-0 flex-1 max-sm:order-1 max-sm:basis-full sm:w-[290px]">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-ink-3"
      />
      <Input
        ref={ref}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label="Search integrations"
        aria-keyshortcuts="/"
        placeholder={total === null ? 'Search integrations' : `Search ${total} integrations`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('')
        }}
        className="text-ellipsis bg-panel pr-10 pl-9 [&::-webkit-search-cancel-button]:hidden"
      />
      {value === '' ? (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center pointer-coarse:hidden"
        >
          <Kbd>/</Kbd>
        </span>
      ) : (
        <IconButton
          label="Clear search"
          onClick={() => {
            onChange('')
            ref.current?.focus()
          }}
          className="absolute inset-y-0 right-0.5 my-auto"
        >
          <X />
        </IconButton>
      )}
    </div>
  )
}
