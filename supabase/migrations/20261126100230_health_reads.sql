-- What the page shows of health over time: each one value, of the caller's own.

-- json, not jsonb: most of it is 90,000 numbers, which jsonb takes three times as long to write.
create function public.health_overview() returns json
language plpgsql
stable
set search_path = ''
-- To plan it for all partitions takes half as long as to run it.
set plan_cache_mode = force_generic_plan
as $$
declare
  today constant date := (pg_catalog.now() at time zone 'UTC')::date;
  first_day constant date := today - 89;
  last_place constant integer := today - date '2000-01-01';
  first_place constant integer := last_place - 89;
  -- Written once for all that had no failure, which are most.
  no_days constant json := array_to_json(array_fill(0, array[90]));
begin
  return (
    with seen as (
      select mine.*, plan.due_at, incident.opened_at,
        -- Two intervals late or more: nobody checks. While it is being tested nobody should.
        plan.due_at < pg_catalog.now() - 2 * make_interval(secs => mine.check_interval_s)
          and mine.status <> 'testing' as is_overdue
      from public.user_integrations as mine
      left join public.check_schedules as plan on plan.user_integration_id = mine.id
      left join public.integration_incidents as incident
        on incident.user_integration_id = mine.id and incident.closed_at is null
    ), recent as materialized (
      select kept.user_integration_id, kept.checks, kept.failures, kept.latencies,
        (kept.hour at time zone 'UTC')::date - date '2000-01-01' as place
      from public.integration_health_hourly as kept
      where not kept.is_in_day and kept.hour <= pg_catalog.now()
    ), open_days as materialized (
      select user_integration_id, place, sum(checks)::integer as checks, sum(failures)::integer as failures
      from recent group by user_integration_id, place
    ), since as materialized (
      -- Of one day, mostly: then there is nothing to add up.
      select user_integration_id,
        case count(*) when 1 then array_fill(min(checks), array[1], array[min(place)])
          else private.sum_counts(array_agg(row(array_fill(checks, array[1], array[place]))::private.counts)) end as checks,
        case count(*) when 1 then array_fill(min(failures), array[1], array[min(place)])
          else private.sum_counts(array_agg(row(array_fill(failures, array[1], array[place]))::private.counts)) end as failures
      from open_days group by user_integration_id
    ), latest as materialized (
      select kept.user_integration_id, private.latency_percentile(0.95, array_agg(row(kept.latencies)::private.counts)) as p95
      from public.integration_health_daily as kept
      where kept.day between today - 1 and today
      group by kept.user_integration_id
    ), running as materialized (
      -- Of those alone that have none yet: the hour that goes on says little more of all others.
      select recent.user_integration_id, private.latency_percentile(0.95, array_agg(row(recent.latencies)::private.counts)) as p95
      from recent left join latest on latest.user_integration_id = recent.user_integration_id
      where latest.p95 is null and recent.place >= last_place - 1
      group by recent.user_integration_id
    )
    select json_build_object(
      'now', pg_catalog.now(),
      'first_day', first_day,
      'stalled_since', min(seen.due_at) filter (where seen.is_overdue),
      'overdue', count(*) filter (where seen.is_overdue),
      'integrations', coalesce(json_agg(json_build_object(
        'id', seen.id, 'type_id', seen.type_id, 'name', seen.name, 'status', seen.status,
        'status_since', seen.status_since, 'last_checked_at', seen.last_checked_at, 'last_error', seen.last_error,
        'is_watched', seen.is_watched, 'check_interval_s', seen.check_interval_s, 'due_at', seen.due_at,
        'incident_since', seen.opened_at,
        'p95', coalesce(latest.p95, running.p95), 'checks', counts.checks, 'failures', counts.failures
      ) order by seen.name, seen.id), '[]')
    )
    from seen
    left join latest on latest.user_integration_id = seen.id
    left join running on running.user_integration_id = seen.id
    left join public.integration_day_counts as kept on kept.user_integration_id = seen.id
    left join since on since.user_integration_id = seen.id
    cross join lateral (
      select
        case
          -- As it is mostly: all days are there, and what was not added to them is of today.
          when array_lower(kept.checks, 1) <= first_place and array_upper(kept.checks, 1) >= last_place - 1
            and coalesce(array_lower(since.checks, 1), last_place) = last_place
            then array_replace(kept.checks[first_place:last_place - 1], null, 0)
              || coalesce(kept.checks[last_place], 0) + coalesce(since.checks[last_place], 0)
          else private.last_days(
            private.add_counts(coalesce(kept.checks, '{}'), coalesce(since.checks, '{}')), first_place, last_place)
        end as checks,
        case
          when array_upper(kept.failures, 1) >= first_place or 0 <> any (since.failures)
            then array_to_json(private.last_days(
              private.add_counts(coalesce(kept.failures, '{}'), coalesce(since.failures, '{}')), first_place, last_place))
          else no_days
        end as failures
    ) as counts
  );
end;
$$;
comment on function public.health_overview() is 'Every integration of the caller as the Health page shows it: HealthOverview of the contract.';

