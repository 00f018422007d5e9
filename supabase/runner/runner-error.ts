/** Why the runner cannot go on, in one sentence for the person at the terminal. */
export class RunnerError extends Error {
  override readonly name = 'RunnerError'
}
