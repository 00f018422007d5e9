-- Checks counted by the hour, in the transaction that records them; and hours that are over by the day.
-- A check that could not be made (the browser's, or for want of a runner) is none.

create table public.integration_health_hourly (
  user_integration_id uuid not null,
  user_id uuid not null,
  hour timestamptz not null,
  checks integer not null,
  failures integer not null,
  max_ms integer,
  latencies integer[] not null default '{}',
  is_in_day boolean not null default false,
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
comment on column public.integration_health_hourly.is_in_day is
  'The day counts these checks too. False: whoever asks for the day adds them to it.';

-- The hours that go on, and those that ended since the last chores.
create index integration_health_hourly_open_idx on public.integration_health_hourly (user_id, user_integration_id) where not is_in_day;

create table public.integration_health_daily (
  user_integration_id uuid not null,
  user_id uuid not null,
  day date not null,
  checks integer not null,
  failures integer not null,
  max_ms integer,
  latencies integer[] not null default '{}',
  constraint integration_health_daily_pkey primary key (user_integration_id, user_id, day),
  constraint integration_health_daily_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint integration_health_daily_failures_among_checks check (failures between 0 and checks)
) partition by range (day);
comment on table public.integration_health_daily is 'Checks of each integration by the day (UTC), of the hours that say is_in_day.';
comment on column public.integration_health_daily.user_integration_id is 'What was checked.';
comment on column public.integration_health_daily.user_id is 'The owner.';
comment on column public.integration_health_daily.day is 'The day. The partition key.';
comment on column public.integration_health_daily.checks is 'Checks that were made.';
comment on column public.integration_health_daily.failures is 'Those of them that failed.';
comment on column public.integration_health_daily.max_ms is 'The longest that passed, in milliseconds, exactly; null: none did.';
comment on column public.integration_health_daily.latencies is 'As in integration_health_hourly.';

-- The last days of all that is somebody's, for health_overview().
create index integration_health_daily_owner_idx on public.integration_health_daily (user_id, day);

-- 500 integrations × 90 days are 45,000 rows of the above, too many to read at each look; and 500 of these.
create table public.integration_day_counts (
  user_integration_id uuid not null,
  user_id uuid not null,
  checks integer[] not null,
  failures integer[] not null,
  constraint integration_day_counts_pkey primary key (user_integration_id, user_id),
  constraint integration_day_counts_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade
) with (fillfactor = 50);
comment on table public.integration_day_counts is 'The last days of each integration in one row, as the overview shows them.';
comment on column public.integration_day_counts.user_integration_id is 'What was checked.';
comment on column public.integration_day_counts.user_id is 'The owner.';
comment on column public.integration_day_counts.checks is
  'Checks that were made, as integration_health_daily has them: the subscript is days since 2000-01-01. At least the last 90 days; null: none.';
comment on column public.integration_day_counts.failures is 'Those of them that failed, as checks.';
create index integration_day_counts_user_id_idx on public.integration_day_counts (user_id);

alter table public.integration_health_hourly enable row level security;
alter table public.integration_health_daily enable row level security;
alter table public.integration_day_counts enable row level security;
revoke all on table public.integration_health_hourly, public.integration_health_daily, public.integration_day_counts
  from anon, authenticated;
grant select on table public.integration_health_hourly, public.integration_health_daily, public.integration_day_counts
  to authenticated;
grant all on table public.integration_health_hourly, public.integration_health_daily, public.integration_day_counts
  to service_role;
create policy integration_day_counts_select_owner on public.integration_day_counts
  for select to authenticated using (user_id = (select auth.uid()));
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

create function private.add_counts(p_to integer[], p_added integer[]) returns integer[]
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  counts integer[] := p_to;
begin
  for place in coalesce(array_lower(p_added, 1), 1) .. coalesce(array_upper(p_added, 1), 0) loop
    if p_added[place] is not null then
      counts[place] := coalesce(counts[place], 0) + p_added[place];
    end if;
  end loop;
  return counts;
end;
$$;
comment on function private.add_counts(integer[], integer[]) is 'Adds two arrays of counts place by place; their bounds may differ.';

-- An aggregate would be shorter, and would have no search path of its own to set.
create type private.counts as (counted integer[]);
comment on type private.counts is 'One of several arrays of counts, which may differ in length.';

create function private.sum_counts(p_all private.counts[]) returns integer[]
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  total integer[] := p_all[1].counted;
begin
  for n in 2 .. cardinality(p_all) loop
    total := private.add_counts(total, p_all[n].counted);
  end loop;
  return total;
end;
$$;
comment on function private.sum_counts(private.counts[]) is 'add_counts() of all; null of none.';

-- Trimmed once in a month, not at every check.
create function private.add_days(p_to integer[], p_added integer[]) returns integer[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  counts constant integer[] := private.add_counts(p_to, p_added);
  newest constant integer := array_upper(counts, 1);
  trimmed integer[];
begin
  if cardinality(counts) <= 120 then
    return counts;
  end if;
  trimmed[newest - 89:newest] := counts[newest - 89:newest];
  return trimmed;
end;
$$;
comment on function private.add_days(integer[], integer[]) is 'add_counts() for days: when there are more than 120, the last 90 are kept.';

create function private.latency_percentile(p_fraction double precision, p_all private.counts[]) returns integer
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  total bigint := 0;
  highest integer := -1;
  part integer[];
  n integer;
  beyond bigint;
begin
  for place in 1 .. coalesce(cardinality(p_all), 0) loop
    part := p_all[place].counted;
    highest := greatest(highest, array_upper(part, 1));
    foreach n in array part loop
      total := total + coalesce(n, 0);
    end loop;
  end loop;
  -- From above, where the high percentiles are: how many lie beyond the one that percentile_disc() takes.
  beyond := total - ceil(p_fraction * total)::bigint;
  for span in reverse highest .. 0 loop
    for place in 1 .. cardinality(p_all) loop
      beyond := beyond - coalesce(p_all[place].counted[span], 0);
    end loop;
    if beyond < 0 then
      return coalesce((private.latency_middles())[span], 0);
    end if;
  end loop;
  return null;
end;
$$;
comment on function private.latency_percentile(double precision, private.counts[]) is
  'That percentile of what such counts of latencies hold together, in milliseconds, at most 5% from the true one; null where they hold nothing.';

create function private.add_to_days(p_hours public.integration_health_hourly[]) returns void
language plpgsql
set search_path = ''
as $$
declare
  today constant integer := (pg_catalog.now() at time zone 'UTC')::date - date '2000-01-01';
begin
  with days as materialized (
    select made.user_integration_id, made.user_id, (made.hour at time zone 'UTC')::date as day,
      sum(made.checks)::integer as checks, sum(made.failures)::integer as failures, max(made.max_ms) as max_ms,
      private.sum_counts(array_agg(row(made.latencies)::private.counts)) as latencies
    from unnest(p_hours) as made
    group by made.user_integration_id, made.user_id, day
  ), by_day as (
    insert into public.integration_health_daily as kept
      (user_integration_id, user_id, day, checks, failures, max_ms, latencies)
    select user_integration_id, user_id, day, checks, failures, max_ms, latencies
    from days
    order by user_integration_id, day
    on conflict (user_integration_id, user_id, day) do update set
      checks = kept.checks + excluded.checks,
      failures = kept.failures + excluded.failures,
      max_ms = greatest(kept.max_ms, excluded.max_ms),
      latencies = private.add_counts(kept.latencies, excluded.latencies)
  ), placed as (
    select user_integration_id, user_id, array_fill(checks, array[1], array[place]) as checks,
      case when failures > 0 then array_fill(failures, array[1], array[place]) end as failures
    from days, lateral (select days.day - date '2000-01-01' as place) as of_day
    where place between today - 89 and today + 1
  )
  insert into public.integration_day_counts as kept (user_integration_id, user_id, checks, failures)
  select user_integration_id, user_id, private.sum_counts(array_agg(row(checks)::private.counts)),
    coalesce(private.sum_counts(array_agg(row(failures)::private.counts) filter (where failures is not null)), '{}')
  from placed
  group by user_integration_id, user_id
  order by user_integration_id
  on conflict (user_integration_id, user_id) do update set
    checks = private.add_days(kept.checks, excluded.checks),
    failures = case when excluded.failures = '{}' then kept.failures else private.add_days(kept.failures, excluded.failures) end;
end;
$$;
comment on function private.add_to_days(public.integration_health_hourly[]) is
  'Adds to its day what was counted in hours. In the order of the key, or two at once would wait for each other.';
revoke execute on function private.add_to_days(public.integration_health_hourly[]) from public;

-- What a writer has in hand is left to the next time: nobody waits for this, and this for nobody. So many
-- at once that others do not wait long where there is one connection for all.
create function private.count_days(p_now timestamptz) returns integer
language plpgsql
set search_path = ''
as $$
declare
  hours public.integration_health_hourly[];
begin
  with ended as materialized (
    select user_integration_id, user_id, hour from public.integration_health_hourly
    where not is_in_day and hour < date_trunc('hour', p_now, 'UTC')
    limit 10000
    for no key update skip locked
  ), marked as (
    update public.integration_health_hourly as kept set is_in_day = true
    from ended
    where (kept.user_integration_id, kept.user_id, kept.hour) = (ended.user_integration_id, ended.user_id, ended.hour)
    returning kept.*
  )
  select coalesce(array_agg(row(marked.*)::public.integration_health_hourly), '{}') into hours from marked;
  perform private.add_to_days(hours);
  return cardinality(hours);
end;
$$;
comment on function private.count_days(timestamptz) is 'Adds hours that are over to their days, at most 10,000, and answers how many those were.';
revoke execute on function private.count_days(timestamptz) from public;

-- Definer: nobody else writes these tables. In the order of the key, or two batches would wait for each other.
create function private.roll_up_checks() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  spans constant integer[] := private.latency_bounds();
  late public.integration_health_hourly[];
begin
  with made as (
    select user_integration_id, user_id, date_trunc('hour', checked_at, 'UTC') as hour, success, response_time_ms,
      case when success then width_bucket(response_time_ms, spans) end as span
    from recorded
    where source <> 'client' and (error_code is null or error_code not in ('runner_offline', 'runner_lost'))
  ), counted as materialized (
    select user_integration_id, user_id, hour,
      count(*)::integer as checks, (count(*) filter (where not success))::integer as failures,
      max(response_time_ms) filter (where success) as max_ms,
      -- Most often there is one check of each: what only several need is not called for one.
      case count(span)
        when 0 then '{}'
        when 1 then array_fill(1, array[1], array[min(span)])
        else private.sum_counts(
          array_agg(row(array_fill(1, array[1], array[span]))::private.counts) filter (where span is not null))
      end as latencies
    from made
    group by user_integration_id, user_id, hour
    order by user_integration_id, hour
  ), by_hour as (
    insert into public.integration_health_hourly as kept
      (user_integration_id, user_id, hour, checks, failures, max_ms, latencies)
    select user_integration_id, user_id, hour, checks, failures, max_ms, latencies from counted
    on conflict (user_integration_id, user_id, hour) do update set
      checks = kept.checks + excluded.checks,
      failures = kept.failures + excluded.failures,
      max_ms = greatest(kept.max_ms, excluded.max_ms),
      latencies = private.add_counts(kept.latencies, excluded.latencies)
    returning kept.user_integration_id, kept.hour, kept.is_in_day
  )
  select array_agg((counted.user_integration_id, counted.user_id, counted.hour, counted.checks, counted.failures,
    counted.max_ms, counted.latencies, true)::public.integration_health_hourly)
  into late
  from by_hour join counted using (user_integration_id, hour)
  where by_hour.is_in_day;
  if late is not null then
    perform private.add_to_days(late);
  end if;
  return null;
end;
$$;
comment on function private.roll_up_checks() is 'Counts what one statement has recorded by the hour, and what comes after its hour was added to the day there as well.';
revoke execute on function private.roll_up_checks() from public;

-- Nobody asks for the checks of all their integrations now that these are counted, and each check paid for it.
drop index public.integration_health_metrics_owner_idx;

create trigger integration_health_metrics_roll_up after insert on public.integration_health_metrics
  referencing new table as recorded for each statement execute function private.roll_up_checks();

revoke execute on function
  private.latency_bounds(),
  private.latency_middles(),
  private.add_counts(integer[], integer[]),
  private.sum_counts(private.counts[]),
  private.add_days(integer[], integer[]),
  private.latency_percentile(double precision, private.counts[])
from public;
grant execute on function
  private.latency_middles(),
  private.add_counts(integer[], integer[]),
  private.sum_counts(private.counts[]),
  private.latency_percentile(double precision, private.counts[])
to authenticated, service_role;
