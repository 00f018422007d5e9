import { CredentialSecret } from '@contract/auth'
import { IntegrationConfig } from '@contract/config'
import type { IntegrationType } from '@contract/type-defaults'
import { toNestErrors } from '@hookform/resolvers'
import type { FieldError, Resolver } from 'react-hook-form'
import * as z from 'zod/mini'
import { type ConnectionValues, type DraftConfig, draftConfig } from './model'
import { MOVED, type Stored, secretInputs, slotState } from './secrets'

/** What is wrong, by field ("headers.0.name"), in the contract's own words. */
export type Problems = Record<string, string>

const Name = z
  .string()
  .check(z.trim(), z.minLength(1, 'Give it a name'), z.maxLength(80, 'At most 80 characters'))

/** Everything that keeps this form from being tested or saved. */
export function validate(
  values: ConnectionValues,
  type: IntegrationType,
  stored: Stored | null,
): Problems {
  return {
    ...nameProblems(values.name),
    ...configProblems(draftConfig(values, type)),
    ...secretProblems(values, stored),
  }
}

/** The same for react-hook-form. */
export function connectionResolver(
  type: IntegrationType,
  stored: Stored | null,
): Resolver<ConnectionValues> {
  return (values, _context, options) => {
    const problems = Object.entries(validate(values, type, stored))
    if (problems.length === 0) return { values, errors: {} }
    const errors: Record<string, FieldError> = Object.fromEntries(
      problems.map(([field, message]) => [field, { type: 'contract', message }]),
    )
    return { values: {}, errors: toNestErrors<ConnectionValues>(errors, options) }
  }
}

function nameProblems(name: string): Problems {
  const [issue] = Name.safeParse(name).error?.issues ?? []
  return issue ? { name: issue.message } : {}
}

const FIELDS: Readonly<Record<string, string>> = {
  url: 'address',
  api_url: 'address',
  api_version: 'apiVersion',
  scopes: 'scopes',
  webhook_url: 'webhookUrl',
  'rate_limit.requests': 'rateLimit.requests',
  'rate_limit.per_seconds': 'rateLimit.perSeconds',
  'request.path': 'request.path',
  'request.expected_status': 'request.expectedStatus',
  'api_key.name': 'placement.name',
  'api_key.prefix': 'placement.prefix',
}

function configProblems(draft: DraftConfig): Problems {
  const problems: Problems = {}
  for (const { path, message } of issuesOf(draft)) {
    // The first thing wrong with a field is the one to say.
    problems[fieldOf(path, draft)] ??= message
  }
  return problems
}

function issuesOf(draft: DraftConfig) {
  return IntegrationConfig.safeParse(draft).error?.issues ?? []
}

function fieldOf(path: readonly PropertyKey[], draft: DraftConfig): string {
  const [key, index] = path
  if (key === 'headers' || key === 'env') {
    return `${key}.${typeof index === 'number' ? index : culprit(key, draft)}.name`
  }
  const field = FIELDS[path.join('.')] ?? FIELDS[String(key)]
  if (field === undefined) throw new Error(`No field for ${path.join('.')}`)
  return field
}

/** The row that makes a list of names wrong as a whole (a twin, a forbidden one): the first it fails with. */
function culprit(key: 'headers' | 'env', draft: DraftConfig): number {
  const names = draft[key] ?? []
  const first = names.findIndex((_name, index) =>
    issuesOf({ ...draft, [key]: names.slice(0, index + 1) }).some(({ path }) => path[0] === key),
  )
  return Math.max(first, 0)
}

function secretProblems(values: ConnectionValues, stored: Stored | null): Problems {
  const problems: Problems = {}
  for (const { slot, secret, isEmpty, fields } of secretInputs(values)) {
    const state = slotState(slot, values, stored)
    if (isEmpty && state.is === 'kept') continue
    for (const { path, message } of CredentialSecret.safeParse(secret).error?.issues ?? []) {
      const field = fields[path.join('.')]
      if (field) problems[field] ??= isEmpty && state.is === 'moved' ? MOVED : message
    }
  }
  return problems
}
