import * as z from 'zod/mini'

/** Codes of the API itself: what a function, the data API or the network between answers. */
export const API_ERROR_CODES = [
  'invalid_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'name_taken',
  'method_not_allowed',
  'payload_too_large',
  'rate_limited',
  /** The person said no at the vendor. */
  'authorization_denied',
  /** The ten minutes of an authorization are over, or nobody knows it. */
  'authorization_expired',
  /** The callback came a second time. */
  'authorization_used',
  /** Begun in another browser, or by another person. */
  'authorization_mismatch',
  /** The authorization server, or what it answered, is no good. */
  'authorization_failed',
  /** The authorization server registers no clients: the person must enter a client ID. */
  'client_id_required',
  'runner_code_invalid',
  'offline',
  'unavailable',
  'timeout',
  'internal',
] as const

/** Codes of a failed test, by the stage that fails with them. */
export const FAILURE_CODES_BY_STAGE = {
  configure: [
    'config_invalid',
    'address_forbidden',
    'credential_missing',
    'credential_unreadable',
    'audience_mismatch',
    'authorization_missing',
    'command_not_approved',
  ],
  reach: [
    'dns_failed',
    'connection_refused',
    'connection_reset',
    'connect_timeout',
    'tls_invalid',
    'redirect_loop',
    'redirect_forbidden',
    'unreachable',
    'runner_offline',
    'runner_lost',
    'command_not_found',
    'package_not_found',
    'process_crashed',
  ],
  speak: [
    'response_timeout',
    'response_reset',
    'response_too_large',
    'invalid_json',
    'invalid_encoding',
    'not_json',
    'not_mcp',
    'process_silent',
    'stdout_garbage',
    'not_ssh',
    'ssh_algorithms_outdated',
    'host_key_changed',
    'mcp_version_unsupported',
    'not_graphql',
    'endpoint_not_found',
    'server_error',
    'upstream_rate_limited',
    'unexpected_status',
  ],
  authenticate: [
    'authorization_required',
    'credential_refused',
    'credential_expired',
    'permission_denied',
    'scope_missing',
    'authorization_revoked',
    'authorization_server_failed',
    'client_refused',
    'client_certificate_required',
    'client_certificate_refused',
  ],
  use: ['listing_failed', 'verification_failed', 'webhook_unreachable', 'command_failed'],
} as const

export const FAILURE_CODES = [
  ...FAILURE_CODES_BY_STAGE.configure,
  ...FAILURE_CODES_BY_STAGE.reach,
  ...FAILURE_CODES_BY_STAGE.speak,
  ...FAILURE_CODES_BY_STAGE.authenticate,
  ...FAILURE_CODES_BY_STAGE.use,
] as const

export type ApiErrorCode = (typeof API_ERROR_CODES)[number]
export type FailureCode = (typeof FAILURE_CODES)[number]
export type ErrorCode = ApiErrorCode | FailureCode

/**
 * The body of every answer of a function that is not 2xx. `fields` maps a path of the request
 * ("draft.config.url") to what is wrong there.
 */
export const ApiErrorBody = z.object({
  error: z.object({
    code: z.enum(API_ERROR_CODES),
    message: z.string(),
    requestId: z.string(),
    retryAfterMs: z.optional(z.int()),
    fields: z.optional(z.record(z.string(), z.string())),
  }),
})
export type ApiErrorBody = z.infer<typeof ApiErrorBody>