create function private.last_days(p_counts integer[], p_first integer, p_last integer) returns integer[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  known constant integer[] := array_replace(p_counts[p_first:p_last], null, 0);
  before constant integer := least(greatest(array_lower(p_counts, 1) - p_first, 0), p_last - p_first + 1);
begin
  if coalesce(known, '{}') = '{}' then
    return array_fill(0, array[p_last - p_first + 1]);
  end if;
  return array_fill(0, array[before]) || known || array_fill(0, array[p_last - p_first + 1 - before - cardinality(known)]);
end;
$$;
comment on function private.last_days(integer[], integer, integer) is
  'A count for each day from the first to the last, of integration_day_counts or of null.';

create function private.recent_points(p_integration_id uuid, p_user_id uuid, p_from timestamptz, p_step interval) returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(
    jsonb_build_array(extract(epoch from points.starts_at)::bigint, points.checks, points.failures,
      points.passed[1], points.passed[2], points.max_ms) order by points.starts_at
  ), '[]')
  from (
    select date_bin(p_step, metric.checked_at, p_from) as starts_at, count(*) as checks,
      count(*) filter (where not metric.success) as failures,
      percentile_disc(array[0.5, 0.95]) within group (order by metric.response_time_ms) filter (where metric.success) as passed,
      max(metric.response_time_ms) filter (where metric.success) as max_ms
    from public.integration_health_metrics as metric
    where metric.user_integration_id = p_integration_id and metric.user_id = p_user_id
      and metric.checked_at >= p_from and metric.checked_at <= pg_catalog.now()
      and metric.source <> 'client' and coalesce(metric.error_code, '') not in ('runner_offline', 'runner_lost')
    group by 1
  ) as points
$$;
comment on function private.recent_points(uuid, uuid, timestamptz, interval) is
  'Points of IntegrationHealth from the checks themselves: percentiles are exact.';

create function private.days_of(p_integration_id uuid, p_user_id uuid, p_first date)
returns table (day date, checks integer, failures integer, max_ms integer, latencies integer[])
language sql
stable
set search_path = ''
as $$
  select kept.day, kept.checks, kept.failures, kept.max_ms, kept.latencies
  from public.integration_health_daily as kept
  where kept.user_integration_id = p_integration_id and kept.user_id = p_user_id
    and kept.day between p_first and (pg_catalog.now() at time zone 'UTC')::date
  union all
  select (kept.hour at time zone 'UTC')::date, kept.checks, kept.failures, kept.max_ms, kept.latencies
  from public.integration_health_hourly as kept
  where kept.user_integration_id = p_integration_id and kept.user_id = p_user_id and not kept.is_in_day
    and kept.hour >= p_first::timestamp at time zone 'UTC' and kept.hour <= pg_catalog.now()
$$;
comment on function private.days_of(uuid, uuid, date) is
  'What was counted of an integration since that day (UTC). A day may have several rows: its own, and its hours that are not in it yet.';

create function private.counted_points(p_integration_id uuid, p_user_id uuid, p_from timestamptz, p_step interval) returns jsonb
language sql
stable
set search_path = ''
as $$
  with kept as (
    select date_bin(p_step, hour, p_from) as starts_at, checks, failures, max_ms, latencies
    from public.integration_health_hourly
    where user_integration_id = p_integration_id and user_id = p_user_id
      and hour >= p_from and hour <= pg_catalog.now() and p_step < interval '1 day'
    union all
    select day::timestamp at time zone 'UTC', checks, failures, max_ms, latencies
    from private.days_of(p_integration_id, p_user_id, (p_from at time zone 'UTC')::date)
    where p_step = interval '1 day'
  ), points as (
    select starts_at, sum(checks) as checks, sum(failures) as failures, max(max_ms) as max_ms from kept group by starts_at
  ), spans as (
    select kept.starts_at, array_lower(kept.latencies, 1) + cell.place - 1 as span, sum(cell.n) as n
    from kept, unnest(kept.latencies) with ordinality as cell (n, place)
    where cell.n is not null
    group by 1, 2
  ), ranked as (
    select starts_at, span, sum(n) over (partition by starts_at order by span) as up_to,
      (sum(n) over (partition by starts_at))::double precision as total
    from spans
  ), passed as (
    select starts_at, min(span) filter (where up_to >= ceil(0.5 * total)) as p50,
      min(span) filter (where up_to >= ceil(0.95 * total)) as p95
    from ranked group by starts_at
  )
  select coalesce(jsonb_agg(
    jsonb_build_array(extract(epoch from points.starts_at)::bigint, points.checks, points.failures,
      case when passed.p50 = 0 then 0 else (private.latency_middles())[passed.p50] end,
      case when passed.p95 = 0 then 0 else (private.latency_middles())[passed.p95] end,
      points.max_ms) order by points.starts_at
  ), '[]')
  from points left join passed on passed.starts_at = points.starts_at
$$;
comment on function private.counted_points(uuid, uuid, timestamptz, interval) is
  'Points of IntegrationHealth from what was counted by the hour, or by the day for a step of a day.';

