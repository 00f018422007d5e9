import {
  AuthorizationResponseError,
  HTTP_REQUEST_FORBIDDEN,
  INVALID_SERVER_METADATA,
  MISSING_SERVER_METADATA,
  OperationProcessingError,
  REQUEST_PROTOCOL_FORBIDDEN,
  ResponseBodyError,
  UnsupportedOperationError,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi'
import { AuthorizationError, type AuthorizationReason } from './authority.ts'

/** What OAuth's errors mean (RFC 6749 §4.1.2.1, §5.2; RFC 8707 §2; RFC 7591 §3.2.2). */
const REASONS: Record<string, AuthorizationReason> = {
  access_denied: 'denied',
  invalid_grant: 'invalid_grant',
  // As Slack and GitHub say it.
  invalid_code: 'invalid_grant',
  bad_verification_code: 'invalid_grant',
  bad_refresh_token: 'invalid_grant',
  invalid_refresh_token: 'invalid_grant',
  token_revoked: 'invalid_grant',
  invalid_client: 'invalid_client',
  unauthorized_client: 'invalid_client',
  invalid_client_id: 'invalid_client',
  bad_client_secret: 'invalid_client',
  incorrect_client_credentials: 'invalid_client',
  invalid_scope: 'invalid_scope',
  server_error: 'unreachable',
  temporarily_unavailable: 'unreachable',
  slow_down: 'unreachable',
}

/**
 * What `host` refused with an error of OAuth. Never in its own words, nor with its answer as the
 * cause: they may repeat a secret.
 */
export function refusal(error: string, host: string): AuthorizationError {
  const reason = Object.hasOwn(REASONS, error) ? (REASONS[error] ?? 'refused') : 'refused'
  const code = reason === 'denied' ? 'authorization_denied' : 'authorization_failed'
  return new AuthorizationError(code, wordsOf(reason, error, host), { reason })
}

function wordsOf(reason: AuthorizationReason, error: string, host: string): string {
  switch (reason) {
    case 'denied':
      return `${host} was told not to give access. Connect again if that was a mistake.`
    case 'invalid_grant':
      return `${host} does not accept this sign-in any more. Connect again.`
    case 'invalid_client':
      return `${host} does not accept the client ID or its secret. Check both and connect again.`
    case 'invalid_scope':
      return `${host} does not give the scopes that were asked for. Change them and connect again.`
    case 'unreachable':
      return `${host} cannot give access right now. Try again in a few minutes.`
    default:
      return `${host} refused access${quoted(error)}. Check the settings of the connection.`
  }
}

/** RFC 6749 §5.2 lets an error be of these characters; what is longer than a word is no code. */
function quoted(error: string): string {
  return /^[\w.:-]{1,60}$/.test(error) ? ` (${error})` : ''
}

/** An error of oauth4webapi about an exchange with `host`, as AuthorizationError; others as they are. */
export function authorizationFailure(error: unknown, host: string): unknown {
  if (error instanceof ResponseBodyError) return refusal(error.error, host)
  if (error instanceof AuthorizationResponseError) return refusal(error.error, host)
  if (error instanceof WWWAuthenticateChallengeError) return refusal('invalid_client', host)
  const failed = (message: string, reason: AuthorizationReason) =>
    new AuthorizationError('authorization_failed', message, { reason })
  if (error instanceof UnsupportedOperationError) {
    return failed(`${host} gives tokens of a kind that cannot be used here.`, 'unsupported')
  }
  if (!(error instanceof OperationProcessingError)) return error
  switch (error.code) {
    case HTTP_REQUEST_FORBIDDEN:
      return failed(`${host} wants secrets over plain http. Only https is used.`, 'forbidden')
    case REQUEST_PROTOCOL_FORBIDDEN:
      return failed(`${host} names an address that is no web address.`, 'forbidden')
    case MISSING_SERVER_METADATA:
    case INVALID_SERVER_METADATA:
      return failed(`${host} does not say where tokens are given.`, 'malformed')
    default:
      return statusOf(error) >= 500 || statusOf(error) === 429
        ? failed(wordsOf('unreachable', '', host), 'unreachable')
        : failed(`${host} gave an answer that is not of OAuth.`, 'malformed')
  }
}

function statusOf({ cause }: OperationProcessingError): number {
  return cause instanceof Response ? cause.status : 0
}
