export const ADA = '33333333-3333-4333-8333-333333333333'

/** Puts a session where auth-js keeps it, as a page finds it that was signed in before. */
export function signInAsAda(): void {
  const expiresIn = 3_600
  localStorage.setItem(
    'patchbay-session',
    JSON.stringify({
      access_token: 'ada.access.token',
      refresh_token: 'ada-refresh',
      token_type: 'bearer',
      expires_in: expiresIn,
      expires_at: Math.floor(Date.now() / 1_000) + expiresIn,
      user: {
        id: ADA,
        aud: 'authenticated',
        email: 'ada@acme.dev',
        app_metadata: {},
        user_metadata: {},
        created_at: '2026-01-01T00:00:00Z',
      },
    }),
  )
}
