import type { Command } from '@/ui/commands'

/** A project can offer hundreds of types: more than this nobody reads, they type another letter. */
const MAX_SHOWN = 30

/** Those that have every typed word; the ones that start with what was typed come first. */
export function matchingCommands(commands: readonly Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const typed = words.join(' ')
  const startsSo = (command: Command) => command.label.toLowerCase().startsWith(typed)
  const found = commands.filter((command) => {
    const name = `${command.label} ${command.keywords ?? ''}`.toLowerCase()
    return words.every((word) => name.includes(word))
  })
  return [...found.filter(startsSo), ...found.filter((each) => !startsSo(each))].slice(0, MAX_SHOWN)
}
