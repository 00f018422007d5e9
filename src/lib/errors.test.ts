import { AuthApiError, AuthRetryableFetchError, AuthSessionMissingError } from '@supabase/auth-js'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { SENTENCES } from './error-sentences'
import { AppError, fromApiError, toAppError } from './errors'

const auth = (code: string, status = 400) => new AuthApiError('said by the server', status, code)
const data = (status: number, code: string, message = '', details = '') => ({
  status,
  code,
  message,
  details,
  hint: null,
})
const gone = (message: string) => new TypeError(message)
const unknownAnswer = () => z.object({ id: z.string() }).safeParse({}).error

describe('what was thrown becomes the code a screen knows', () => {
  it.each([
    ['a wrong password', auth('invalid_credentials'), 'unauthorized'],
    ['an e-mail that is taken', auth('user_already_exists', 422), 'conflict'],
    ['a weak password', auth('weak_password', 422), 'invalid_request'],
    ['the password it had before', auth('same_password', 422), 'invalid_request'],
    ['an e-mail not confirmed', auth('email_not_confirmed'), 'forbidden'],
    ['a link used twice', auth('otp_expired', 403), 'unauthorized'],
    ['too many mails', auth('over_email_send_rate_limit', 429), 'rate_limited'],
    ['an auth code of tomorrow, with 429', auth('not_known_yet', 429), 'rate_limited'],
    ['an auth server that is down', auth('unexpected_failure', 500), 'unavailable'],
    ['no session', new AuthSessionMissingError(), 'unauthorized'],
    ['an auth gateway without a server', new AuthRetryableFetchError('x', 502), 'unavailable'],
    ['an auth request without an answer', new AuthRetryableFetchError('x', 0), 'unavailable'],
    ['a token the data API refuses', data(401, 'PGRST301', 'JWT expired'), 'unauthorized'],
    ['a 401 without a code', data(401, ''), 'unauthorized'],
    ['row level security, hosted', data(403, '42501'), 'forbidden'],
    ['row level security, hosted', data(400, 'PT429'), 'rate_limited'],
    ['row level security, embedded', data(403, 'SUP'), 'forbidden'],
    ['a unique key', data(409, '23505', 'duplicate key'), 'conflict'],
    ['a 409 with a code of another backend', data(409, ''), 'conflict'],
    ['a check, hosted', data(400, '23514'), 'invalid_request'],
    ['a check, embedded', data(400, 'SUP'), 'invalid_request'],
    ['no row where one was asked for', data(406, 'PGRST116'), 'not_found'],
    ['a database that is down', data(503, ''), 'unavailable'],
    ['a gateway that gave up waiting', data(504, ''), 'timeout'],
    ['a data request without an answer', data(0, '', 'TypeError: fetch failed'), 'unavailable'],
    ['a data request called off', data(0, '', 'AbortError: aborted'), 'timeout'],
    [
      'our own error through postgrest-js',
      data(0, 'offline', 'AppError: You are offline.'),
      'offline',
    ],
    ['fetch in Chromium', new TypeError('Failed to fetch'), 'unavailable'],
    ['fetch in Firefox', new TypeError('NetworkError when attempting to fetch'), 'unavailable'],
    ['fetch in Safari', new TypeError('Load failed'), 'unavailable'],
    ['a body that breaks off in Chromium', new TypeError('network error'), 'unavailable'],
    ['a body that breaks off in Firefox', new TypeError('Error in body stream'), 'unavailable'],
    ['a script gone, Chromium', gone('Failed to fetch dynamically imported module'), 'unavailable'],
    ['a script gone, Firefox', gone('error loading dynamically imported module'), 'unavailable'],
    ['a script gone, Safari', gone('Importing a module script failed.'), 'unavailable'],
    ['an abort', new DOMException('x', 'AbortError'), 'timeout'],
    ['a time-out', new DOMException('x', 'TimeoutError'), 'timeout'],
    ['an answer no schema fits', unknownAnswer(), 'internal'],
    ['a mistake of ours', new TypeError('x is not a function'), 'internal'],
    ['a string', 'boom', 'internal'],
    ['nothing', undefined, 'internal'],
  ])('%s', (_what, thrown, code) => {
    const error = toAppError(thrown)
    expect(error.code).toBe(code)
    expect(error.message.length).toBeGreaterThan(10)
  })
})

describe('a person reads', () => {
  it('that the name is taken, beside the name', () => {
    const key = 'duplicate key value violates "user_integrations_owner_name_key"'
    const error = toAppError(data(409, '23505', key))
    expect(error.code).toBe('name_taken')
    expect(error.fields).toEqual({ name: SENTENCES.name_taken })
  })

  it('that they are offline, when the browser knows it', () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    expect(toAppError(new TypeError('Failed to fetch')).code).toBe('offline')
    expect(toAppError(data(0, '', 'TypeError: Failed to fetch')).code).toBe('offline')
    expect(toAppError(new AuthRetryableFetchError('x', 0)).code).toBe('offline')
  })

  it('the words of a function as they are, with the request to ask about', () => {
    const error = fromApiError({
      error: { code: 'rate_limited', message: 'Wait.', requestId: 'r-1', retryAfterMs: 5_000 },
    })
    expect(error).toMatchObject({
      code: 'rate_limited',
      message: 'Wait.',
      requestId: 'r-1',
      retryAfterMs: 5_000,
    })
  })

  it('what our own error says, without its name, when postgrest-js has wrapped it', () => {
    expect(toAppError(data(0, 'unauthorized', 'AppError: Sign in again.')).message).toBe(
      'Sign in again.',
    )
  })

  it('nothing that the server said in its own words: it may hold what was typed', () => {
    const secret = 'sk_live_canary'
    const said = `Failing row contains (${secret})`
    for (const thrown of [
      data(400, '23514', said, said),
      data(500, 'XX000', said, said),
      new AuthApiError(secret, 500, secret),
      new Error(secret),
    ]) {
      expect(toAppError(thrown).message).not.toContain(secret)
    }
  })

  it('the first error, not an error about it', () => {
    const error = new AppError('not_found', 'Gone.')
    expect(toAppError(error)).toBe(error)
  })
})
