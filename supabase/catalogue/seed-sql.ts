import type { IntegrationTypeRow } from './rows.ts'

const HEADER = `-- The catalogue of integration types. Made by \`npm run catalogue\` from supabase/catalogue: edit there.
-- Runs any number of times; a person's own type is never touched.
`

/** One idempotent statement that brings `public.integration_types` to these rows. Deletes nothing. */
export function seedSql(rows: readonly IntegrationTypeRow[]): string {
  const schemas = new Map(rows.map((row) => [row.defaults.kind, row.config_schema]))
  const schemaLines = [...schemas].map(
    ([kind, schema]) => `    (${text(kind)}, ${text(JSON.stringify(schema))})`,
  )
  return `${HEADER}
with schemas (kind, config_schema) as (
  values
${schemaLines.join(',\n')}
),
types (id, name, type, category, description, icon, docs_url, auth_methods, defaults) as (
  values
${rows.map(typeLine).join(',\n')}
)
insert into public.integration_types
  (id, owner_id, name, type, category, description, icon, docs_url, auth_methods, config_schema, defaults)
select
  types.id,
  null,
  types.name,
  types.type::public.integration_kind,
  types.category,
  types.description,
  types.icon,
  types.docs_url,
  types.auth_methods::public.auth_method[],
  schemas.config_schema::jsonb,
  types.defaults::jsonb
from types
join schemas on schemas.kind = types.defaults::jsonb ->> 'kind'
on conflict (id) do update set
  name = excluded.name,
  type = excluded.type,
  category = excluded.category,
  description = excluded.description,
  icon = excluded.icon,
  docs_url = excluded.docs_url,
  auth_methods = excluded.auth_methods,
  config_schema = excluded.config_schema,
  defaults = excluded.defaults
where integration_types.owner_id is null;
`
}

function typeLine(row: IntegrationTypeRow): string {
  const values = [
    text(row.id),
    text(row.name),
    text(row.type),
    text(row.category),
    text(row.description),
    row.icon === null ? 'null' : text(row.icon),
    row.docs_url === null ? 'null' : text(row.docs_url),
    text(`{${row.auth_methods.join(',')}}`),
    text(JSON.stringify(row.defaults)),
  ]
  return `    (${values.join(', ')})`
}

/** A string literal, safe with `standard_conforming_strings`, which is PostgreSQL's default. */
function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
