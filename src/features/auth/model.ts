export type Account = { id: string; email: string }

/** `account`: whose page this is. It stays the same until the page is left. */
export type SessionState =
  | { status: 'loading' }
  | { status: 'signed-out' }
  | { status: 'signed-in'; account: Account }
  /** It ended by itself, under the person's hands: the page waits for their password. */
  | { status: 'expired'; account: Account }
  /** Another account signed in, in another tab of this browser. */
  | { status: 'replaced'; account: Account; by: Account }

/** Where a session goes when auth-js reports one (`current`), or none. */
export function nextSession(
  before: SessionState,
  current: Account | null,
  isOnPurpose: boolean,
): SessionState {
  const owner = 'account' in before ? before.account : null
  if (current) {
    if (owner === null || owner.id === current.id) return { status: 'signed-in', account: current }
    return { status: 'replaced', account: owner, by: current }
  }
  if (owner === null || isOnPurpose) return { status: 'signed-out' }
  return { status: 'expired', account: owner }
}

/** As `minimum_password_length` in supabase/config.toml and lite.toml; a project may ask for more. */
export const MIN_PASSWORD_LENGTH = 10

export const validate = {
  email: (text: string) =>
    /^[^\s@]+@[^\s@]+$/.test(text.trim())
      ? undefined
      : 'Enter an e-mail address, as in ada@example.com.',
  password: (text: string) => (text === '' ? 'Enter your password.' : undefined),
  newPassword: (text: string) =>
    text.length < MIN_PASSWORD_LENGTH
      ? `Use at least ${MIN_PASSWORD_LENGTH} characters.`
      : undefined,
}
