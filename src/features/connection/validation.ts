import { CredentialSecret } from '@contract/auth'
import { IntegrationConfig } from '@contract/config'
import type { IntegrationType } from '@contract/type-defaults'
import { toNestErrors } from '@hookform/resolvers'
import type { FieldError, Resolver } from 'react-hook-form'
import * as z from 'zod/mini'
import { told } from '@/lib/told'
import { type DraftConfig, draftConfig } from './config-draft'
import { fieldOf } from './config-fields'
import { twinClaims } from './jwt-values'
import { isKey, type KeyReader } from './key-reader'
import type { ConnectionValues } from './model'
import { clientOf, oauthSettingsOf } from './oauth-values'
import {
  authKindOf,
  movedWords,
  type SecretInput,
  type Stored,
  secretInputs,
  slotState,
} from './secrets'

/** What is wrong, by field ("headers.0.name"), in the contract's own words. */
export type Problems = Readonly<Record<string, string>>

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
    ...configProblems(values, type),
    ...claimProblems(values, type),
    ...secretProblems(values, type, stored),
  }
}

/** The same for react-hook-form, and with it what takes time: whether the keys are any. */
export function connectionResolver(
  type: IntegrationType,
  stored: Stored | null,
  readKey: KeyReader,
): Resolver<ConnectionValues> {
  return async (values, _context, options) => {
    const found = {
      ...(await keyProblems(values, type, readKey)),
      ...validate(values, type, stored),
    }
    const problems = Object.entries(found)
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

function configProblems(values: ConnectionValues, type: IntegrationType): Problems {
  const problems: Record<string, string> = {}
  for (const issue of issuesOf(draftConfig(values, type))) {
    const field = fieldOf(issue.path, values, type, (draft, key) =>
      issuesOf(draft).some(({ path }) => path[0] === key),
    )
    // The first thing wrong with a field is the one to say.
    problems[field] ??= issue.code === 'invalid_key' ? keyMessage(issue) : issue.message
  }
  return { ...problems, ...askedProblems(values, type) }
}

function issuesOf(draft: DraftConfig) {
  return IntegrationConfig.safeParse(draft).error?.issues ?? []
}

/** What is wrong with a record's key is said one level below (zod). */
function keyMessage({ issues, message }: z.core.$ZodIssueInvalidKey): string {
  return issues[0]?.message ?? message
}

/** What a type asks for by name is missed by name. */
function askedProblems({ authMethod, jwt }: ConnectionValues, type: IntegrationType): Problems {
  const { mint } = type.defaults.auth.jwt ?? {}
  const isOwn = 'own_request' in type.defaults && type.defaults.own_request
  if (authMethod !== 'jwt' || jwt.mode === 'given' || isOwn) return {}
  return Object.fromEntries(
    (mint?.asks ?? []).flatMap(({ label }, index) =>
      jwt.asked[index]?.value.trim() ? [] : [[`jwt.asked.${index}.value`, `Enter the ${label}`]],
    ),
  )
}

function claimProblems({ authMethod, jwt }: ConnectionValues, type: IntegrationType): Problems {
  if (authMethod !== 'jwt') return {}
  return Object.fromEntries(
    twinClaims(jwt, type).map((index) => [
      `jwt.claims.${index}.name`,
      'There is a claim of this name already',
    ]),
  )
}

function secretProblems(
  values: ConnectionValues,
  type: IntegrationType,
  stored: Stored | null,
): Problems {
  const problems: Record<string, string> = {}
  for (const { slot, secret, isEmpty, fields } of secretInputs(values, type)) {
    const state = slotState(slot, values, type, stored)
    // What a key is, only its reader knows: see keyProblems.
    if (isEmpty ? state.is === 'kept' : isKey({ secret })) continue
    for (const { path, message } of CredentialSecret.safeParse(secret).error?.issues ?? []) {
      const field = fields[path.join('.')]
      if (!field) continue
      problems[field] ??= isEmpty && state.is === 'moved' ? movedWords(slot, values, type) : message
    }
  }
  return { ...problems, ...publicClientProblem(problems, values, type) }
}

async function keyProblems(
  values: ConnectionValues,
  type: IntegrationType,
  readKey: KeyReader,
): Promise<Problems> {
  const input = secretInputs(values, type).find((each) => isKey(each) && !each.isEmpty)
  if (input === undefined) return {}
  try {
    const reading = await readKey(input, values)
    return reading.is === 'wrong' ? reading.problems : tooLarge(input, reading.secret)
  } catch (thrown) {
    return { [input.fields.key ?? '']: told(thrown).sentence }
  }
}

function tooLarge({ fields }: SecretInput, read: CredentialSecret): Problems {
  const problems: Record<string, string> = {}
  for (const { path, message } of CredentialSecret.safeParse(read).error?.issues ?? []) {
    problems[fields[path.join('.')] ?? ''] ??= message
  }
  return problems
}

/** Who has no secret to enter is told where to say so. */
function publicClientProblem(
  problems: Problems,
  values: ConnectionValues,
  type: IntegrationType,
): Problems {
  const isMissing = problems['oauth.clientSecret'] === 'Enter the client secret'
  const mayBePublic = oauthSettingsOf(type)?.client_auth.includes('none')
  if (!isMissing || !mayBePublic || clientOf(type) === 'discovered') return {}
  if (authKindOf(values, type) !== 'oauth') return {}
  return { 'oauth.clientSecret': 'Enter the client secret, or choose “No secret” under Advanced' }
}
