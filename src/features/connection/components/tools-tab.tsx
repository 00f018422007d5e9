import type { McpFacts, McpOffer } from '@contract/report'
import { useDeferredValue, useState } from 'react'
import { Input } from '@/ui/input'

type Kind = { id: 'tools' | 'resources' | 'prompts'; title: string; count: number }

/** What an MCP server offers, as it describes it itself, with a search through all of it. */
export function ToolsTab({ facts }: { facts: McpFacts }) {
  const [typed, setTyped] = useState('')
  const words = useDeferredValue(typed).toLowerCase().split(/\s+/).filter(Boolean)
  const kinds: Kind[] = [
    { id: 'tools', title: 'Tools', count: facts.tool_count },
    { id: 'resources', title: 'Resources', count: facts.resource_count },
    { id: 'prompts', title: 'Prompts', count: facts.prompt_count },
  ]
  const found = kinds.map((kind) => ({
    ...kind,
    offers: facts[kind.id].filter((offer) => words.every((word) => textOf(offer).includes(word))),
  }))
  if (kinds.every(({ count }) => count === 0)) {
    return <p className="text-ink-2">The server offers no tools, resources or prompts.</p>
  }
  const isNothingFound = words.length > 0 && found.every(({ offers }) => offers.length === 0)
  return (
    <div className="flex flex-col gap-6">
      <Input
        type="search"
        aria-label="Find a tool, resource or prompt"
        placeholder="Find by name or description"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="max-w-sm"
      />
      <p role="status" className={isNothingFound ? 'text-ink-2' : 'sr-only'}>
        {isNothingFound && `Nothing that was listed has “${typed.trim()}” in it.`}
      </p>
      {found.map(({ id, title, count, offers }) =>
        count > 0 && (words.length === 0 || offers.length > 0) ? (
          <section key={id} aria-labelledby={id}>
            <h2 id={id} className="mb-1 font-semibold text-sm">
              {title}{' '}
              <span className="font-normal text-ink-3">
                {words.length > 0 && `${offers.length} of `}
                {countOf(count, facts.counts_capped[id])}
              </span>
            </h2>
            <Offers offers={offers} />
            {words.length === 0 && (
              <Unlisted count={count - offers.length} isCapped={facts.counts_capped[id]} />
            )}
          </section>
        ) : null,
      )}
    </div>
  )
}

function Offers({ offers }: { offers: readonly McpOffer[] }) {
  return (
    <ul className="grid gap-x-8 lg:grid-cols-2">
      {offers.map(({ name, description, uri }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a server may name two alike, and nothing here has state.
        <li key={`${name} ${index}`} className="wrap-anywhere border-line border-b py-2.5">
          <p className="font-mono text-sm">{name}</p>
          {uri && uri !== name && <p className="font-mono text-ink-3 text-xs">{uri}</p>}
          {description && <p className="line-clamp-3 text-ink-2 text-sm">{description}</p>}
        </li>
      ))}
    </ul>
  )
}

function Unlisted({ count, isCapped }: { count: number; isCapped: boolean }) {
  if (count <= 0) return null
  return <p className="pt-2 text-ink-3 text-sm">And {countOf(count, isCapped)} more.</p>
}

function countOf(count: number, isCapped: boolean): string {
  return `${count.toLocaleString('en')}${isCapped ? '+' : ''}`
}

function textOf({ name, description = '', uri = '' }: McpOffer): string {
  return `${name}\n${description}\n${uri}`.toLowerCase()
}
