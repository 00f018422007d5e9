import { readFileSync } from 'node:fs'
import * as simpleIcons from 'simple-icons'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { IntegrationConfig } from '../functions/_shared/contract/config.ts'
import { CATEGORIES } from '../functions/_shared/contract/type-defaults.ts'
import { launchOf } from '../functions/_shared/probe/launcher.ts'
import { catalogue } from './catalogue.ts'
import { playgroundTypes } from './playground.ts'
import { type IntegrationTypeRow, toRow } from './rows.ts'
import { seedSql } from './seed-sql.ts'

const rows = catalogue.map(toRow)
const playground = playgroundTypes({
  mcpHttp: 'http://127.0.0.1:3001/mcp',
  mcpSse: 'http://127.0.0.1:3002/sse',
  rest: 'http://127.0.0.1:3003',
  mcpCommand: { command: 'node', args: ['/patchbay/everything.js', 'stdio'] },
}).map(toRow)
const all = [...rows, ...playground]

const iconSlugs = new Set(Object.values(simpleIcons).map((icon) => icon.slug))

/** The ids of those that break a rule, so that a failure names them. */
function breaking(
  types: readonly IntegrationTypeRow[],
  rule: (type: IntegrationTypeRow) => boolean,
) {
  return types.filter((type) => !rule(type)).map((type) => type.id)
}

function unique(values: readonly string[]): boolean {
  return new Set(values.map((value) => value.toLowerCase())).size === values.length
}

function helpsOf({ defaults: { auth } }: IntegrationTypeRow) {
  return [
    auth.api_key?.help,
    auth.basic?.password,
    auth.jwt?.help,
    auth.jwt?.mint?.help,
    auth.oauth?.client,
    auth.certificate?.help,
    auth.ssh_key?.help,
  ].filter((help) => help != null)
}

/** The vendor's addresses, or the example where the person gives one. */
function addressesOf({ defaults }: IntegrationTypeRow): string[] {
  if (defaults.kind === 'ssh') return []
  const known =
    defaults.kind === 'mcp'
      ? [defaults.urls.http, defaults.urls.sse]
      : [defaults.api_url ?? defaults.address_example]
  return known.filter((address) => address !== undefined)
}

/** What the form makes before anything is typed but the address. */
function firstConfig(type: IntegrationTypeRow): unknown {
  const { defaults } = type
  const address = addressesOf(type)[0] ?? 'https://mcp.example.com/mcp'
  if (defaults.kind === 'mcp') {
    const [protocol] = defaults.protocols
    const { command = 'npx', args = [] } = defaults.stdio ?? {}
    if (protocol === 'stdio') return { kind: 'mcp', protocol, command, args }
    return { kind: 'mcp', protocol, url: address }
  }
  if (defaults.kind === 'ssh') {
    return { kind: 'ssh', host: defaults.address_example, port: 22, username: 'ada' }
  }
  return {
    kind: defaults.kind,
    api_url: address,
    api_version: defaults.api_version?.default,
    scopes: defaults.scopes,
    api_key: defaults.auth.api_key?.placement,
    jwt: firstJwt(type),
    oauth: firstOAuth(type),
  }
}

function firstJwt({ defaults: { auth } }: IntegrationTypeRow) {
  const mint = auth.jwt?.mint
  if (mint === undefined) return undefined
  const asked = new Map(mint.asks.map(({ into, example }) => [into, example ?? 'ada']))
  const key_id = asked.get('key_id')
  asked.delete('key_id')
  return {
    alg: mint.algs[0],
    lifetime_seconds: mint.lifetime_seconds,
    claims: { ...Object.fromEntries(asked), ...mint.claims },
    ...(key_id === undefined ? {} : { key_id }),
  }
}

function firstOAuth({ defaults: { auth } }: IntegrationTypeRow) {
  if (auth.oauth === undefined) return undefined
  return {
    grant: auth.oauth.grants[0],
    client_id: 'patchbay',
    client_auth: auth.oauth.client_auth[0],
  }
}

/** A run of 16 or more letters and digits that has both: nobody writes that by hand. */
function looksSecret(example: string): boolean {
  const runs = example.match(/[A-Za-z0-9+/]{16,}/g) ?? []
  return runs.some((run) => /\d/.test(run) && /[A-Za-z]/.test(run))
}

