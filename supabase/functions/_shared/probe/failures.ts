import type { FailureCode } from '../contract/errors.ts'

/** What a sentence may say. `detail` and `host` are clean already; no field ever holds a secret. */
export interface FailureFacts {
  /** The type's name, as people know it: GitHub. */
  name: string
  host: string
  /** Whole seconds that a test may take. */
  deadlineSeconds: number
  /** The last characters of the secret, or empty. */
  hint?: string
  status?: number
  detail?: string
  /** What the other side said, as it said it. */
  said?: string
  /** As the header Retry-After has it, in seconds. */
  retryAfterSeconds?: number | null
  /** Of the stored secret that is meant, and the origins that it was sealed for. */
  slot?: string
  audience?: readonly string[]
  origin?: string
  /** True where a process was spoken to, and no address. */
  isCommand?: boolean
  /** What to type on the runner's machine so that it may start the command. */
  allowWith?: string
  /** True where what is stored is not of the contract, so that only saving it anew mends it. */
  isStored?: boolean
  /** True where what is presented was given by an authorization server, not entered. */
  isGranted?: boolean
  /** True where it is the type that is not of the contract. */
  isType?: boolean
}

export interface Words {
  message: string
  next_step: string
}

const endsIn = ({ hint }: FailureFacts) => (hint ? ` It ends in ${hint}.` : '')
const answered = ({ name, status }: FailureFacts) =>
  status === undefined ? `${name} said no` : `${name} answered ${status}`
const because = ({ detail }: FailureFacts) => (detail ? `: ${detail}` : '')
const saying = ({ said }: FailureFacts) => (said ? ` It said: “${said}”` : '')
const named = ({ slot }: FailureFacts) => (slot ? ` (${slot})` : '')
const GRANTED: readonly (string | undefined)[] = [undefined, 'auth', 'refresh']
const mend = ({ isGranted, slot }: FailureFacts, words: string) =>
  isGranted && GRANTED.includes(slot) ? 'Reconnect: sign in there and give access again.' : words
const waiting = ({ retryAfterSeconds }: FailureFacts) =>
  retryAfterSeconds ? `in ${retryAfterSeconds} s` : 'in a few minutes'

