/** Why the stack cannot start, in one sentence for the person at the terminal: no stack trace needed. */
export class StartError extends Error {
  override name = 'StartError'
}
