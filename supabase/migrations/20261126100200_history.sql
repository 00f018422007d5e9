-- How long history is kept, and the partitions that it is kept in: made ahead, dropped whole when
-- their time is over. Nothing of it is ever deleted row by row.

create table private.retention (
  is_only boolean not null default true,
  raw_days integer not null default 14,
  hourly_days integer not null default 90,
  daily_days integer not null default 730,
  logs_days integer not null default 90,
  archive_url text,
  constraint retention_pkey primary key (is_only),
  constraint retention_is_one_row check (is_only),
  constraint retention_raw_days_range check (raw_days between 2 and 3650),
  constraint retention_hourly_days_range check (hourly_days between 31 and 3650),
  constraint retention_daily_days_range check (daily_days between 91 and 36500),
  constraint retention_logs_days_range check (logs_days between 1 and 3650),
  -- A name and password in an address would stand in logs: the token is ARCHIVE_TOKEN of the function.
  constraint retention_archive_url_form check (archive_url ~ '^https?://[^\s@?#]+[^\s@?#/]$')
);
comment on table private.retention is 'How long history is kept: one row, which the operator changes by SQL.';
comment on column private.retention.is_only is 'Keeps it at one row.';
comment on column private.retention.raw_days is 'Days that each check is kept.';
comment on column private.retention.hourly_days is 'Days that what was counted by the hour is kept; the page shows the last 30.';
comment on column private.retention.daily_days is 'Days that what was counted by the day is kept; the page shows the last 90.';
comment on column private.retention.logs_days is 'Days that log entries are kept.';
comment on column private.retention.archive_url is
  'Where checks and log entries are put before they are dropped, without a slash at its end; null: nowhere.';
alter table private.retention enable row level security;
insert into private.retention default values;

create table private.archives (
  name text not null,
  parent text not null,
  parts integer not null default 0,
  row_count bigint not null default 0,
  after_at timestamptz,
  after_id bigint,
  lease uuid,
  claimable_at timestamptz not null default now(),
  failures integer not null default 0,
  last_error text,
  archived_at timestamptz,
  constraint archives_pkey primary key (name)
);
comment on table private.archives is
  'Tables that have left their parent to be archived, and how far that is. The table is dropped once it is done; the row stays.';
comment on column private.archives.name is 'The table in private, and the folder of its files.';
comment on column private.archives.parent is 'What it was a partition of.';
comment on column private.archives.parts is 'Files that are written.';
comment on column private.archives.row_count is 'Rows in them.';
comment on column private.archives.after_at is 'The time of the last row in them.';
comment on column private.archives.after_id is 'The id of the last row in them.';
comment on column private.archives.lease is 'Who is writing the next file.';
comment on column private.archives.claimable_at is 'From when on another may write it: the end of the lease, or of the wait after a failure.';
comment on column private.archives.failures is 'Attempts that failed since the last that succeeded.';
comment on column private.archives.last_error is 'Why the last attempt failed; null when it succeeded.';
comment on column private.archives.archived_at is 'When the last of its files was written.';
alter table private.archives enable row level security;

-- Times are UTC: the same hours and days whatever the session's time zone is.
create function private.partition_plan(p_now timestamptz) returns table (
  parent text, key text, step interval, kept_from timestamptz, first_start timestamptz, made_until timestamptz,
  fill integer, is_archived boolean
)
language sql
stable
set search_path = ''
as $$
  select plan.parent, plan.key, plan.step, p_now - plan.kept,
    date_trunc(plan.unit, p_now - plan.kept, 'UTC'),
    date_trunc(plan.unit, p_now + interval '7 days', 'UTC') + plan.step,
    plan.fill, plan.is_archived
  from private.retention as of_all,
  lateral (values
    ('integration_health_metrics', 'checked_at', 'day', interval '1 day', make_interval(days => of_all.raw_days), 100, true),
    ('integration_logs', 'created_at', 'week', interval '7 days', make_interval(days => of_all.logs_days), 100, true),
    -- Their rows are updated with every check: room on the page keeps that away from the indexes.
    ('integration_health_hourly', 'hour', 'week', interval '7 days', make_interval(days => of_all.hourly_days), 70, false),
    ('integration_health_daily', 'day', 'quarter', interval '3 months', make_interval(days => of_all.daily_days), 70, false),
    ('integration_log_days', 'day', 'week', interval '7 days', make_interval(days => of_all.logs_days), 70, false)
  ) as plan (parent, key, unit, step, kept, fill, is_archived)
  where to_regclass('public.' || plan.parent) is not null
