-- How many log entries there were when: by the day as they are written, because millions cannot be
-- counted while somebody waits; by less than that from the entries themselves.

create table public.integration_log_days (
  user_integration_id uuid not null,
  user_id uuid not null,
  day date not null,
  event_type public.log_event not null,
  debug integer not null,
  info integer not null,
  warn integer not null,
  error integer not null,
  -- All that is counted is in the index.
  constraint integration_log_days_pkey primary key (user_integration_id, user_id, day, event_type) include (debug, info, warn, error),
  constraint integration_log_days_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade
) partition by range (day);
comment on table public.integration_log_days is 'Log entries of each integration by the day (UTC).';
comment on column public.integration_log_days.user_integration_id is 'What they are of.';
comment on column public.integration_log_days.user_id is 'The owner.';
comment on column public.integration_log_days.day is 'The day. The partition key.';
comment on column public.integration_log_days.event_type is 'What they tell.';
comment on column public.integration_log_days.debug is 'Entries of this level.';
comment on column public.integration_log_days.info is 'Entries of this level.';
comment on column public.integration_log_days.warn is 'Entries of this level.';
comment on column public.integration_log_days.error is 'Entries of this level.';

alter table public.integration_log_days enable row level security;
revoke all on table public.integration_log_days from anon, authenticated;
grant select on table public.integration_log_days to authenticated;
grant all on table public.integration_log_days to service_role;
create policy integration_log_days_select_owner on public.integration_log_days
  for select to authenticated using (user_id = (select auth.uid()));

select private.make_default_partition('integration_log_days');
select private.keep_partitions_of('integration_log_days', now());

insert into public.integration_log_days (user_integration_id, user_id, day, event_type, debug, info, warn, error)
select user_integration_id, user_id, (created_at at time zone 'UTC')::date as day, event_type,
  count(*) filter (where level = 'debug'), count(*) filter (where level = 'info'),
  count(*) filter (where level = 'warn'), count(*) filter (where level = 'error')
from public.integration_logs group by user_integration_id, user_id, day, event_type;

-- Definer: nobody else writes this table. In the order of the key, or two batches would wait for each other.
create function private.count_logs() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.integration_log_days as kept (user_integration_id, user_id, day, event_type, debug, info, warn, error)
  select made.user_integration_id, made.user_id, (made.created_at at time zone 'UTC')::date as day, made.event_type,
    count(*) filter (where made.level = 'debug'), count(*) filter (where made.level = 'info'),
    count(*) filter (where made.level = 'warn'), count(*) filter (where made.level = 'error')
  from written as made
  group by made.user_integration_id, made.user_id, day, made.event_type
  order by made.user_integration_id, day, made.event_type
  on conflict (user_integration_id, user_id, day, event_type) do update set
    debug = kept.debug + excluded.debug, info = kept.info + excluded.info,
    warn = kept.warn + excluded.warn, error = kept.error + excluded.error;
  return null;
end;
$$;
comment on function private.count_logs() is 'Counts what one statement has written, by the day.';
revoke execute on function private.count_logs() from public;

create trigger integration_logs_count after insert on public.integration_logs
  referencing new table as written for each statement execute function private.count_logs();

create function private.step_for(p_length interval) returns integer
language sql
immutable
set search_path = ''
as $$
  select min(step) from unnest('{1,5,15,60,300,900,3600,10800,86400,604800,2592000,31536000,315360000}'::integer[]) as step
  where extract(epoch from p_length) <= step * 100::bigint
    -- Longer than this it is counted by days that are counted already.
    and (step >= 86400 or p_length <= interval '192 hours')
$$;
comment on function private.step_for(interval) is 'How many seconds each of at most about a hundred bars covers.';

-- Nothing of a time is counted twice: whole days as they are kept, the rest from the entries.
create function private.count_by_level(
  p_integrations uuid[], p_events public.log_event[], p_levels public.log_level[],
  p_from timestamptz, p_to timestamptz, p_step interval
) returns table (bar timestamptz, level public.log_level, entries bigint)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  is_by_day constant boolean := p_step >= interval '24 hours';
  whole_from constant timestamptz := case when is_by_day then date_bin('24 hours', p_from + interval '86399.999999 s', 'epoch') end;
  whole_to constant timestamptz := case when is_by_day then greatest(date_bin('24 hours', p_to, 'epoch'), whole_from) end;
  first_end constant timestamptz := least(coalesce(whole_from, p_to), p_to);
