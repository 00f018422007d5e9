import type { SshFacts } from '@contract/report'

/** What a declared command said on the server. */
export function CommandOutput({ command }: { command: SshFacts['command'] }) {
  if (!command?.output) return null
  return (
    <section aria-labelledby="output">
      <h2 id="output" className="mb-1 font-semibold text-sm">
        Output of the command
      </h2>
      <pre className="wrap-anywhere max-h-72 overflow-y-auto whitespace-pre-wrap rounded-sm bg-sunken p-3 font-mono text-xs">
        {command.output}
      </pre>
    </section>
  )
}
