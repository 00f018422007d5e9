import type { ApiErrorCode } from '@contract/errors'

/** What a code means to the person, where whoever failed did not say it better. */
export const SENTENCES: Record<ApiErrorCode, string> = {
  invalid_request: 'A value was not accepted. Check what you entered and try again.',
  unauthorized: 'Your session has ended. Sign in again.',
  forbidden: 'Your account may not do this.',
  not_found: 'It is not there any more. Reload the page to see what is.',
  conflict: 'It was changed in the meantime. Reload the page and try again.',
  name_taken: 'You already have an integration with this name. Choose another.',
  method_not_allowed: 'Patchbay asked in a way the server does not know. Reload the page.',
  payload_too_large: 'That is too much at once. Shorten it and try again.',
  rate_limited: 'Too many attempts. Wait a minute, then try again.',
  authorization_denied: 'Access was not given. Connect again when you want to give it.',
  authorization_expired: 'This sign-in took longer than ten minutes. Connect again.',
  authorization_used: 'This sign-in was finished already. Connect again if something is missing.',
  authorization_mismatch:
    'This sign-in was begun elsewhere, so nothing was connected. Connect again here.',
  authorization_failed: 'The authorization server did not give access. Try again in a moment.',
  client_id_required: 'This server registers no applications by itself: enter a client ID.',
  runner_code_invalid: 'This code is wrong, was used already, or is older than ten minutes.',
  offline: 'You are offline. Nothing was lost: try again when the connection is back.',
  unavailable: 'Patchbay’s server did not answer. Try again in a moment.',
  timeout: 'The answer took too long. Try again in a moment.',
  internal: 'Patchbay made a mistake. Reload the page; what is stored is safe.',
}

/** An answer that no schema fits: page and server are of different versions. */
export const NOT_UNDERSTOOD =
  'The answer was not understood. Reload the page: Patchbay may have been updated.'

/** The unique index of names, one owner's, whatever their case. */
export const NAME_TAKEN = {
  constraint: 'user_integrations_owner_name_key',
  message: SENTENCES.name_taken,
}

type AuthError = { code: ApiErrorCode; message: string; fields?: Record<string, string> }

const LINK_SPENT = 'This link was used already or is too old. Ask for a new one.'
const SHORT = 'Too easy to guess. Use at least 10 characters, not all of one kind.'
const TAKEN = 'There is an account with this e-mail already. Sign in instead.'
const SAME = 'This is the password you have now. Choose another.'
const NO_ADDRESS = 'Enter an e-mail address, as in ada@example.com.'

/** Auth errors by GoTrue's own codes: https://supabase.com/docs/guides/auth/debugging/error-codes */
export const AUTH_ERRORS: Record<string, AuthError> = {
  invalid_credentials: {
    code: 'unauthorized',
    message: 'E-mail and password do not match. Check both, or reset the password.',
  },
  user_already_exists: { code: 'conflict', message: TAKEN, fields: { email: TAKEN } },
  email_exists: { code: 'conflict', message: TAKEN, fields: { email: TAKEN } },
  weak_password: { code: 'invalid_request', message: SHORT, fields: { password: SHORT } },
  same_password: { code: 'invalid_request', message: SAME, fields: { password: SAME } },
  email_address_invalid: {
    code: 'invalid_request',
    message: NO_ADDRESS,
    fields: { email: NO_ADDRESS },
  },
  email_not_confirmed: {
    code: 'forbidden',
    message: 'This e-mail is not confirmed yet. Open the link in the mail we sent you.',
  },
  signup_disabled: { code: 'forbidden', message: 'This Patchbay takes no new accounts.' },
  user_banned: { code: 'forbidden', message: 'This account was closed.' },
  over_email_send_rate_limit: {
    code: 'rate_limited',
    message: 'Too many mails were asked for. Wait a minute, then try again.',
  },
  otp_expired: { code: 'unauthorized', message: LINK_SPENT },
  flow_state_expired: { code: 'unauthorized', message: LINK_SPENT },
}

/** HTTP's word for it. No status, or one that says nothing: a mistake. */
export function codeOfStatus(status: number | undefined): ApiErrorCode {
  if (status === undefined) return 'internal'
  const known = BY_STATUS[status]
  if (known) return known
  if (status >= 500) return 'unavailable'
  return status >= 400 ? 'invalid_request' : 'internal'
}

const BY_STATUS: Record<number, ApiErrorCode> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_found',
  408: 'timeout',
  409: 'conflict',
  413: 'payload_too_large',
  429: 'rate_limited',
  504: 'timeout',
}
