/**
 * What the grid knows of a type, a config and a failure: what it shows. The rest is kept as it came,
 * for the form and the page of one integration to parse (`IntegrationType`, `IntegrationConfig`): their schemas are
 * half of what the grid would otherwise have to load.
 */
import * as z from 'zod/mini'
import { commandLine } from './command-line.ts'
import { Stage } from './stage.ts'

/** Who is asked for tokens decides whether a person can give access again. */
const oauth = z.optional(z.looseObject({ grant: z.optional(z.string()) }))

/** Enough of a config to say where it leads. Every `IntegrationConfig` is one. */
export const ConfigOutline = z.union([
  z.looseObject({ kind: z.literal('ssh'), host: z.string(), port: z.int() }),
  z.looseObject({
    kind: z.literal('mcp'),
    protocol: z.literal('stdio'),
    command: z.string(),
    args: z.array(z.string()),
  }),
  z.looseObject({
    kind: z.literal('mcp'),
    protocol: z.enum(['http', 'sse']),
    url: z.string(),
    oauth,
  }),
  z.looseObject({ kind: z.enum(['rest', 'graphql']), api_url: z.string(), oauth }),
])
export type ConfigOutline = z.infer<typeof ConfigOutline>

/** Where it is, for people: a host, or the command. */
export function placeOf(config: ConfigOutline): string {
  switch (config.kind) {
    case 'ssh':
      return config.port === 22 ? config.host : `${config.host}:${config.port}`
    case 'mcp':
      return config.protocol === 'stdio' ? commandLine(config) : hostOf(config.url)
    case 'rest':
    case 'graphql':
      return hostOf(config.api_url)
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'this address'
}

export const INTEGRATION_KINDS = ['mcp', 'vendor', 'custom'] as const

/** A row of `integration_types` as the grid reads it. Every `IntegrationType` is one. */
export const TypeOutline = z.object({
  id: z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
  owner_id: z.nullable(z.uuid()),
  name: z
    .string()
    .check(z.minLength(2, 'At least 2 characters'), z.maxLength(60, 'At most 60 characters')),
  type: z.enum(INTEGRATION_KINDS),
  category: z.string(),
  description: z
    .string()
    .check(z.minLength(10, 'At least 10 characters'), z.maxLength(160, 'At most 160 characters')),
  /** A slug of simple-icons, or null: the name's first letter. */
  icon: z.nullable(z.string()),
  /** Null: a person's own type need not have any. */
  docs_url: z.nullable(z.string()),
  auth_methods: z.array(z.string()).check(z.minLength(1, 'Choose at least one')),
  defaults: z.looseObject({ kind: z.enum(['mcp', 'rest', 'graphql', 'ssh']) }),
})
export type TypeOutline = z.infer<typeof TypeOutline>

/** The same as columns. */
export const TYPE_COLUMNS =
  'id,owner_id,name,type,category,description,icon,docs_url,auth_methods,defaults'

/** Why a test failed, as a card tells it. Every `Failure` is one. */
export const FailureOutline = z.object({
  stage: Stage,
  code: z.string(),
  /** The status that the other side answered with; null where no answer made it fail. */
  http_status: z.nullable(z.int()),
  message: z.string(),
  next_step: z.string(),
})
export type FailureOutline = z.infer<typeof FailureOutline>