describe('the catalogue as a whole', () => {
  test('is large: 48 types in 12 categories, 12 of them MCP servers', () => {
    expect(rows.length).toBeGreaterThanOrEqual(48)
    expect(new Set(rows.map((row) => row.category)).size).toBeGreaterThanOrEqual(12)
    expect(rows.filter((row) => row.type === 'mcp').length).toBeGreaterThanOrEqual(12)
  })

  test('names nothing twice, playground included', () => {
    expect(unique(all.map((row) => row.id))).toBe(true)
    expect(unique(all.map((row) => row.name))).toBe(true)
  })

  test('lists no vendor’s address twice, unless for another request', () => {
    const known = rows.filter((row) => !row.defaults.own_address)
    const requests = known.flatMap((row) =>
      addressesOf(row).map((address) =>
        row.defaults.kind === 'rest' ? address + row.defaults.verification.path : address,
      ),
    )
    expect(unique(requests)).toBe(true)
  })

  test('has no local type in it, and the playground has no other', () => {
    expect(breaking(rows, (row) => row.category !== 'Local playground')).toEqual([])
    expect(breaking(playground, (row) => row.category === 'Local playground')).toEqual([])
  })

  test('is what seed.sql holds: after a change, npm run catalogue', () => {
    const written = readFileSync(new URL('../seed.sql', import.meta.url), 'utf8')
    expect(written === seedSql(rows), 'supabase/seed.sql differs from supabase/catalogue').toBe(
      true,
    )
  })
})

describe('every type', () => {
  test('stands in a known category, with an icon that exists or none', () => {
    const categories = new Set<string>(CATEGORIES)
    expect(breaking(all, (row) => categories.has(row.category))).toEqual([])
    expect(breaking(all, (row) => row.icon === null || iconSlugs.has(row.icon))).toEqual([])
  })

  test('offers exactly the auth methods that it has settings for, and perhaps none', () => {
    const settled = (row: IntegrationTypeRow) =>
      row.auth_methods.filter((method) => method !== 'none').sort()
    expect(
      breaking(
        all,
        (row) => String(settled(row)) === String(Object.keys(row.defaults.auth).sort()),
      ),
    ).toEqual([])
    expect(breaking(all, (row) => unique(row.auth_methods))).toEqual([])
  })

  test('shows by its examples how a secret looks, and never a real one', () => {
    expect(
      breaking(all, (row) => helpsOf(row).every((help) => !looksSecret(help.example ?? ''))),
    ).toEqual([])
  })

  test('has an address for every protocol, or asks for one by example', () => {
    expect(
      breaking(all, ({ defaults }) => {
        if (defaults.kind === 'mcp') {
          return defaults.protocols.every((protocol) =>
            protocol === 'stdio'
              ? defaults.stdio !== undefined
              : (defaults.urls[protocol] === undefined) === defaults.own_address,
          )
        }
        if (defaults.kind === 'ssh') return defaults.address_example !== undefined
        return defaults.own_address
          ? defaults.api_url === undefined && defaults.address_example !== undefined
          : defaults.api_url !== undefined
      }),
    ).toEqual([])
  })

  test('that is a command names it whole, and a package that can be looked for', () => {
    const commands = all.flatMap(({ id, defaults }) =>
      defaults.kind === 'mcp' && defaults.stdio?.command !== undefined
        ? [
            {
              id,
              launch: launchOf({ ...defaults.stdio, command: defaults.stdio.command }),
            },
          ]
        : [],
    )
    expect(commands.length).toBeGreaterThanOrEqual(12)
    const fetched = commands.filter(({ id }) => id !== 'playground-mcp')
    expect(fetched.filter(({ launch }) => !launch?.package)).toEqual([])
  })

  test('shows by its examples how a variable looks, and never a real value', () => {
    expect(
      breaking(all, ({ defaults }) =>
        (defaults.kind === 'mcp' ? (defaults.stdio?.env ?? []) : []).every(
          ({ help }) => !looksSecret(help.example ?? ''),
        ),
      ),
    ).toEqual([])
  })

  test('can be asked: address and path join to the URL that they spell', () => {
    expect(
      breaking(all, (row) => {
        if (row.defaults.kind !== 'rest') return true
        const url = `${addressesOf(row)[0]}${row.defaults.verification.path}`
        return URL.canParse(url) && new URL(url).href === url && !url.includes('//', 8)
      }),
    ).toEqual([])
  })

  test('that signs tokens asks for no claim twice, and never for one that it fixes itself', () => {
    expect(
      breaking(all, ({ defaults: { auth } }) => {
        if (auth.jwt === undefined) return true
        const { help, mint } = auth.jwt
        if (mint === undefined) return help !== undefined
        const asked = mint.asks.map(({ into }) => into)
        return unique(asked) && asked.every((into) => !(into in mint.claims))
      }),
    ).toEqual([])
  })

  test('with OAuth knows its authorization server, or who names it', () => {
    expect(
      breaking(all, ({ defaults }) => {
        const { oauth } = defaults.auth
        if (oauth === undefined) return true
        const { issuer, authorization_endpoint, token_endpoint, own_server, grants } = oauth
        const isNamed = (issuer ?? authorization_endpoint ?? token_endpoint) !== undefined
        // An MCP server says it itself (RFC 9728); to own_server the person does.
        if (defaults.kind === 'mcp' || own_server) return !isNamed
        if (issuer !== undefined) return token_endpoint === undefined
        const isWhole = !grants.includes('authorization_code') || authorization_endpoint
        return token_endpoint !== undefined && Boolean(isWhole)
      }),
    ).toEqual([])
  })

  test('proposes scopes only where the vendor says which were granted', () => {
    expect(
      breaking(
        all,
        ({ defaults }) =>
          defaults.kind === 'mcp' ||
          defaults.kind === 'ssh' ||
          defaults.scopes.length === 0 ||
          defaults.verification.scopes_header !== undefined,
      ),
    ).toEqual([])
  })

  test('sends no header twice, and Authorization only as a credential', () => {
    expect(
      breaking(all, ({ defaults }) => {
        if (defaults.kind === 'mcp' || defaults.kind === 'ssh') return true
        const fixed = Object.keys(defaults.headers)
        const version = defaults.api_version ? [defaults.api_version.header] : []
        const placement = defaults.auth.api_key?.placement
        const key = placement?.in === 'header' ? [placement.name] : []
        return (
          unique([...fixed, ...version, ...key]) &&
          fixed.every((name) => name.toLowerCase() !== 'authorization')
        )
      }),
    ).toEqual([])
  })

  test('starts with a configuration that the contract accepts', () => {
    expect(breaking(all, (row) => IntegrationConfig.safeParse(firstConfig(row)).success)).toEqual(
      [],
    )
  })

  test('carries the JSON Schema of its own kind', () => {
    for (const row of all) {
      const { oneOf = [row.config_schema] } = row.config_schema
      for (const schema of z.array(z.unknown()).parse(oneOf)) {
        expect(schema).toMatchObject({
          type: 'object',
          properties: { kind: { const: row.defaults.kind } },
          additionalProperties: false,
        })
      }
    }
  })
})

