import { PAIR_WITHIN_MS, RUNNER_ONLINE_MS, type RunnerRow } from '@contract/runner'

/** `now`: ms since the epoch. */
export function isOnline({ last_seen_at }: RunnerRow, now: number): boolean {
  return last_seen_at !== null && now - Date.parse(last_seen_at) < RUNNER_ONLINE_MS
}

/** What a person types on the machine that is to be a runner. */
export function pairCommand(url: string, code: string): string {
  return `npm run runner -- --url ${url} --code ${code}`
}

/** "7K3M-Q9XA", however the server writes it. */
export function shownCode(code: string): string {
  const plain = code.replaceAll('-', '')
  return `${plain.slice(0, 4)}-${plain.slice(4)}`
}

/**
 * How long a code that came at `receivedAt` is still good, in ms. By this machine's clock from then
 * on: the server's time of day may be another.
 */
export function timeLeft(receivedAt: number, now: number): number {
  return Math.max(0, receivedAt + PAIR_WITHIN_MS - now)
}

/** "9:05" */
export function inMinutes(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** The person's runner that was not there when the code was asked for. */
export function newcomer(
  runners: readonly RunnerRow[],
  known: ReadonlySet<string>,
): RunnerRow | undefined {
  return runners.find(({ id, user_id }) => user_id !== null && !known.has(id))
}
