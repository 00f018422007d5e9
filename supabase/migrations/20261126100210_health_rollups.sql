-- Checks counted by the hour and by the day, in the transaction that records them. A check that could
-- not be made (the browser's, or for want of a runner) is none.

create table public.integration_health_hourly (
  user_integration_id uuid not null,
  user_id uuid not null,
  hour timestamptz not null,
  checks integer not null,
  failures integer not null,
  max_ms integer,
  latencies integer[] not null default '{}',
  constraint integration_health_hourly_pkey primary key (user_integration_id, user_id, hour),
  constraint integration_health_hourly_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint integration_health_hourly_failures_among_checks check (failures between 0 and checks)
) partition by range (hour);
comment on table public.integration_health_hourly is 'Checks of each integration by the hour (UTC).';
comment on column public.integration_health_hourly.user_integration_id is 'What was checked.';
comment on column public.integration_health_hourly.user_id is 'The owner.';
comment on column public.integration_health_hourly.hour is 'When the hour began. The partition key.';
comment on column public.integration_health_hourly.checks is 'Checks that were made.';
comment on column public.integration_health_hourly.failures is 'Those of them that failed.';
comment on column public.integration_health_hourly.max_ms is 'The longest that passed, in milliseconds, exactly; null: none did.';
comment on column public.integration_health_hourly.latencies is
  'How many of those that passed took how long: a count for each span of private.latency_bounds() from the array''s own lower bound on.';

create table public.integration_health_daily (
  user_integration_id uuid not null,
  user_id uuid not null,
  day date not null,
  checks integer not null,
  failures integer not null,
  max_ms integer,
  latencies integer[] not null default '{}',
  -- All that health_overview() counts is in the index: the days of 500 integrations lie all over the table.
  constraint integration_health_daily_pkey primary key (user_integration_id, user_id, day) include (checks, failures),
  constraint integration_health_daily_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint integration_health_daily_failures_among_checks check (failures between 0 and checks)
) partition by range (day);
comment on table public.integration_health_daily is 'Checks of each integration by the day (UTC).';
comment on column public.integration_health_daily.user_integration_id is 'What was checked.';
comment on column public.integration_health_daily.user_id is 'The owner.';
comment on column public.integration_health_daily.day is 'The day. The partition key.';
comment on column public.integration_health_daily.checks is 'Checks that were made.';
comment on column public.integration_health_daily.failures is 'Those of them that failed.';
comment on column public.integration_health_daily.max_ms is 'The longest that passed, in milliseconds, exactly; null: none did.';
comment on column public.integration_health_daily.latencies is 'As in integration_health_hourly.';

alter table public.integration_health_hourly enable row level security;
alter table public.integration_health_daily enable row level security;
revoke all on table public.integration_health_hourly, public.integration_health_daily from anon, authenticated;
grant select on table public.integration_health_hourly, public.integration_health_daily to authenticated;
grant all on table public.integration_health_hourly, public.integration_health_daily to service_role;
create policy integration_health_hourly_select_owner on public.integration_health_hourly
  for select to authenticated using (user_id = (select auth.uid()));
create policy integration_health_daily_select_owner on public.integration_health_daily
  for select to authenticated using (user_id = (select auth.uid()));

-- Where each span of latencies begins, in milliseconds, and the one that stands for all in it: at most
-- 5% from any of them, in whole numbers, in as few spans as that takes.
do $$
declare
  starts bigint := 1;
  middle bigint;
  bounds integer[] := '{}';
  middles integer[] := '{}';
begin
  while starts < 2147483647 loop
    middle := least(starts * 105 / 100, 2147483647);
    bounds := bounds || starts::integer;
    middles := middles || middle::integer;
    starts := middle * 100 / 95 + 1;
  end loop;
  execute format(
    $f$create function private.latency_bounds() returns integer[]
      language sql immutable parallel safe set search_path = '' as $body$ select %L::integer[] $body$ $f$, bounds);
  execute format(
    $f$create function private.latency_middles() returns integer[]
      language sql immutable parallel safe set search_path = '' as $body$ select %L::integer[] $body$ $f$, middles);
end;
$$;
comment on function private.latency_bounds() is 'Where each span of latencies begins, in milliseconds; before the first lies 0 ms alone.';
comment on function private.latency_middles() is 'For each span of latency_bounds() a time that is at most 5% from any in it.';

create function private.count_latencies(p_times integer[]) returns integer[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  counts integer[] := '{}';
  ms integer;
  span integer;
begin
  foreach ms in array p_times loop
    span := width_bucket(ms, private.latency_bounds());
    counts[span] := coalesce(counts[span], 0) + 1;
  end loop;
  return counts;
end;
$$;
comment on function private.count_latencies(integer[]) is 'How many of those times (ms) lie in each span: the form of integration_health_hourly.latencies.';

create function private.add_latencies(p_to integer[], p_added integer[]) returns integer[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  counts integer[] := p_to;
begin
  for span in array_lower(p_added, 1) .. array_upper(p_added, 1) loop
    if p_added[span] is not null then
      counts[span] := coalesce(counts[span], 0) + p_added[span];
    end if;
  end loop;
  return counts;
end;
$$;
comment on function private.add_latencies(integer[], integer[]) is 'The sum of two such counts.';

create function private.latency_percentile(p_latencies integer[], p_fraction double precision) returns integer
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  total bigint := 0;
  n integer;
  beyond bigint;
begin
  foreach n in array p_latencies loop
    total := total + coalesce(n, 0);
  end loop;
  -- From above, where the high percentiles are: how many lie beyond the one that percentile_disc() takes.
  beyond := total - ceil(p_fraction * total)::bigint;
  for span in reverse array_upper(p_latencies, 1) .. array_lower(p_latencies, 1) loop
    beyond := beyond - coalesce(p_latencies[span], 0);
    if beyond < 0 then
      return coalesce((private.latency_middles())[span], 0);
    end if;
  end loop;
  return null;
end;
$$;
comment on function private.latency_percentile(integer[], double precision) is
  'That percentile of the checks that passed, in milliseconds, at most 5% from the true one; null where none passed.';

-- Definer: nobody else writes these tables. In the order of the key, or two batches would wait for each other.
create function private.roll_up_checks() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.integration_health_hourly as kept
    (user_integration_id, user_id, hour, checks, failures, max_ms, latencies)
  select made.user_integration_id, made.user_id, date_trunc('hour', made.checked_at, 'UTC') as hour,
    count(*), count(*) filter (where not made.success), max(made.response_time_ms) filter (where made.success),
    private.count_latencies(coalesce(
      array_agg(made.response_time_ms) filter (where made.success and made.response_time_ms is not null), '{}'))
  from recorded as made
  where made.source <> 'client' and coalesce(made.error_code, '') not in ('runner_offline', 'runner_lost')
  group by made.user_integration_id, made.user_id, hour
  order by made.user_integration_id, hour
  on conflict (user_integration_id, user_id, hour) do update set
    checks = kept.checks + excluded.checks,
    failures = kept.failures + excluded.failures,
    max_ms = greatest(kept.max_ms, excluded.max_ms),
    latencies = private.add_latencies(kept.latencies, excluded.latencies);

  insert into public.integration_health_daily as kept
    (user_integration_id, user_id, day, checks, failures, max_ms, latencies)
  select made.user_integration_id, made.user_id, (made.checked_at at time zone 'UTC')::date as day,
    count(*), count(*) filter (where not made.success), max(made.response_time_ms) filter (where made.success),
    private.count_latencies(coalesce(
      array_agg(made.response_time_ms) filter (where made.success and made.response_time_ms is not null), '{}'))
  from recorded as made
  where made.source <> 'client' and coalesce(made.error_code, '') not in ('runner_offline', 'runner_lost')
  group by made.user_integration_id, made.user_id, day
  order by made.user_integration_id, day
  on conflict (user_integration_id, user_id, day) do update set
    checks = kept.checks + excluded.checks,
    failures = kept.failures + excluded.failures,
    max_ms = greatest(kept.max_ms, excluded.max_ms),
    latencies = private.add_latencies(kept.latencies, excluded.latencies);
  return null;
end;
$$;
comment on function private.roll_up_checks() is 'Counts what one statement has recorded, by the hour and by the day.';
revoke execute on function private.roll_up_checks() from public;

create trigger integration_health_metrics_roll_up after insert on public.integration_health_metrics
  referencing new table as recorded for each statement execute function private.roll_up_checks();

revoke execute on function
  private.latency_bounds(),
  private.latency_middles(),
  private.count_latencies(integer[]),
  private.add_latencies(integer[], integer[]),
  private.latency_percentile(integer[], double precision)
from public;
grant execute on function
  private.latency_bounds(),
  private.latency_middles(),
  private.count_latencies(integer[]),
  private.add_latencies(integer[], integer[]),
  private.latency_percentile(integer[], double precision)
to authenticated, service_role;
