type Arrival = { tone: 'ok' | 'bad'; message: string }

/**
 * What a mail's link says in its fragment, on the sign-in page. The session it carries is not taken
 * (see lib/supabase.ts).
 */
export function arrivalOf(hash: string): Arrival | null {
  const params = new URLSearchParams(hash.slice(1))
  if (params.has('error_code') || params.has('error')) {
    return {
      tone: 'bad',
      message: 'This link was used already or is too old. Sign in, or ask for a new one.',
    }
  }
  if (params.has('access_token')) {
    return { tone: 'ok', message: 'Your e-mail is confirmed. Sign in to go on.' }
  }
  return null
}
