import type { TypeOutline } from '@contract/outline'
import { buttonClass } from '@/ui/button-class'
import { EmptyState } from '@/ui/empty-state'
import { playgroundTypes } from '../model'
import { GridLink } from './grid-link'

/** The first minute: what can be connected right now, else the way to the catalogue. */
export function NothingConnected({ types }: { types: readonly TypeOutline[] }) {
  const [first, ...others] = playgroundTypes(types)
  if (first === undefined) {
    return (
      <EmptyState
        title="Nothing is connected yet"
        action={
          <a href="#available" className={buttonClass('primary')}>
            Choose from the catalogue
          </a>
        }
      >
        Connect an MCP server or an API once, and see from then on whether it works.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="Nothing is connected yet"
      action={[first, ...others].map((type) => (
        <GridLink
          key={type.id}
          to={{ connect: type.id }}
          className={buttonClass(type === first ? 'primary' : 'secondary')}
        >
          Connect {type.name}
        </GridLink>
      ))}
    >
      The local playground runs on this machine: connect one of its servers in a minute, without an
      account anywhere. Or choose from the catalogue below.
    </EmptyState>
  )
}
