-- How each test and check went. Append-only for its owner; partitioned by month.

create table public.integration_health_metrics (
  id bigint generated always as identity,
  user_integration_id uuid not null,
  user_id uuid not null default auth.uid(),
  response_time_ms integer,
  success boolean not null,
  stage public.probe_stage,
  error_code text,
  error_message text,
  source public.check_source not null,
  checked_at timestamptz not null default now(),
  constraint integration_health_metrics_pkey primary key (checked_at, id),
  constraint integration_health_metrics_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint integration_health_metrics_time_not_negative check (response_time_ms >= 0),
  constraint integration_health_metrics_error_told check (success = (error_code is null)),
  constraint integration_health_metrics_code_form check (error_code ~ '^[a-z_]{1,60}$'),
  constraint integration_health_metrics_message_length check (char_length(error_message) <= 2000)
) partition by range (checked_at);

comment on table public.integration_health_metrics is 'How each test and check went. Append-only for its owner.';
comment on column public.integration_health_metrics.id is 'Orders checks of the same instant.';
comment on column public.integration_health_metrics.user_integration_id is 'What was checked.';
comment on column public.integration_health_metrics.user_id is 'The owner, so that the policy needs no join.';
comment on column public.integration_health_metrics.response_time_ms is 'The whole check, in milliseconds; null when it was never sent.';
comment on column public.integration_health_metrics.success is 'Whether every rung passed.';
comment on column public.integration_health_metrics.stage is 'The first rung that failed; null when none did, or when none was tried.';
comment on column public.integration_health_metrics.error_code is 'ErrorCode of the contract.';
comment on column public.integration_health_metrics.error_message is 'One sentence. Nothing secret.';
comment on column public.integration_health_metrics.source is 'Who measured.';
comment on column public.integration_health_metrics.checked_at is 'When. The partition key.';

create index integration_health_metrics_owner_idx on public.integration_health_metrics (user_id, checked_at desc, id desc);
-- All that recent_checks() shows is in the index: checks of 2,000 integrations lie all over the table.
create index integration_health_metrics_integration_idx
  on public.integration_health_metrics (user_integration_id, user_id, checked_at desc, id desc)
  include (success, response_time_ms, source);

alter table public.integration_health_metrics enable row level security;
revoke all on table public.integration_health_metrics from anon, authenticated;
grant select, insert on table public.integration_health_metrics to authenticated;
grant all on table public.integration_health_metrics to service_role;

create policy integration_health_metrics_select_owner on public.integration_health_metrics
  for select to authenticated using (user_id = (select auth.uid()));
-- The browser may say only that Patchbay itself could not be reached.
create policy integration_health_metrics_insert_owner on public.integration_health_metrics
  for insert to authenticated with check (
    user_id = (select auth.uid()) and source = 'client' and not success and stage is null
    and checked_at = now()
  );

do $$
begin
  perform private.make_monthly_partition('integration_health_metrics', (date_trunc('month', now()) + make_interval(months => m))::date)
  from generate_series(0, 11) as m;
end;
$$;
create table private.integration_health_metrics_default partition of public.integration_health_metrics default;
alter table private.integration_health_metrics_default enable row level security;
comment on table private.integration_health_metrics_default is 'What falls outside the months made ahead.';

-- What the whole grid shows, in two requests however many integrations there are: one JSON value is
-- no row count that the data API would cut. Row level security makes both the caller's own.
create function public.recent_checks(per_integration integer default 30) returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(mine.id, recent.checks), '{}')
  from public.user_integrations as mine
  cross join lateral (
    select jsonb_agg(
      jsonb_build_array(
        newest.response_time_ms,
        case when newest.source = 'client' then 'unmade' when newest.success then 'passed' else 'failed' end
      ) order by newest.checked_at, newest.id
    ) as checks
    from (
      select metric.id, metric.success, metric.response_time_ms, metric.source, metric.checked_at
      from public.integration_health_metrics as metric
      -- The bound spares the months that are made ahead.
      where metric.user_integration_id = mine.id and metric.user_id = mine.user_id and metric.checked_at <= now()
      order by metric.checked_at desc, metric.id desc
      limit least(greatest(per_integration, 1), 100)
    ) as newest
  ) as recent
  where recent.checks is not null
$$;
comment on function public.recent_checks(integer) is
  'The newest checks of each of the caller''s integrations, at most 100 each: { id: [[milliseconds, passed | failed | unmade], …] }, oldest first.';
revoke execute on function public.recent_checks(integer) from public, anon, service_role;
grant execute on function public.recent_checks(integer) to authenticated;

create function public.integration_cards() returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'id', mine.id, 'type_id', mine.type_id, 'name', mine.name, 'status', mine.status,
      'status_since', mine.status_since, 'auth_method', mine.auth_method, 'config', mine.config,
      'connected_at', mine.connected_at, 'last_checked_at', mine.last_checked_at,
      'last_error', mine.last_error,
      'duration_ms', mine.last_report -> 'duration_ms',
      'tool_count', mine.last_report #> '{facts,tool_count}',
      'tools_capped', mine.last_report #> '{facts,counts_capped,tools}',
      'account', mine.last_report #> '{facts,account}',
      'server_name', mine.last_report #> '{facts,server,name}'
    ) order by mine.name, mine.id
  ), '[]')
  from public.user_integrations as mine
$$;
comment on function public.integration_cards() is 'The caller''s integrations as the grid shows them, by name: IntegrationCardRow of the contract.';
revoke execute on function public.integration_cards() from public, anon, service_role;
grant execute on function public.integration_cards() to authenticated;
