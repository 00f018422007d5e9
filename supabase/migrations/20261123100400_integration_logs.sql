-- What happened to each integration. Append-only for its owner; partitioned by month.

create table public.integration_logs (
  id bigint generated always as identity,
  user_integration_id uuid not null,
  user_id uuid not null default auth.uid(),
  event_type public.log_event not null,
  level public.log_level not null default 'info',
  message text not null,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  constraint integration_logs_pkey primary key (created_at, id),
  constraint integration_logs_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint integration_logs_message_length check (char_length(message) between 1 and 2000),
  constraint integration_logs_metadata_is_object check (jsonb_typeof(metadata) = 'object'),
  constraint integration_logs_metadata_size check (pg_column_size(metadata) <= 32768)
) partition by range (created_at);

comment on table public.integration_logs is 'What happened to each integration. Append-only for its owner.';
comment on column public.integration_logs.id is 'Orders entries of the same instant.';
comment on column public.integration_logs.user_integration_id is 'What it happened to.';
comment on column public.integration_logs.user_id is 'The owner, so that the policy needs no join.';
comment on column public.integration_logs.event_type is 'What happened.';
comment on column public.integration_logs.level is 'Severity.';
comment on column public.integration_logs.message is 'One sentence for a person. Nothing secret.';
comment on column public.integration_logs.metadata is 'Facts for a program. Nothing secret.';
comment on column public.integration_logs.created_at is 'When. The partition key.';

create index integration_logs_owner_idx on public.integration_logs (user_id, created_at desc, id desc);
create index integration_logs_integration_idx on public.integration_logs (user_integration_id, user_id, created_at desc, id desc);

alter table public.integration_logs enable row level security;
revoke all on table public.integration_logs from anon, authenticated;
grant select, insert on table public.integration_logs to authenticated;
grant all on table public.integration_logs to service_role;

create policy integration_logs_select_owner on public.integration_logs
  for select to authenticated using (user_id = (select auth.uid()));
create policy integration_logs_insert_owner on public.integration_logs
  for insert to authenticated with check (
    user_id = (select auth.uid()) and event_type in ('setup_finished', 'setup_interrupted', 'client_error')
    -- A browser's clock may be wrong, and history is not its to write: it leaves the time out.
    and created_at = now()
  );

-- Partitions live in private: a partition in an exposed schema would answer without its parent's policies.
create function private.make_monthly_partition(parent text, month_start date) returns void
language plpgsql
set search_path = ''
as $$
declare
  child constant text := parent || '_' || to_char(month_start, 'YYYY_MM');
begin
  execute format(
    'create table if not exists private.%I partition of public.%I for values from (%L) to (%L)',
    child, parent, month_start::timestamptz, (month_start + interval '1 month')::timestamptz
  );
  execute format('alter table private.%I enable row level security', child);
  execute format('comment on table private.%I is %L', child, 'One month of public.' || parent || '.');
end;
$$;
comment on function private.make_monthly_partition(text, date) is 'Makes one month''s partition, if it is not there.';
revoke execute on function private.make_monthly_partition(text, date) from public;

do $$
begin
  perform private.make_monthly_partition('integration_logs', (date_trunc('month', now()) + make_interval(months => m))::date)
  from generate_series(0, 11) as m;
end;
$$;
create table private.integration_logs_default partition of public.integration_logs default;
alter table private.integration_logs_default enable row level security;
comment on table private.integration_logs_default is 'What falls outside the months made ahead: nothing is ever refused for its date.';

-- One row for every change, whoever makes it. Definer: the browser may not write these events itself.
create function private.log_user_integration() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  changed text[];
  is_result boolean;
  is_unreported boolean;
begin
  if tg_op = 'INSERT' then
    insert into public.integration_logs (user_integration_id, user_id, event_type, message, metadata)
    values (new.id, new.user_id, 'created', 'Created.', jsonb_build_object('type_id', new.type_id, 'auth_method', new.auth_method));
    return null;
  end if;

  select array_agg(key order by key) into changed
  from (
    select 'config.' || key as key
    from jsonb_object_keys(old.config || new.config) as key
    where old.config -> key is distinct from new.config -> key
    union all select 'name' where old.name is distinct from new.name
    union all select 'auth_method' where old.auth_method is distinct from new.auth_method
  ) as differences;
  if changed is not null then
    insert into public.integration_logs (user_integration_id, user_id, event_type, message, metadata)
    values (new.id, new.user_id, 'config_changed', 'Changed: ' || left(array_to_string(changed, ', '), 1900) || '.',
      jsonb_build_object('changed', to_jsonb(changed)));
  end if;

  if new.status is distinct from old.status then
    is_result := old.status = 'testing' and new.last_report is distinct from old.last_report;
    is_unreported := old.status = 'testing' and not is_result and new.status = old.status_before_test;
    insert into public.integration_logs (user_integration_id, user_id, event_type, level, message, metadata)
    values (
      new.id, new.user_id, 'status_changed',
      (case
        when is_unreported then 'warn'
        when new.status = 'error' then 'error'
        when new.status = 'testing' then 'debug'
        else 'info'
      end)::public.log_level,
      case
        when is_unreported then 'The test ended without a report.'
        when new.status = 'testing' then 'Test started.'
        when is_result and new.status = 'connected' then format('Connected in %s ms.', new.last_report ->> 'duration_ms')
        when new.status = 'error' then left(
          format('Failed at %s: %s', new.last_error ->> 'stage', new.last_error ->> 'message'), 2000)
        when new.status = 'disconnected' then 'Disconnected.'
        when new.status = 'configuring' then 'Waiting for a test of what was changed.'
        else 'Connected.'
      end,
      jsonb_strip_nulls(jsonb_build_object(
        'from', old.status, 'to', new.status,
        'run_id', case when is_result then old.test_run_id else new.test_run_id end,
        'duration_ms', case when is_result then new.last_report -> 'duration_ms' end,
        'stage', case when is_result then new.last_error -> 'stage' end,
        'code', case when is_result then new.last_error -> 'code' end
      ))
    );
  end if;
  return null;
end;
$$;
comment on function private.log_user_integration() is 'Exactly one log entry for each change of status, and one for a change of configuration (keys, never values).';
revoke execute on function private.log_user_integration() from public;

create trigger user_integrations_log after insert or update on public.user_integrations
  for each row execute function private.log_user_integration();

create function private.log_integration_credential() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    -- Nothing to tell, and nobody to tell it of, when the integration itself is going.
    insert into public.integration_logs (user_integration_id, user_id, event_type, message, metadata)
    select old.user_integration_id, old.user_id, 'credential_removed', 'Secret removed: ' || old.slot || '.',
      jsonb_build_object('slot', old.slot)
    from public.user_integrations where id = old.user_integration_id;
  elsif tg_op = 'INSERT' or new.encrypted is distinct from old.encrypted then
    insert into public.integration_logs (user_integration_id, user_id, event_type, message, metadata)
    values (new.user_integration_id, new.user_id, 'credential_stored', 'Secret sealed and stored: ' || new.slot || '.',
      jsonb_build_object('slot', new.slot, 'audience', to_jsonb(new.audience), 'key_id', new.key_id));
  end if;
  return null;
end;
$$;
comment on function private.log_integration_credential() is 'One log entry for each secret stored or removed: its slot and audience, never the secret.';
revoke execute on function private.log_integration_credential() from public;

create trigger integration_credentials_log after insert or update or delete on public.integration_credentials
  for each row execute function private.log_integration_credential();
