-- A person's connections. The browser may name, configure, disconnect and delete them; what a test
-- found out is written by functions alone.

create table public.user_integrations (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  type_id text not null,
  name text not null,
  status public.connection_status not null default 'configuring',
  status_since timestamptz not null default now(),
  auth_method public.auth_method not null,
  config jsonb not null,
  connected_at timestamptz,
  last_checked_at timestamptz,
  last_report jsonb,
  last_error jsonb generated always as (nullif(last_report -> 'failure', 'null'::jsonb)) stored,
  consecutive_failures integer not null default 0,
  next_check_at timestamptz,
  status_before_test public.connection_status,
  test_run_id uuid,
  test_expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_integrations_pkey primary key (id),
  constraint user_integrations_id_user_id_key unique (id, user_id),
  constraint user_integrations_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint user_integrations_type_id_fkey foreign key (type_id) references public.integration_types (id),
  constraint user_integrations_name_length check (char_length(name) between 1 and 80 and name = btrim(name)),
  constraint user_integrations_config_has_kind check (coalesce(config ->> 'kind', '') in ('mcp', 'rest', 'graphql')),
  constraint user_integrations_rate_limit_form check (
    config #>> '{rate_limit,requests}' ~ '^[1-9][0-9]{0,4}$' and config #>> '{rate_limit,per_seconds}' ~ '^[1-9][0-9]{0,4}$'
  ),
  constraint user_integrations_config_size check (pg_column_size(config) <= 32768),
  constraint user_integrations_failures_not_negative check (consecutive_failures >= 0),
  constraint user_integrations_testing_has_run check (
    (status = 'testing') = (test_run_id is not null)
    and (status = 'testing') = (test_expires_at is not null)
    and (status = 'testing') = (status_before_test is not null)
  )
);

comment on table public.user_integrations is 'A person''s connections.';
comment on column public.user_integrations.id is 'Made in the browser, so that a secret can be sealed for it before the row exists.';
comment on column public.user_integrations.user_id is 'The owner.';
comment on column public.user_integrations.type_id is 'What it is a connection to.';
comment on column public.user_integrations.name is 'The owner''s name for it, unique among theirs whatever the case.';
comment on column public.user_integrations.status is 'Derived from the last test; see private.guard_user_integration().';
comment on column public.user_integrations.status_since is 'Since when the status stands; a test that changes nothing does not move it.';
comment on column public.user_integrations.auth_method is 'How it authenticates.';
comment on column public.user_integrations.config is 'IntegrationConfig of the contract. Nothing secret.';
comment on column public.user_integrations.connected_at is 'Since when it has been connected; null while it is not.';
comment on column public.user_integrations.last_checked_at is 'When the last report was written.';
comment on column public.user_integrations.last_report is 'TestReport of the contract: the last one.';
comment on column public.user_integrations.last_error is 'The failure in the last report: stage, code, http_status, message, next_step; null when it passed.';
comment on column public.user_integrations.consecutive_failures is 'Reports that failed since the last that passed.';
comment on column public.user_integrations.next_check_at is 'When it is due for a background check; null: nobody watches it.';
comment on column public.user_integrations.status_before_test is 'While testing: what to return to when the test dies.';
comment on column public.user_integrations.test_run_id is 'While testing: the run that may write the report.';
comment on column public.user_integrations.test_expires_at is 'While testing: from then on the run is dead.';
comment on column public.user_integrations.created_at is 'When the row was made.';
comment on column public.user_integrations.updated_at is 'When the row last changed.';

-- The collation is named because the embedded backend's own knows no case beyond ASCII.
create unique index user_integrations_owner_name_key on public.user_integrations (user_id, lower(name collate pg_c_utf8));
create index user_integrations_type_id_idx on public.user_integrations (type_id);
create index user_integrations_expiring_test_idx on public.user_integrations (test_expires_at) where status = 'testing';

alter table public.user_integrations enable row level security;
revoke all on table public.user_integrations from anon, authenticated;
grant select, insert, update, delete on table public.user_integrations to authenticated;
grant all on table public.user_integrations to service_role;

create policy user_integrations_select_owner on public.user_integrations
  for select to authenticated using (user_id = (select auth.uid()));
