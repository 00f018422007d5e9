// Guarantees that no command is started which nobody on this machine approved, word for word.
import { commandLine } from '../functions/_shared/contract/command-line.ts'
import type { McpStdioConfig } from '../functions/_shared/contract/config.ts'
import type { CommandWords } from './arguments.ts'
import { addApproved, isSameCommand, readApproved } from './home.ts'
import { ask, isTerminal, type Log } from './terminal.ts'

/** Nobody there: the test says so before its time is over. */
const ANSWER_WITHIN_MS = 40_000

export interface Approvals {
  /** True when the command may be started; asks at the terminal, if there is one. */
  isApproved(config: McpStdioConfig, typeName: string, signal: AbortSignal): Promise<boolean>
  /** What one types here so that it may. */
  approveWith(config: McpStdioConfig): string
}

export interface ApprovalSettings {
  home: string
  /** The home as one types it; null for the default, which need not be named. */
  homeArgument: string | null
  /** As given on the command line, for this run alone. */
  allowed: readonly CommandWords[]
  mayAsk: boolean
  log: Log
}

export function createApprovals(settings: ApprovalSettings): Approvals {
  const { home, homeArgument, allowed, mayAsk, log } = settings
  const isKnown = (command: CommandWords) =>
    [...allowed, ...readApproved(home)].some((known) => isSameCommand(known, command))
  return {
    async isApproved(config, typeName, signal) {
      const command: CommandWords = [config.command, ...config.args]
      if (isKnown(command)) return true
      if (!mayAsk || !isTerminal()) {
        log(`Not approved: ${commandLine(config)}`)
        return false
      }
      const patience = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
      const question = `Start ${commandLine(config)} for ${typeName}? [y/N/always] `
      const answer = (await ask(question, patience))?.trim().toLowerCase()
      if (answer === 'always') addApproved(home, command)
      return answer === 'always' || answer === 'y' || answer === 'yes'
    },
    approveWith(config) {
      const where = homeArgument === null ? [] : ['--home', homeArgument]
      const words = ['run', 'runner', '--', 'approve', ...where, config.command, ...config.args]
      return commandLine({ command: 'npm', args: words })
    },
  }
}
