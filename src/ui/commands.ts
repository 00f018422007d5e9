import { type ReactNode, useEffect, useId } from 'react'
import { create } from 'zustand'

export type Command = {
  id: string
  label: string
  /** What else it is found by. */
  keywords?: string
  icon?: ReactNode
  run: () => void
}

/** What ⌘K offers, by who offers it: features contribute without knowing the palette. */
export const useContributedCommands = create<Record<string, readonly Command[]>>()(() => ({}))

/** Offers commands as long as the caller is mounted. `commands` must be memoised. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useId()
  useEffect(() => {
    useContributedCommands.setState({ [owner]: commands })
    return () => useContributedCommands.setState(({ [owner]: _gone, ...rest }) => rest, true)
  }, [owner, commands])
}