const WORDS: Record<FailureCode, (facts: FailureFacts) => Words> = {
  config_invalid: (f) => ({
    message: `This configuration cannot be used${because(f)}.`,
    next_step: f.isType
      ? 'Edit the type and save it again.'
      : f.isStored
        ? 'Edit it and save it again.'
        : 'Correct it below and test again.',
  }),
  address_forbidden: (f) => ({
    message: `Patchbay does not call ${f.host}${because(f)}.`,
    next_step: 'Use a public address that begins with https://.',
  }),
  credential_missing: (f) => ({
    message: `${f.detail ?? 'A secret'} has not been entered.`,
    next_step: 'Enter it below and test again.',
  }),
  credential_unreadable: (f) => ({
    message: `The stored secret${named(f)} cannot be opened: ${f.detail ?? 'it was sealed for something else, or its key is gone'}.`,
    next_step: mend(f, 'Enter the secret again and save.'),
  }),
  audience_mismatch: (f) => ({
    message: `The stored secret${named(f)} was sealed for ${f.audience?.join(', ')} and is not sent to ${f.origin}.`,
    next_step: mend(f, 'Enter the secret again for the new address, or change the address back.'),
  }),
  authorization_missing: (f) => ({
    message: `${f.name} has not given Patchbay access yet.`,
    next_step: `Choose Connect: you sign in at ${f.name} and come back here.`,
  }),
  command_not_approved: (f) => ({
    message: `The runner has not been allowed to start ${f.detail ?? 'this command'}.`,
    next_step: f.allowWith
      ? `If you trust it, type on that machine, in Patchbay’s folder: ${f.allowWith}`
      : 'Allow it where the runner runs: answer its question there, or start it with --allow and this command.',
  }),
  runner_offline: (f) => ({
    message: `No runner is online to do this${because(f)}.`,
    next_step:
      'Start one with “npm run runner” on the machine where it should run, and test again.',
  }),
  runner_lost: (f) => ({
    message: `The runner took the test and went away before its end${because(f)}.`,
    next_step: 'Look whether it still runs, and test again.',
  }),
  command_not_found: (f) => ({
    message: `There is no ${f.detail ?? 'such command'} on the runner’s machine.`,
    next_step: 'Install it there, or correct the command.',
  }),
  package_not_found: (f) => ({
    message: `The package ${f.detail ?? 'of this command'} does not exist.`,
    next_step: 'Check the spelling of the package among the arguments.',
  }),
  process_crashed: (f) => ({
    message: `${f.name} ended as soon as it was started${because(f)}.${saying(f)}`,
    next_step: 'Look at what it wrote to stderr, below, and check arguments and variables.',
  }),
  dns_failed: (f) => ({
    message: `${f.host} was not found${because(f)}.`,
    next_step: 'Check the spelling of the address.',
  }),
  connection_refused: (f) => ({
    message: `${f.host} refused the connection${because(f)}.`,
    next_step: 'Check that the server runs and that the port is right.',
  }),
  connection_reset: (f) => ({
    message: `${f.host} cut the connection${because(f)}.`,
    next_step: 'Check the address and the port, and whether a firewall stands between.',
  }),
  connect_timeout: (f) => ({
    message: `${f.host} took no connection within ${f.deadlineSeconds} s.`,
    next_step: 'Check that the server runs and that its firewall lets requests in.',
  }),
  tls_invalid: (f) => ({
    message: `${f.host} could not prove who it is${because(f)}.`,
    next_step: 'Ask whoever runs the server to install a valid certificate, or check the address.',
  }),
  redirect_loop: (f) => ({
    message: `${f.host} redirects without end${because(f)}.`,
    next_step: 'Enter the address that the redirects should lead to.',
  }),
  redirect_forbidden: (f) => ({
    message: `${f.host} redirects to where the request may not go${because(f)}.`,
    next_step: 'If you trust the new address, enter it here and the secret again.',
  }),
  unreachable: (f) => ({
    message: `${f.host} gave no answer${because(f)}.`,
    next_step: 'Check the address, and try again when the server is up.',
  }),
  response_timeout: (f) => ({
    message: `${f.name} did not finish its answer within ${f.deadlineSeconds} s.`,
    next_step: `Try again; if it stays so, ask ${f.name} for its status.`,
  }),
  response_reset: (f) => ({
    message: `${f.name} broke off in the middle of its answer.`,
    next_step: `Try again; if it stays so, ask ${f.name} for its status.`,
  }),
  response_too_large: (f) => ({
    message: `${f.name} sent more than a test reads${because(f)}.`,
    next_step:
      'Check that the address is that of the API, and choose a request with a short answer.',
  }),
  invalid_json: (f) => ({
    message: `${answered(f)} with JSON that cannot be read.`,
    next_step: 'Check that the address is that of the API.',
  }),
  invalid_encoding: (f) => ({
    message: `${answered(f)} with text that cannot be decoded${because(f)}.`,
    next_step: 'Check that the address is that of the API.',
  }),
  not_json: (f) => ({
    message: `${answered(f)} with ${f.detail ?? 'something else than JSON'}, not with data.`,
    next_step: 'Check the address: it may be that of the website, not of the API.',
  }),
  not_mcp: (f) => ({
    message: `${f.host} answers, but it does not speak MCP here${because(f)}.${saying(f)}`,
    next_step: f.isCommand
      ? 'Check the arguments and variables of the command.'
      : 'Check the path (often /mcp or /sse) and the protocol.',
  }),
  process_silent: (f) => ({
    message: `${f.name} was started and said nothing within ${f.deadlineSeconds} s.${saying(f)}`,
    next_step:
      'Check that the command starts an MCP server over stdio, and not one that waits for something else.',
  }),
  stdout_garbage: (f) => ({
    message: `${f.name} writes to stdout what is not MCP.${saying(f)}`,
    next_step: 'Have it write its log to stderr: stdout belongs to MCP alone.',
  }),
  not_ssh: (f) => ({
    message: `${f.host} answers, but it does not speak SSH there${because(f)}.`,
    next_step: 'Check host and port.',
  }),
  ssh_algorithms_outdated: (f) => ({
    message: `${f.host} offers only ways to connect that are no longer safe${because(f)}.`,
    next_step: 'Update the SSH server, or let it offer current algorithms too.',
  }),
  host_key_changed: (f) => ({
    message: `${f.host} shows another host key than before${because(f)}.`,
    next_step:
      'Ask whoever runs it whether the key was changed. If it was, forget the old one here; if not, somebody stands between.',
  }),
  mcp_version_unsupported: (f) => ({
    message: `${f.name} speaks no version of MCP that Patchbay knows${because(f)}.`,
    next_step: 'Update the server.',
  }),
  not_graphql: (f) => ({
    message: `${answered(f)}, but not as a GraphQL API does.`,
    next_step: 'Check the path: often /graphql.',
  }),
  endpoint_not_found: (f) => ({
    message: `${answered(f)}: there is nothing at this path.`,
    next_step: 'Check the path of the address and the API version.',
  }),
  server_error: (f) => ({
    message: `${answered(f)}: it has a fault of its own.${saying(f)}`,
    next_step: `Try again later, and look at the status page of ${f.name}.`,
  }),
  upstream_rate_limited: (f) => ({
    message: `${answered(f)}: too many requests.`,
    next_step: `Test again ${waiting(f)}.`,
  }),
  unexpected_status: (f) => ({
    message: `${answered(f)}${f.detail ? `, ${f.detail}` : ''}.${saying(f)}`,
    next_step: 'Check the address and the request.',
  }),
  authorization_required: (f) => ({
    message: `${answered(f)}: it wants a credential.`,
    next_step: 'Choose an auth method and enter one.',
  }),
  credential_refused: (f) => ({
    message: `${answered(f)}: the credential was refused.${endsIn(f)}${saying(f)}`,
    next_step: mend(f, 'Create a new one, and enter it in place of the old one.'),
  }),
  credential_expired: (f) => ({
    message: `${answered(f)}: the credential has expired.${endsIn(f)}`,
    next_step: mend(f, 'Create a new one, and enter it in place of the old one.'),
  }),
  permission_denied: (f) => ({
    message: `${answered(f)}: the credential is known, but may not do this.${endsIn(f)}${saying(f)}`,
    next_step: mend(f, `Give it the permissions it lacks at ${f.name}, or enter another.`),
  }),
  scope_missing: (f) => ({
    message: `The credential lacks ${f.detail ?? 'a scope'}.${endsIn(f)}`,
    next_step: mend(f, 'Create one with these scopes, or take them off the list.'),
  }),
  authorization_revoked: (f) => ({
    message: `${f.name} has withdrawn the access that Patchbay had${because(f)}.`,
    next_step: 'Reconnect: sign in there and give access again.',
  }),
  authorization_server_failed: (f) => ({
    message: `The authorization server of ${f.name} did not renew the access${because(f)}.`,
    next_step: 'Test again in a moment; what is stored stays as it is.',
  }),
  client_refused: (f) => ({
    message: `The authorization server of ${f.name} refused the client ID or its secret${because(f)}.`,
    next_step: 'Check both where the application is registered, and enter them again.',
  }),
  client_certificate_required: (f) => ({
    message: `${f.host} wants a client certificate.`,
    next_step: 'Choose Certificate and enter one.',
  }),
  client_certificate_refused: (f) => ({
    message: `${f.host} refused the client certificate${because(f)}.`,
    next_step: 'Enter a certificate that the server trusts.',
  }),
  command_failed: (f) => ({
    message: `The command on ${f.host} failed${because(f)}.${saying(f)}`,
    next_step: 'Try it in a terminal there, and correct the command.',
  }),
  listing_failed: (f) => ({
    message: `${f.name} connected, but did not list what it offers${because(f)}.${saying(f)}`,
    next_step: 'Look at the logs of the server.',
  }),
  verification_failed: (f) => ({
    message: `${answered(f)}, but the request did not succeed${because(f)}.${saying(f)}`,
    next_step: 'Check what the credential may do, and the API version.',
  }),
  webhook_unreachable: (f) => ({
    message: `The webhook address gave no answer${because(f)}.`,
    next_step: 'Check the webhook address under Webhook.',
  }),
}

/** The sentence and the next step of a failure. */
export function wordsOf(code: FailureCode, facts: FailureFacts): Words {
  return WORDS[code](facts)
}