create function public.integration_health(p_integration_id uuid, p_range text) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  owner uuid;
  at constant timestamptz := pg_catalog.now();
  today constant date := (at at time zone 'UTC')::date;
  step constant interval := case p_range
    when '24h' then interval '15 minutes' when '7d' then interval '1 hour'
    when '30d' then interval '6 hours' when '90d' then interval '1 day'
  end;
  reach constant interval := case p_range
    when '24h' then interval '24 hours' when '7d' then interval '168 hours'
    when '30d' then interval '720 hours' when '90d' then interval '2160 hours'
  end;
  starts_at constant timestamptz := date_bin(step, at, '2000-01-01 00:00+00') + step - reach;
begin
  if step is null then
    raise exception 'A range is 24h, 7d, 30d or 90d.' using errcode = 'invalid_parameter_value';
  end if;
  select mine.user_id into owner from public.user_integrations as mine where mine.id = p_integration_id;
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    'now', at,
    'uptime', jsonb_build_object(
      '24h', (
        select jsonb_build_object('checks', count(*), 'failures', count(*) filter (where not success))
        from public.integration_health_metrics
        where user_integration_id = p_integration_id and user_id = owner
          and checked_at > at - interval '24 hours' and checked_at <= at
          and source <> 'client' and coalesce(error_code, '') not in ('runner_offline', 'runner_lost')),
      '7d', (
        select jsonb_build_object('checks', coalesce(sum(checks), 0), 'failures', coalesce(sum(failures), 0))
        from public.integration_health_hourly
        where user_integration_id = p_integration_id and user_id = owner and hour > at - interval '168 hours' and hour <= at),
      '30d', (
        select jsonb_build_object('checks', coalesce(sum(checks), 0), 'failures', coalesce(sum(failures), 0))
        from private.days_of(p_integration_id, owner, today - 29)),
      '90d', (
        select jsonb_build_object('checks', coalesce(sum(checks), 0), 'failures', coalesce(sum(failures), 0))
        from private.days_of(p_integration_id, owner, today - 89))
    ),
    'step_s', extract(epoch from step)::integer,
    'points', case when p_range = '24h' then private.recent_points(p_integration_id, owner, starts_at, step)
      else private.counted_points(p_integration_id, owner, starts_at, step) end,
    'due_at', (
      select plan.due_at from public.check_schedules as plan
      where plan.user_integration_id = p_integration_id and plan.user_id = owner)
  );
end;
$$;
comment on function public.integration_health(uuid, text) is
  'Uptime and response times of one integration over 24h, 7d, 30d or 90d: IntegrationHealth of the contract; null where it is not the caller''s.';

-- The newest checks of most lie in the last hours: the days before are opened for those alone that have
-- fewer there than are asked for.
create or replace function public.recent_checks(per_integration integer default 30) returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(mine.id, recent.checks), '{}')
  from (
    select owned.id, owned.user_id, least(greatest(per_integration, 1), 100) as most,
      now() - 1.5 * least(greatest(per_integration, 1), 100) * make_interval(secs => owned.check_interval_s) as lately
    from public.user_integrations as owned
  ) as mine
  cross join lateral (
    select jsonb_agg(
      jsonb_build_array(
        newest.response_time_ms,
        case
          when newest.success then 'passed'
          -- What was never sent has no time, and says nothing of the integration.
          when newest.source = 'client' or newest.response_time_ms is null then 'unmade'
          else 'failed'
        end
      ) order by newest.checked_at, newest.id
    ) as checks
    from (
      (
        select metric.id, metric.success, metric.response_time_ms, metric.source, metric.checked_at
        from public.integration_health_metrics as metric
        where metric.user_integration_id = mine.id and metric.user_id = mine.user_id
          and metric.checked_at > mine.lately and metric.checked_at <= now()
        order by metric.checked_at desc, metric.id desc
        limit mine.most
      )
      union all
      (
        select metric.id, metric.success, metric.response_time_ms, metric.source, metric.checked_at
        from public.integration_health_metrics as metric
        where metric.user_integration_id = mine.id and metric.user_id = mine.user_id and metric.checked_at <= mine.lately
        order by metric.checked_at desc, metric.id desc
        limit mine.most
      )
      limit mine.most
    ) as newest
  ) as recent
  where recent.checks is not null
$$;

revoke execute on function
  private.last_days(integer[], integer, integer),
  private.days_of(uuid, uuid, date),
  private.recent_points(uuid, uuid, timestamptz, interval),
  private.counted_points(uuid, uuid, timestamptz, interval)
from public;
revoke execute on function public.health_overview(), public.integration_health(uuid, text) from public, anon, service_role;
grant execute on function
  private.last_days(integer[], integer, integer),
  private.days_of(uuid, uuid, date),
  private.recent_points(uuid, uuid, timestamptz, interval),
  private.counted_points(uuid, uuid, timestamptz, interval),
  public.health_overview(),
  public.integration_health(uuid, text)
to authenticated;
