import type { AuthMethod } from '../contract/auth.ts'
import type { RestConfig } from '../contract/config.ts'
import type { ApiFacts } from '../contract/report.ts'
import type { RestVerification, TypeDefaults } from '../contract/type-defaults.ts'
import { type Answer, ask } from './answer.ts'
import { finishApi, passSpeak, refuseByBody, refuseByStatus } from './climb-api.ts'
import { type Run, Stop } from './run.ts'

export type RestDefaults = Extract<TypeDefaults, { kind: 'rest' }>

/** `isOwn`: a person's own request to an API that no catalogue entry knows. */
type Verification = Omit<RestVerification, 'account'> & { account: string[]; isOwn: boolean }

/**
 * Climbs from `reach` to the top with one request: the type's verification, or the person's own.
 * A type's answer must be JSON, for the type says what stands in it. A person's own may be any
 * text or file, but not an HTML page: that is a website's answer, most often a login page, and
 * calling it connected would be a lie.
 */
export async function climbRest(
  run: Run,
  defaults: RestDefaults,
  config: RestConfig,
  method: AuthMethod,
): Promise<ApiFacts> {
  const verification = verificationOf(defaults, config)
  const hasBody = verification.body !== undefined
  const answer = await ask(run, urlBelow(config.api_url, verification.path), {
    method: verification.method,
    headers: {
      accept: 'application/json, */*;q=0.5',
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
    },
    ...(hasBody ? { body: JSON.stringify(verification.body) } : {}),
  })
  refuseByStatus(run, answer, method, verification)
  checkFormat(answer, verification)
  refuseByBody(run, answer, method, verification)
  if (answer.status !== verification.expected_status) {
    throw new Stop('unexpected_status', {
      status: answer.status,
      detail: `where ${verification.expected_status} was expected`,
    })
  }
  passSpeak(run, answer, [
    { label: 'Format', value: answer.json === undefined ? 'Not JSON' : 'JSON' },
  ])
  return finishApi(run, answer, config, method, verification)
}

function verificationOf(defaults: RestDefaults, config: RestConfig): Verification {
  if (config.request === undefined) return { ...defaults.verification, isOwn: false }
  if (!defaults.own_request) {
    throw new Stop('config_invalid', { detail: 'this type has its own test request' })
  }
  return { ...config.request, account: [], isOwn: true }
}

/** The path below the API's own, with both queries. */
export function urlBelow(base: string, path: string): URL {
  const url = new URL(base)
  const relative = new URL(path, 'http://below.invalid')
  url.pathname = url.pathname.replace(/\/+$/, '') + relative.pathname
  for (const [name, value] of relative.searchParams) url.searchParams.append(name, value)
  return url
}

function checkFormat(answer: Answer, { method, isOwn, ...expected }: Verification): void {
  const { status } = answer
  const isEmpty = answer.text === '' && !expected.success && expected.account.length === 0
  if (method === 'HEAD' || status === 204 || status === 205) return
  if (answer.isHtml) throw new Stop('not_json', { status, detail: 'a web page' })
  if (answer.json !== undefined || isEmpty) return
  const claimsJson = /json/i.test(answer.headers.get('content-type') ?? '')
  if (claimsJson) throw new Stop('invalid_json', { status })
  if (!isOwn) throw new Stop('not_json', { status, detail: 'something else than JSON' })
}
