// Guarantees that nothing which came from elsewhere can steer the terminal, or hide in what is shown.
import { createInterface } from 'node:readline/promises'

/** As it may be shown: control, format and other unseen characters by their numbers. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu, (letter) => {
    return `\\u{${letter.codePointAt(0)?.toString(16)}}`
  })
}

export type Log = (text: string) => void

/** One line with the time of day. */
export const log: Log = (text) => {
  process.stdout.write(`${new Date().toTimeString().slice(0, 8)} ${printable(text)}\n`)
}

export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true
}

let lastQuestion: Promise<unknown> = Promise.resolve()

/** What the person answers; null when `signal` aborts first. One question at a time. */
export function ask(question: string, signal: AbortSignal): Promise<string | null> {
  const answer = lastQuestion.then(() => askNow(question, signal))
  lastQuestion = answer
  return answer
}

async function askNow(question: string, signal: AbortSignal): Promise<string | null> {
  if (signal.aborted) return null
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    // Or Ctrl-C would only end the question.
    terminal: false,
  })
  try {
    return await lines.question(printable(question), { signal })
  } catch {
    process.stdout.write('\n')
    return null
  } finally {
    lines.close()
  }
}
