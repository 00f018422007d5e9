-- A person's own types: made, changed and deleted by their owner, in a browser. What a function reads
-- of them was written by a person: it parses `defaults` before it believes a word.

alter table public.integration_types
  alter column owner_id set default auth.uid(),
  alter column config_schema set default '{}',
  add constraint integration_types_own_form check (
    case when owner_id is null then id !~ '^own-'
    else id ~ '^own-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and type = 'custom' and category = 'Custom'
    end
  ),
  add constraint integration_types_own_size check (
    owner_id is null
    or (octet_length(defaults::text) <= 32768 and cardinality(auth_methods) <= 7
      and (icon is null or icon ~ '^[a-z0-9]{1,60}$') and (docs_url is null or char_length(docs_url) <= 2048))
  );
comment on column public.integration_types.id is
  'Slug: github, github-mcp. A person''s own type is own- and a UUID made in the browser, so that it never takes the catalogue''s.';
comment on column public.integration_types.config_schema is
  'JSON Schema of user_integrations.config, made from the contract; of a person''s own type, the catalogue''s of the same kind.';

grant insert, update, delete on table public.integration_types to authenticated;

create policy integration_types_insert_owner on public.integration_types
  for insert to authenticated with check (owner_id = (select auth.uid()));
create policy integration_types_update_owner on public.integration_types
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy integration_types_delete_owner on public.integration_types
  for delete to authenticated using (owner_id = (select auth.uid()));

-- Runs as whoever makes the change, who sees the catalogue and their own types: all that it asks about.
create function private.guard_own_type() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  max_types constant integer := 100;
begin
  if tg_op = 'UPDATE' and (new.id, new.owner_id, new.created_at) is distinct from (old.id, old.owner_id, old.created_at) then
    raise exception 'The id and owner of a type never change.' using errcode = 'check_violation';
  end if;
  if new.owner_id is null then
    return new;
  end if;

  if tg_op = 'INSERT' then
    -- One at a time for each person, or two at once would both be the hundredth.
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('own_types ' || new.owner_id, 0));
    if (select count(*) from public.integration_types where owner_id = new.owner_id and id <> new.id) >= max_types then
      raise exception 'A person has at most % types of their own.', max_types using errcode = 'check_violation';
    end if;
    new.created_at := pg_catalog.now();
    new.updated_at := pg_catalog.now();
  end if;
  -- What may be configured follows from the kind, and is not the browser's to write.
  new.config_schema := coalesce(
    (select config_schema from public.integration_types
     where owner_id is null and defaults ->> 'kind' = new.defaults ->> 'kind' order by id limit 1),
    '{}'
  );
  return new;
end;
$$;
comment on function private.guard_own_type() is
  'Keeps whose a type is, counts a person''s own, and copies their config_schema from the catalogue.';

create trigger integration_types_guard before insert or update on public.integration_types
  for each row execute function private.guard_own_type();

create function private.reset_integrations_of_type() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update public.user_integrations set status = 'configuring' where type_id = new.id and status <> 'configuring';
  return null;
end;
$$;
comment on function private.reset_integrations_of_type() is
  'What was tested is no longer what is configured: every integration of a changed type waits for a test.';

-- A new name or description changes nothing that a test found out.
create trigger integration_types_reset after update of defaults, auth_methods on public.integration_types
  for each row
  when (new.owner_id is not null and (new.defaults, new.auth_methods) is distinct from (old.defaults, old.auth_methods))
  execute function private.reset_integrations_of_type();
