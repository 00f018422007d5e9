import { Search, X } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from './icon-button'
import { Input } from './input'
import { Kbd } from './kbd'

type SearchFieldProps = {
  /** What is searched: "Search integrations". */
  label: string
  placeholder?: string
  value: string
  onChange: (text: string) => void
}

/** Search over what a page shows. `/` leads here (the shell finds it by its type), Esc empties it. */
export function SearchField({ label, placeholder = label, value, onChange }: SearchFieldProps) {
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
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
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
