import * as z from 'zod/mini'
import type { AuthMethod } from '../contract/auth.ts'
import type { GraphQLConfig } from '../contract/config.ts'
import type { ApiFacts } from '../contract/report.ts'
import type { TypeDefaults } from '../contract/type-defaults.ts'
import { type Answer, ask } from './answer.ts'
import { finishApi, passSpeak, refuseByBody, refuseByStatus } from './climb-api.ts'
import { type Run, Stop } from './run.ts'

export type GraphQLDefaults = Extract<TypeDefaults, { kind: 'graphql' }>

/** GraphQL over HTTP and GraphQL spec §7.1: an answer has `data`, `errors` or both. */
const GraphQLError = z.looseObject({
  message: z.string(),
  extensions: z.optional(
    z.looseObject({ code: z.optional(z.unknown()), type: z.optional(z.unknown()) }),
  ),
})
const GraphQLAnswer = z.object({
  data: z.optional(z.unknown()),
  errors: z.optional(z.array(GraphQLError)),
})
type GraphQLAnswer = z.infer<typeof GraphQLAnswer>
const ObjectData = z.looseObject({})
const TypenameData = z.looseObject({ __typename: z.string() })

const UNAUTHENTICATED = new Set([
  'UNAUTHENTICATED',
  'UNAUTHORIZED',
  'UNAUTHORISED',
  'AUTHENTICATION_ERROR',
  'AUTHENTICATION_REQUIRED',
  'INVALID_TOKEN',
  'INVALID_CREDENTIALS',
])
const FORBIDDEN = new Set(['FORBIDDEN', 'ACCESS_DENIED'])

/** Climbs from `reach` to the top with the type's query. */
export async function climbGraphQL(
  run: Run,
  defaults: GraphQLDefaults,
  config: GraphQLConfig,
  method: AuthMethod,
): Promise<ApiFacts> {
  const { verification } = defaults
  const answer = await ask(run, new URL(config.api_url), {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query: verification.query }),
  })
  const graphql = graphQLIn(answer, verification.query)
  if (graphql?.errors) refuseByErrors(run, answer, graphql, method)
  // A query that the schema refuses comes with 400: the API was understood, only the query was not.
  if (graphql === null || answer.status !== 400) refuseByStatus(run, answer, method, verification)
  refuseByBody(run, answer, method, verification)
  if (graphql === null) throw whatItIs(answer)
  passSpeak(run, answer, [{ label: 'Protocol', value: 'GraphQL' }])
  const problem = graphql.errors?.[0]
  if (problem !== undefined) {
    run.ladder.pass('authenticate', [])
    throw new Stop('verification_failed', {
      status: answer.status,
      said: run.redact(problem.message, 160),
    })
  }
  return finishApi(run, answer, config, method, verification)
}

const ASKS_FOR_TYPENAME = /^\s*\{\s*__typename\s*\}\s*$/

/** Any JSON may have a field `data`: without errors it must be what the query asked for. */
function graphQLIn({ json }: Answer, query: string): GraphQLAnswer | null {
  const { data: answer, success } = z.safeParse(GraphQLAnswer, json)
  if (!success) return null
  if (answer.errors !== undefined && answer.errors.length > 0) return answer
  const Data = ASKS_FOR_TYPENAME.test(query) ? TypenameData : ObjectData
  return z.safeParse(Data, answer.data).success ? answer : null
}

function refuseByErrors(
  run: Run,
  answer: Answer,
  { errors = [] }: GraphQLAnswer,
  method: AuthMethod,
): void {
  for (const error of errors) {
    const codes = [error.extensions?.code, error.extensions?.type, error.type]
    const names = codes.map((code) => String(code).toUpperCase().replaceAll(/[\s-]/g, '_'))
    const isUnknown = names.some((name) => UNAUTHENTICATED.has(name))
    if (!isUnknown && !names.some((name) => FORBIDDEN.has(name))) continue
    passSpeak(run, answer, [{ label: 'Protocol', value: 'GraphQL' }])
    const facts = { status: answer.status, said: run.redact(error.message, 160) }
    if (method === 'none') throw new Stop('authorization_required', facts)
    if (!isUnknown) throw new Stop('permission_denied', facts)
    const isExpired = run.isExpired || /expired/i.test(error.message)
    throw new Stop(isExpired ? 'credential_expired' : 'credential_refused', facts)
  }
}

function whatItIs({ status, isHtml, json, headers }: Answer): Stop {
  if (isHtml) return new Stop('not_json', { status, detail: 'a web page' })
  const claimsJson = /json/i.test(headers.get('content-type') ?? '')
  if (json === undefined && claimsJson) return new Stop('invalid_json', { status })
  return new Stop('not_graphql', { status })
}