begin
  return query
    select date_bin(p_step, log.created_at, 'epoch'), log.level, count(*) from private.own_logs as log
    where log.created_at >= p_from and log.created_at < first_end
      and (p_integrations is null or log.user_integration_id = any (p_integrations))
      and (p_events is null or log.event_type = any (p_events)) and (p_levels is null or log.level = any (p_levels))
    group by 1, 2;
  if not is_by_day or first_end = p_to then
    return;
  end if;
  return query
    select date_bin(p_step, log.created_at, 'epoch'), log.level, count(*) from private.own_logs as log
    where log.created_at >= whole_to and log.created_at < p_to
      and (p_integrations is null or log.user_integration_id = any (p_integrations))
      and (p_events is null or log.event_type = any (p_events)) and (p_levels is null or log.level = any (p_levels))
    group by 1, 2;
  return query
    select date_bin(p_step, (days.day::timestamp at time zone 'UTC'), 'epoch'), each.level, sum(each.entries)::bigint
    from (
      select counted.day, sum(counted.debug) as debug, sum(counted.info) as info, sum(counted.warn) as warn, sum(counted.error) as error
      from public.user_integrations as mine
      join public.integration_log_days as counted on counted.user_integration_id = mine.id and counted.user_id = mine.user_id
      where counted.day >= (whole_from at time zone 'UTC')::date and counted.day < (whole_to at time zone 'UTC')::date
        and (p_integrations is null or mine.id = any (p_integrations))
        and (p_events is null or counted.event_type = any (p_events))
      group by counted.day
    ) as days,
    lateral (values
      ('debug'::public.log_level, days.debug), ('info', days.info), ('warn', days.warn), ('error', days.error)
    ) as each (level, entries)
    where each.entries > 0 and (p_levels is null or each.level = any (p_levels))
    group by 1, 2;
end;
$$;
comment on function private.count_by_level(uuid[], public.log_event[], public.log_level[], timestamptz, timestamptz, interval) is
  'How many of the caller''s entries each step has of each level; a step may come several times, with different entries.';

create function public.log_counts(
  p_text text default null, p_integrations uuid[] default null, p_events text[] default null, p_levels text[] default null,
  p_from timestamptz default null, p_to timestamptz default null, p_last_s integer default null
) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  most constant integer := 10000;
  query constant tsquery := private.log_filter(p_text, p_events, p_levels);
  events public.log_event[];
  levels public.log_level[];
  span record;
  starts timestamptz := coalesce(p_from, now() - make_interval(secs => p_last_s));
  ends timestamptz := p_to;
  step interval;
  counted_since timestamptz;
  bars jsonb;
begin
  if starts is null or ends is null then
    select * into span from private.log_span(coalesce(starts, '-infinity'), coalesce(ends, 'infinity'));
    starts := coalesce(starts, span.oldest, now() - interval '1 hour');
    ends := coalesce(ends, greatest(span.newest + interval '1 microsecond', now()));
  end if;
  if starts >= ends or not isfinite(starts) or not isfinite(ends) or ends - starts > interval '100 years' then
    raise exception 'A time begins before it ends.' using errcode = 'invalid_parameter_value';
  end if;
  step := make_interval(secs => private.step_for(ends - starts));

  if private.log_query(p_text) is null then
    -- A word that is none of these names finds nothing.
    if cardinality(p_events) > 0 then
      events := array(select each from unnest(enum_range(null::public.log_event)) as each where each::text = any (p_events));
    end if;
    if cardinality(p_levels) > 0 then
      levels := array(select each from unnest(enum_range(null::public.log_level)) as each where each::text = any (p_levels));
    end if;
    select jsonb_agg(jsonb_build_array(extract(epoch from bar)::bigint, debug, info, warn, error) order by bar) into bars
    from (
      select bar,
        coalesce(sum(entries) filter (where level = 'debug'), 0) as debug, coalesce(sum(entries) filter (where level = 'info'), 0) as info,
        coalesce(sum(entries) filter (where level = 'warn'), 0) as warn, coalesce(sum(entries) filter (where level = 'error'), 0) as error
      from private.count_by_level(case when cardinality(p_integrations) > 0 then p_integrations end, events, levels, starts, ends, step)
      group by bar
    ) as by_bar;
  else
    with found as materialized (
      select date_bin(step, log.created_at, 'epoch') as bar, log.level, log.created_at, row_number() over () as nth
      from private.find_logs(query, p_integrations, starts, ends, null, null, false, most + 1) as log
    ),
    by_bar as (
      select bar,
        count(*) filter (where level = 'debug') as debug, count(*) filter (where level = 'info') as info,
        count(*) filter (where level = 'warn') as warn, count(*) filter (where level = 'error') as error
      from found where nth <= most group by bar
    )
    select
      (select jsonb_agg(jsonb_build_array(extract(epoch from bar)::bigint, debug, info, warn, error) order by bar) from by_bar),
      (select created_at from found where nth = most and exists (select from found where nth > most))
    into bars, counted_since;
  end if;
  return jsonb_build_object('from', starts, 'to', ends, 'step_s', extract(epoch from step)::integer,
    'counted_since', counted_since, 'bars', coalesce(bars, '[]'));
end;
$$;
comment on function public.log_counts(text, uuid[], text[], text[], timestamptz, timestamptz, integer) is
  'How many of the caller''s log entries there are when, by level: LogCounts of the contract. With a text the newest 10,000 are counted.';

revoke execute on function
  private.step_for(interval),
  private.count_by_level(uuid[], public.log_event[], public.log_level[], timestamptz, timestamptz, interval),
  public.log_counts(text, uuid[], text[], text[], timestamptz, timestamptz, integer)
from public, anon, authenticated, service_role;
grant execute on function
  private.step_for(interval),
  private.count_by_level(uuid[], public.log_event[], public.log_level[], timestamptz, timestamptz, interval),
  public.log_counts(text, uuid[], text[], text[], timestamptz, timestamptz, integer)
to authenticated;
