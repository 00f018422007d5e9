import type { ReactNode } from 'react'
import { Button } from './button'
import { EmptyState } from './empty-state'

type NoMatchProps = {
  /** What there is none of. */
  children: ReactNode
  onClear: () => void
  /** What else to do here. */
  actions?: ReactNode
}

/** In the place of a list, all of which is filtered out. */
export function NoMatch({ children, onClear, actions }: NoMatchProps) {
  return (
    <EmptyState
      title="Nothing matches"
      action={
        <>
          <Button variant="primary" onClick={onClear}>
            Clear filters
          </Button>
          {actions}
        </>
      }
    >
      {children}
    </EmptyState>
  )
}
