import type { FunctionsHost } from './functions-host.ts'

/**
 * Posts to a function of that name as the schedule does on Supabase. Rejects on any answer but success;
 * a process that is changed for another finishes the call first.
 */
export function scheduledCalls(
  functions: Pick<FunctionsHost, 'enter'>,
  scheduleSecret: string,
): (name: string) => Promise<void> {
  return async (name) => {
    const { target, left } = await functions.enter()
    try {
      const response = await fetch(`${target}/functions/v1/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-schedule-secret': scheduleSecret },
        body: '{}',
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`it answered ${response.status}: ${text.slice(0, 500)}`)
    } finally {
      left()
    }
  }
}