describe('every vendor’s type', () => {
  test('uses https everywhere', () => {
    expect(
      breaking(rows, (row) => !/\bhttp:/.test(JSON.stringify([row.docs_url, row.defaults]))),
    ).toEqual([])
  })

  test('with OAuth says where an application is registered', () => {
    expect(
      breaking(
        rows,
        ({ defaults }) =>
          defaults.kind === 'mcp' ||
          defaults.auth.oauth === undefined ||
          defaults.auth.oauth.client !== undefined,
      ),
    ).toEqual([])
  })

  test('links to where its credential is made', () => {
    const known = rows.filter((row) => !row.defaults.own_address)
    expect(breaking(known, (row) => helpsOf(row).every((help) => help.url !== undefined))).toEqual(
      [],
    )
  })
})

describe('the guard against real secrets', () => {
  test.each([
    // Joined here, so that no scanner takes this file for a leak.
    ['ghp', 'a8F3k2L9q0Zx7Vb5Nm1Tw6Yc4Rd2Eg3Hj1Kp'].join('_'),
    ['sk', 'live', '51HxQ2vLk8Jm3NpRt7WzYb4Ac'].join('_'),
    '3f9a1c5e7b2d4f6a8c0e1b3d5f7a9c2e',
  ])('catches %s', (secret) => {
    expect(looksSecret(secret)).toBe(true)
  })

  test.each(['ghp_…, 40 characters', 'AKIA…', '32 letters and digits', 'pdl_live_apikey_…'])(
    'lets %s pass',
    (example) => {
      expect(looksSecret(example)).toBe(false)
    },
  )
})