$$;
comment on function private.partition_plan(timestamptz) is
  'What is partitioned, by which column, in what steps, since when it is kept, from where to where there are partitions, and what is archived.';

create function private.partitions_of(p_parent text, p_step interval)
returns table (name text, starts_at timestamptz, ends_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select child.relname::text, span.starts_at, date_add(span.starts_at, p_step, 'UTC')
  from pg_catalog.pg_inherits as link
  join pg_catalog.pg_class as child on child.oid = link.inhrelid,
  lateral (select (to_date(right(child.relname, 8), 'YYYYMMDD')::timestamp at time zone 'UTC') as starts_at) as span
  where link.inhparent = to_regclass('public.' || p_parent) and child.relname ~ ('^' || p_parent || '_\d{8}$')
  order by child.relname
$$;
comment on function private.partitions_of(text, interval) is
  'A table''s partitions, which are named by the UTC day that they begin with, oldest first; not the default one.';

create function private.make_default_partition(p_parent text) returns void
language plpgsql
set search_path = ''
as $$
declare
  child constant text := p_parent || '_default';
begin
  execute format('create table private.%I partition of public.%I default', child, p_parent);
  execute format('alter table private.%I enable row level security', child);
  execute format('comment on table private.%I is %L', child,
    'What is outside the partitions that are kept ready: nothing is ever refused for its time.');
end;
$$;
comment on function private.make_default_partition(text) is 'Makes the partition for all times that have none.';

-- Attached, not `create … partition of`: that would lock out everybody who reads the parent.
create function private.make_partition(p_parent text, p_starts_at timestamptz, p_ends_at timestamptz, p_fill integer)
returns text
language plpgsql
set search_path = ''
as $$
declare
  day constant text := to_char(p_starts_at at time zone 'UTC', 'YYYYMMDD');
  child constant text := p_parent || '_' || day;
begin
  execute format('create table private.%I (like public.%I including all excluding identity) with (fillfactor = %s)',
    child, p_parent, p_fill);
  execute format('alter table private.%I enable row level security', child);
  execute format('comment on table private.%I is %L', child, 'public.' || p_parent || ' from ' || day || ' on.');
  execute format('alter table public.%I attach partition private.%I for values from (%L) to (%L)', p_parent, child,
    to_char(p_starts_at at time zone 'UTC', 'YYYY-MM-DD') || ' 00:00+00',
    to_char(p_ends_at at time zone 'UTC', 'YYYY-MM-DD') || ' 00:00+00');
  return child;
end;
$$;
comment on function private.make_partition(text, timestamptz, timestamptz, integer) is
  'Makes an empty partition for a span of time, as closed as its parent, and answers its name.';

create function private.columns_of(p_table regclass) returns text
language sql
stable
set search_path = ''
as $$
  select string_agg(quote_ident(attname), ', ' order by attnum)
  from pg_catalog.pg_attribute
  where attrelid = p_table and attnum > 0 and not attisdropped and attgenerated = ''
$$;
comment on function private.columns_of(regclass) is 'The columns of a table that a row is written with, as SQL.';

-- Rows go straight into the partition that is theirs: through the parent they would be counted again.
create function private.place_strays(p_parent text, p_now timestamptz) returns bigint
language plpgsql
set search_path = ''
as $$
declare
  plan record;
  child record;
  columns text;
  placed bigint := 0;
  moved bigint;
  late constant text := p_parent || '_late_' || to_char(p_now at time zone 'UTC', 'YYYYMMDDHH24MISSUS');
begin
  select * into strict plan from private.partition_plan(p_now) where parent = p_parent;
  columns := private.columns_of(format('public.%I', p_parent)::regclass);
  for child in
    select name, starts_at, ends_at from private.partitions_of(p_parent, plan.step)
    union all select p_parent || '_default', plan.made_until, 'infinity'
  loop
    execute format('insert into private.%I (%s) overriding system value select %s from pg_temp.strays where %I >= %L and %I < %L',
      child.name, columns, columns, plan.key, child.starts_at, plan.key, child.ends_at);
    get diagnostics moved = row_count;
    placed := placed + moved;
  end loop;
  if not plan.is_archived or (select archive_url is null from private.retention) then
    return placed;
  end if;
  execute format('create table private.%I (like public.%I including all excluding identity)', late, p_parent);
  execute format('insert into private.%I (%s) select %s from pg_temp.strays where %I < %L',
    late, columns, columns, plan.key, plan.first_start);
  get diagnostics moved = row_count;
  if moved = 0 then
    execute format('drop table private.%I', late);
    return placed;
  end if;
  execute format('alter table private.%I enable row level security', late);
  execute format('comment on table private.%I is %L', late, 'Came too late for public.' || p_parent || '; on its way to the archive.');
  -- Whoever deletes an integration deletes this of it too.
  execute format('alter table private.%I add foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade', late);
  insert into private.archives (name, parent) values (late, p_parent);
  return placed + moved;
end;
$$;
comment on function private.place_strays(text, timestamptz) is
  'Puts the rows of the temporary table strays where they belong, and answers how many: into partitions; what is older than is kept towards the archive, if there is one, or nowhere.';

create function private.keep_partitions_of(p_parent text, p_now timestamptz) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  plan record;
  missing timestamptz[];
  has_strays boolean;
  made text[] := '{}';
  placed bigint := 0;
  start timestamptz;
begin
  select * into strict plan from private.partition_plan(p_now) where parent = p_parent;
  select coalesce(array_agg(due.starts_at order by due.starts_at), '{}') into missing
  from generate_series(plan.first_start, plan.made_until - interval '1 day', plan.step, 'UTC') as due (starts_at)
  where not exists (
    select from private.partitions_of(p_parent, plan.step) as there where there.starts_at = due.starts_at
  );
  execute format('select exists (select from private.%I where %I < %L)', p_parent || '_default', plan.key, plan.made_until)
  into has_strays;
  if missing = '{}' and not has_strays then
    return null;
  end if;

  -- In the order in which whoever writes a check takes them: a foreign key locks what it refers to.
  lock table public.user_integrations in share row exclusive mode;
  if has_strays then
    -- Whoever is on the way to the default partition would find, once there, that its row belongs elsewhere.
    execute format('lock table public.%I in access exclusive mode', p_parent);
    execute format('create temporary table strays on commit drop as select * from private.%I', p_parent || '_default');
    execute format('truncate private.%I', p_parent || '_default');
  end if;
  begin
    foreach start in array missing loop
      made := made || private.make_partition(p_parent, start, date_add(start, plan.step, 'UTC'), plan.fill);
    end loop;
  exception
    when check_violation then
      if has_strays then
        raise;
      end if;
      -- Since we looked a row has come that belongs into one of them: it is there to be seen now.
      return private.keep_partitions_of(p_parent, p_now);
  end;
  if has_strays then
    placed := private.place_strays(p_parent, p_now);
    drop table pg_temp.strays;
  end if;
  return jsonb_build_object('made', to_jsonb(made), 'placed', placed);
end;
$$;
comment on function private.keep_partitions_of(text, timestamptz) is
  'Makes the partitions that a table lacks, and empties its default one; null when there was nothing to do.';

create function private.drop_expired_of(p_parent text, p_now timestamptz) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  plan record;
  child record;
  is_empty boolean;
  left_as text;
  dropped text[] := '{}';
  archiving text[] := '{}';
begin
  select * into strict plan from private.partition_plan(p_now) where parent = p_parent;
  for child in
    select name from private.partitions_of(p_parent, plan.step) where ends_at <= plan.kept_from
    -- After a long standstill the rest goes at the next runs: each holds its locks for a moment only.
    order by starts_at limit 8
  loop
    execute format('select not exists (select from private.%I)', child.name) into is_empty;
    if plan.is_archived and not is_empty and (select archive_url is not null from private.retention) then
      -- Out of the parent first: what comes late must not slip in behind the reader.
      lock table public.user_integrations in share row exclusive mode;
      execute format('alter table public.%I detach partition private.%I', p_parent, child.name);
      -- Under a name of its own: should the same days come again, they are another table and other files.
      left_as := child.name || '_left_' || to_char(p_now at time zone 'UTC', 'YYYYMMDDHH24MISSUS');
      execute format('alter table private.%I rename to %I', child.name, left_as);
      insert into private.archives (name, parent) values (left_as, p_parent);
      archiving := archiving || left_as;
    else
      execute format('drop table private.%I', child.name);
      dropped := dropped || child.name;
    end if;
  end loop;
  if dropped = '{}' and archiving = '{}' then
    return null;
  end if;
  return jsonb_build_object('dropped', to_jsonb(dropped), 'archiving', to_jsonb(archiving));
end;
$$;
comment on function private.drop_expired_of(text, timestamptz) is
  'Drops the partitions of a table whose time is over, or takes them out of it for the archive; null when there were none.';

create function private.drop_archived() returns text[]
language plpgsql
set search_path = ''
as $$
declare
  done record;
  dropped text[] := '{}';
begin
  for done in
    select name from private.archives
    where (archived_at is not null or (select archive_url is null from private.retention))
      and exists (
        select from pg_catalog.pg_class
        where oid = to_regclass(format('private.%I', name)) and relkind = 'r' and not relispartition
      )
    order by name limit 8
  loop
    execute format('drop table private.%I', done.name);
    delete from private.archives where name = done.name and archived_at is null;
    dropped := dropped || done.name;
  end loop;
  return dropped;
end;
$$;
comment on function private.drop_archived() is
  'Drops what is archived, or was waiting for an archive that is no longer wanted, and answers its names.';

-- Definer: who may call it makes and drops tables by it, and may do nothing else to them.
create function private.keep_history(p_now timestamptz default null) returns jsonb
language plpgsql
security definer
set search_path = ''
-- Nobody waits long behind us: what cannot be had is done at the next run.
set lock_timeout = '2s'
as $$
declare
  at constant timestamptz := coalesce(p_now, pg_catalog.now());
  counted integer;
  dropped text[];
  chore record;
  did jsonb;
  waiting text[] := '{}';
begin
  if not pg_try_advisory_xact_lock(hashtextextended('patchbay.keep_history', 0)) then
    return jsonb_build_object('waiting', to_jsonb('{another run}'::text[]));
  end if;
  -- First, for before an hour is dropped its day must have it; and alone: with rows in hand it could
  -- wait for a writer who waits for it.
  begin
    counted := private.count_days(at);
    if counted > 0 then
      return jsonb_build_object('counted', counted);
    end if;
  exception
    when lock_not_available then waiting := array['days'];
  end;
  begin
    dropped := private.drop_archived();
    if dropped <> '{}' then
      return jsonb_build_object('dropped', to_jsonb(dropped));
    end if;
  exception
    when lock_not_available then waiting := waiting || 'archives'::text;
  end;
  -- One table a run, and either made or dropped: with two in hand it could wait for a reader who waits for it.
  for chore in
    select plan.parent, work.is_drop from private.partition_plan(at) as plan, unnest(array[false, true]) as work (is_drop)
    order by work.is_drop, plan.parent
  loop
    begin
      did := case when chore.is_drop then private.drop_expired_of(chore.parent, at)
        else private.keep_partitions_of(chore.parent, at) end;
    exception
      when lock_not_available then
        waiting := array_remove(waiting, chore.parent) || chore.parent;
        continue;
    end;
    if did is not null then
      return jsonb_build_object('table', chore.parent) || did;
    end if;
  end loop;
  return case when waiting = '{}' then '{}' else jsonb_build_object('waiting', to_jsonb(waiting)) end;
end;
$$;
comment on function private.keep_history(timestamptz) is
  'Does the next of: adding hours that are over to their days, dropping what is archived, making partitions ahead and filing late rows, dropping what is no longer kept; of one table. Any number may call it at any time. Answers what it did: {} when there is nothing to do.';

create function public.keep_history() returns jsonb
language sql
set search_path = ''
as $$ select private.keep_history() $$;
comment on function public.keep_history() is 'private.keep_history() for the schedule.';

revoke execute on function
  private.partition_plan(timestamptz),
  private.partitions_of(text, interval),
  private.make_default_partition(text),
  private.make_partition(text, timestamptz, timestamptz, integer),
  private.columns_of(regclass),
  private.place_strays(text, timestamptz),
  private.keep_partitions_of(text, timestamptz),
  private.drop_expired_of(text, timestamptz),
  private.drop_archived(),
  private.keep_history(timestamptz),
  public.keep_history()
from public, anon, authenticated, service_role;
grant execute on function private.keep_history(timestamptz), public.keep_history() to service_role;
