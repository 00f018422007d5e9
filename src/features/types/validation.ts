import { IntegrationType } from '@contract/type-defaults'
import { toNestErrors } from '@hookform/resolvers'
import type { FieldError, Resolver } from 'react-hook-form'
import { draftType } from './model'
import type { TypeValues } from './values'

type Problems = Record<string, string>

/** What is wrong with the form, by field; judged by the contract alone. */
export function problemsIn(values: TypeValues, id: string): Problems {
  const problems: Problems = {}
  for (const { path, message } of IntegrationType.safeParse(draftType(values, id)).error?.issues ??
    []) {
    // The first thing wrong with a field is the one to say.
    const field = fieldOf(path.join('.'))
    problems[field === 'env' ? `env.${secondTwin(values)}.name` : field] ??= message
  }
  return problems
}

/** Two variables of one name make the list wrong as a whole: the later one is the one to change. */
function secondTwin({ env }: TypeValues): number {
  const names = env.map(({ name }) => name.trim().toLowerCase())
  return names.findIndex((name, index) => names.indexOf(name) < index)
}

export function typeResolver(id: string): Resolver<TypeValues> {
  return (values, _context, options) => {
    const problems = Object.entries(problemsIn(values, id))
    if (problems.length === 0) return { values, errors: {} }
    const errors: Record<string, FieldError> = Object.fromEntries(
      problems.map(([field, message]) => [field, { type: 'contract', message }]),
    )
    return { values: {}, errors: toNestErrors<TypeValues>(errors, options) }
  }
}

/** Where each part of a type is typed. What stands behind a `*` is kept behind the field's own. */
const FIELDS: readonly (readonly [part: string, field: string])[] = [
  ['docs_url', 'docsUrl'],
  ['auth_methods', 'methods'],
  ['defaults.protocols', 'hasHttp'],
  ['defaults.urls.*', 'urls.*'],
  ['defaults.api_url', 'address'],
  ['defaults.address_example', 'addressExample'],
  ['defaults.stdio.command', 'command'],
  ['defaults.stdio.args', 'args'],
  ['defaults.stdio.env.*', 'env.*'],
  ['defaults.auth.api_key.placement.*', 'apiKey.*'],
  ['defaults.auth.api_key.help.*', 'apiKey.help.*'],
  ['defaults.auth.basic.username', 'basic.username'],
  ['defaults.auth.basic.password.*', 'basic.help.*'],
  ['defaults.auth.jwt.help.*', 'jwt.help.*'],
  ['defaults.auth.jwt.mint.lifetime_seconds', 'jwt.lifetime'],
  ['defaults.auth.jwt.mint.asks.*', 'jwt.asks.*'],
  ['defaults.auth.jwt.mint.help.*', 'jwt.keyHelp.*'],
  ['defaults.auth.oauth.issuer', 'oauth.issuer'],
  ['defaults.auth.oauth.authorization_endpoint', 'oauth.authorizationEndpoint'],
  ['defaults.auth.oauth.token_endpoint', 'oauth.tokenEndpoint'],
  ['defaults.auth.oauth.grants', 'oauth.hasCode'],
  ['defaults.auth.oauth.scopes', 'oauth.scopes'],
  ['defaults.auth.oauth.client.*', 'oauth.help.*'],
  ['defaults.auth.certificate.help.*', 'certificate.help.*'],
  ['defaults.verification.path', 'request.path'],
  ['defaults.verification.expected_status', 'request.expectedStatus'],
  ['defaults.verification.query', 'query'],
  ['defaults.verification.account', 'account'],
]

/** A variable's help is typed beside its name. */
const flat = (field: string) => field.replace(/^(env\.\d+)\.help\./, '$1.')

function fieldOf(path: string): string {
  for (const [part, field] of FIELDS) {
    const stem = part.replace(/\*$/, '')
    if (!part.endsWith('*')) {
      if (path === part || path.startsWith(`${part}.`)) return field
    } else if (path.startsWith(stem)) {
      return flat(field.replace('*', path.slice(stem.length)))
    }
    // A list as a whole.
    if (part === `${path}.*`) return field.replace('.*', '')
  }
  return path
}
