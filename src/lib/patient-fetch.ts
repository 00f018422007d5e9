/** How long the data API, auth and the sealing keys may take, answer and body together. */
export const ANSWER_WITHIN_MS = 15_000

/** Aborts with `signal`, or as a time-out once `ms` have passed: no answer is an answer too. */
export function within(ms: number, signal?: AbortSignal | null): AbortSignal {
  const timeout = AbortSignal.timeout(ms)
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}

/** `fetch` that does not wait for ever. */
export const patientFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: within(ANSWER_WITHIN_MS, init?.signal) })
