import type { McpFacts } from '@contract/report'

/** What an MCP server offers, as it describes it itself. */
export function ToolList({ facts: { tools, tool_count, counts_capped } }: { facts: McpFacts }) {
  if (tool_count === 0) return null
  const unlisted = tool_count - tools.length
  const andOn = counts_capped.tools ? '+' : ''
  return (
    <section aria-labelledby="tools">
      <h3 id="tools" className="mb-1 font-semibold text-sm">
        Tools{' '}
        <span className="font-normal text-ink-3">{`${tool_count.toLocaleString('en')}${andOn}`}</span>
      </h3>
      <ul className="divide-y divide-line">
        {tools.map(({ name, description }) => (
          <li key={name} className="wrap-anywhere py-2">
            <p className="font-mono text-sm">{name}</p>
            {description && <p className="line-clamp-3 text-ink-2 text-sm">{description}</p>}
          </li>
        ))}
      </ul>
      {unlisted > 0 && (
        <p className="pt-2 text-ink-3 text-sm">
          And {`${unlisted.toLocaleString('en')}${andOn}`} more.
        </p>
      )}
    </section>
  )
}
