-- The catalogue: what can be connected.

create table public.integration_types (
  id text not null,
  owner_id uuid,
  name text not null,
  type public.integration_kind not null,
  category text not null,
  description text not null,
  icon text,
  docs_url text not null,
  auth_methods public.auth_method[] not null,
  config_schema jsonb not null,
  defaults jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint integration_types_pkey primary key (id),
  constraint integration_types_owner_id_fkey foreign key (owner_id) references auth.users (id) on delete cascade,
  constraint integration_types_id_is_slug check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(id) <= 80),
  constraint integration_types_name_length check (char_length(name) between 2 and 60),
  constraint integration_types_description_length check (char_length(description) between 10 and 160),
  constraint integration_types_docs_url_is_http check (docs_url ~ '^https?://'),
  constraint integration_types_has_auth_method check (cardinality(auth_methods) >= 1),
  constraint integration_types_config_schema_is_object check (jsonb_typeof(config_schema) = 'object'),
  constraint integration_types_defaults_has_kind check (coalesce(defaults ->> 'kind', '') in ('mcp', 'rest', 'graphql'))
);

comment on table public.integration_types is 'The catalogue of what can be connected. Publicly readable, except a person''s own types.';
comment on column public.integration_types.id is 'Slug: github, github-mcp.';
comment on column public.integration_types.owner_id is 'Null: everybody''s. Else the person whose own type it is.';
comment on column public.integration_types.name is 'As the vendor writes it.';
comment on column public.integration_types.type is 'MCP server, vendor API or custom.';
comment on column public.integration_types.category is 'A word to filter by: Payments, AI.';
comment on column public.integration_types.description is 'One sentence.';
comment on column public.integration_types.icon is 'A slug of simple-icons; null shows the first letter.';
comment on column public.integration_types.docs_url is 'The vendor''s documentation.';
comment on column public.integration_types.auth_methods is 'What can be chosen, the usual one first.';
comment on column public.integration_types.config_schema is 'JSON Schema of user_integrations.config, made from the contract.';
comment on column public.integration_types.defaults is 'Addresses, key placement, verification request: TypeDefaults of the contract.';
comment on column public.integration_types.created_at is 'When the row was made.';
comment on column public.integration_types.updated_at is 'When the row last changed.';

create index integration_types_owner_id_idx on public.integration_types (owner_id);

alter table public.integration_types enable row level security;
revoke all on table public.integration_types from anon, authenticated;
grant select on table public.integration_types to anon, authenticated;
grant all on table public.integration_types to service_role;

create policy integration_types_select_anyone on public.integration_types
  for select to anon using (owner_id is null);
create policy integration_types_select_owner on public.integration_types
  for select to authenticated using (owner_id is null or owner_id = (select auth.uid()));

create trigger integration_types_touch before update on public.integration_types
  for each row execute function private.touch_updated_at();