-- The inner select sees what the person sees: a stranger's own type cannot be connected to.
create policy user_integrations_insert_owner on public.user_integrations
  for insert to authenticated with check (
    user_id = (select auth.uid()) and type_id in (select id from public.integration_types)
  );
create policy user_integrations_update_owner on public.user_integrations
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy user_integrations_delete_owner on public.user_integrations
  for delete to authenticated using (user_id = (select auth.uid()));

create function private.is_status_change_allowed(
  old_status public.connection_status, new_status public.connection_status
) returns boolean
language sql
immutable
set search_path = ''
as $$
  select case old_status
    when 'configuring' then new_status in ('testing')
    when 'testing' then new_status in ('connected', 'error', 'disconnected', 'configuring')
    when 'connected' then new_status in ('testing', 'error', 'disconnected', 'configuring')
    when 'error' then new_status in ('testing', 'connected', 'disconnected', 'configuring')
    when 'disconnected' then new_status in ('testing', 'configuring')
  end
$$;
comment on function private.is_status_change_allowed(public.connection_status, public.connection_status) is 'The state machine of a connection.';

-- Runs as whoever makes the change, so that is_client() can tell a browser from a function.
create function private.guard_user_integration() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  by_client constant boolean := private.is_client();
begin
  if tg_op = 'INSERT' then
    if new.status <> 'configuring' then
      raise exception 'An integration begins as configuring.' using errcode = 'check_violation';
    end if;
    if by_client and (
      new.connected_at is not null or new.last_checked_at is not null or new.last_report is not null
      or new.consecutive_failures <> 0 or new.next_check_at is not null
    ) then
      raise exception 'What a test found out is not the browser''s to write.' using errcode = 'insufficient_privilege';
    end if;
    new.created_at := pg_catalog.now();
    new.status_since := pg_catalog.now();
    new.updated_at := pg_catalog.now();
    return new;
  end if;

  if (new.id, new.user_id, new.type_id, new.created_at) is distinct from (old.id, old.user_id, old.type_id, old.created_at) then
    raise exception 'The id, owner and type of an integration never change.' using errcode = 'check_violation';
  end if;
  if by_client then
    if (new.status_since, new.connected_at, new.last_checked_at, new.last_report, new.consecutive_failures,
        new.next_check_at, new.status_before_test, new.test_run_id, new.test_expires_at)
       is distinct from
       (old.status_since, old.connected_at, old.last_checked_at, old.last_report, old.consecutive_failures,
        old.next_check_at, old.status_before_test, old.test_run_id, old.test_expires_at) then
      raise exception 'What a test found out is not the browser''s to write.' using errcode = 'insufficient_privilege';
    end if;
    if new.status is distinct from old.status and new.status not in ('disconnected', 'configuring') then
      raise exception 'Only a test makes an integration %.', new.status using errcode = 'insufficient_privilege';
    end if;
    -- What was tested is no longer what is configured.
    if (new.config, new.auth_method) is distinct from (old.config, old.auth_method) then
      new.status := 'configuring';
    end if;
  end if;

  if new.status is distinct from old.status then
    if not private.is_status_change_allowed(old.status, new.status) then
      raise exception 'An integration cannot go from % to %.', old.status, new.status using errcode = 'check_violation';
    end if;
    if new.status = 'testing' then
      new.status_before_test := old.status;
    else
      if new.status is distinct from coalesce(old.status_before_test, old.status) then
        new.status_since := pg_catalog.now();
      end if;
      new.status_before_test := null;
      new.test_run_id := null;
      new.test_expires_at := null;
      new.connected_at := case when new.status = 'connected' then coalesce(old.connected_at, pg_catalog.now()) end;
    end if;
  end if;
  new.updated_at := pg_catalog.now();
  return new;
end;
$$;
comment on function private.guard_user_integration() is 'Keeps the state machine, refuses what is not the browser''s to write, and stamps times.';
grant execute on function private.is_client(), private.is_status_change_allowed(public.connection_status, public.connection_status)
  to authenticated, service_role;

create trigger user_integrations_guard before insert or update on public.user_integrations
  for each row execute function private.guard_user_integration();
