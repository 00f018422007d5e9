-- Background checks: when each integration is due, who is checking it, and the incidents they find.

create table public.check_schedules (
  user_integration_id uuid not null,
  user_id uuid not null,
  host text not null,
  due_at timestamptz not null,
  claimable_at timestamptz not null,
  lease uuid,
  failing_since timestamptz,
  is_second_look boolean not null default false,
  constraint check_schedules_pkey primary key (user_integration_id) include (user_id),
  constraint check_schedules_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade
) with (fillfactor = 70);
comment on table public.check_schedules is
  'When each watched integration is due. A row apart from it, narrow, because it changes with every check.';
comment on column public.check_schedules.user_integration_id is 'What is due. It has a row while it is connected or failing, and watched.';
comment on column public.check_schedules.user_id is 'The owner.';
comment on column public.check_schedules.host is
  'Whom a check asks, so that no server is asked by too many at once: host:port, ssh host:port, or runner for a command.';
comment on column public.check_schedules.due_at is 'When the next check is due. Moved by outcomes alone: what lies far in the past says that nobody checks.';
comment on column public.check_schedules.claimable_at is 'When a worker may take it: due_at, or the end of the lease of who has it.';
comment on column public.check_schedules.lease is 'The claim that may report; another''s report is late. Null: nobody has it.';
comment on column public.check_schedules.failing_since is 'The first of the failures in a row; null while the last look passed.';
comment on column public.check_schedules.is_second_look is
  'The first look of the check that is due has failed: this one decides. A lost packet is no failed check.';

-- Apart, so that a claim and an outcome each write one of them. There is none by user: it would be
-- written with every check, and whoever reads an owner's rows comes from their integrations.
create index check_schedules_free_idx on public.check_schedules (claimable_at) where lease is null;
create index check_schedules_leased_idx on public.check_schedules (claimable_at) where lease is not null;

alter table public.check_schedules enable row level security;
revoke all on table public.check_schedules from anon, authenticated;
grant select on table public.check_schedules to authenticated;
grant all on table public.check_schedules to service_role;
create policy check_schedules_select_owner on public.check_schedules
  for select to authenticated using (user_id = (select auth.uid()));

create table public.integration_incidents (
  id uuid not null default gen_random_uuid(),
  user_integration_id uuid not null,
  user_id uuid not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  ended_by text,
  stage public.probe_stage,
  code text not null,
  message text not null,
  constraint integration_incidents_pkey primary key (id),
  constraint integration_incidents_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint integration_incidents_ended_by_known check (ended_by in ('recovered', 'changed')),
  constraint integration_incidents_end_is_whole check ((closed_at is null) = (ended_by is null)),
  constraint integration_incidents_order check (closed_at >= opened_at),
  constraint integration_incidents_code_form check (code ~ '^[a-z_]{1,60}$'),
  constraint integration_incidents_message_length check (char_length(message) between 1 and 2000)
);
comment on table public.integration_incidents is
  'Times in which an integration that had been connected was not: from the first failed look until it was connected again.';
comment on column public.integration_incidents.id is 'What alerts and links name.';
comment on column public.integration_incidents.user_integration_id is 'What failed.';
comment on column public.integration_incidents.user_id is 'The owner.';
comment on column public.integration_incidents.opened_at is 'The first failed look of those that made it.';
comment on column public.integration_incidents.closed_at is 'When it ended; null: it goes on.';
comment on column public.integration_incidents.ended_by is 'recovered: a check passed. changed: its owner disconnected it or changed what is tested.';
comment on column public.integration_incidents.stage is 'The rung at which it failed.';
comment on column public.integration_incidents.code is 'ErrorCode of the contract: the cause, as the check that opened it found it.';
comment on column public.integration_incidents.message is 'The cause in a sentence. Nothing secret.';

create unique index integration_incidents_open_key on public.integration_incidents (user_integration_id) where closed_at is null;
create index integration_incidents_integration_idx
  on public.integration_incidents (user_integration_id, user_id, opened_at desc);
create index integration_incidents_owner_idx on public.integration_incidents (user_id, opened_at desc);

alter table public.integration_incidents enable row level security;
revoke all on table public.integration_incidents from anon, authenticated;
grant select on table public.integration_incidents to authenticated;
grant all on table public.integration_incidents to service_role;
create policy integration_incidents_select_owner on public.integration_incidents
  for select to authenticated using (user_id = (select auth.uid()));

-- A row of user_integrations is rewritten by each check: on its own page, it touches no index.
alter table public.user_integrations set (fillfactor = 70);

create function private.host_of(config jsonb) returns text
language sql
immutable
set search_path = ''
as $$
  select left(case
    when config ->> 'kind' = 'ssh' then 'ssh ' || lower(config ->> 'host') || ':' || coalesce(config ->> 'port', '22')
    when config ->> 'protocol' = 'stdio' then 'runner'
    else coalesce(
      (select lower(part[2]) || ':' || coalesce(part[3], case lower(part[1]) when 'https' then '443' else '80' end)
       from regexp_match(coalesce(config ->> 'url', config ->> 'api_url'),
         '^([a-z]+)://(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^:/?#]*)(?::([0-9]+))?(?:[/?#]|$)', 'i') as part),
      'unknown:0')
  end, 300)
$$;
comment on function private.host_of(jsonb) is
  'Whom a check of this configuration asks: host:port, ssh host:port, or runner where a command is started.';
revoke execute on function private.host_of(jsonb) from public;

-- Definer: a person who disconnects, or changes how a thing is watched, may not write the schedule.
create function private.keep_check_schedule() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  planned timestamptz;
  is_tested constant boolean :=
    old.status = 'testing' and new.status in ('connected', 'error') and new.last_report is distinct from old.last_report;
  is_replanned constant boolean := is_tested or new.check_interval_s <> old.check_interval_s;
begin
  if new.status = 'testing' then
    -- Its report, or the end of the test, comes here again.
    return null;
  end if;
  if not new.is_watched or new.status not in ('connected', 'error') then
    delete from public.check_schedules where user_integration_id = new.id;
    return null;
  end if;
  planned := greatest(
    new.last_checked_at + make_interval(secs => new.check_interval_s * (0.9 + 0.2 * random())),
    -- What is overdue at once, as after a pause, does not come all in the same moment.
    pg_catalog.clock_timestamp() + make_interval(secs => least(new.check_interval_s, 60) * random())
  );
  insert into public.check_schedules as own (user_integration_id, user_id, host, due_at, claimable_at, failing_since)
  values (new.id, new.user_id, private.host_of(new.config), planned, planned,
    case when new.status = 'error' then new.last_checked_at end)
  on conflict (user_integration_id) do update
  set host = excluded.host,
      due_at = case when is_replanned then planned else own.due_at end,
      claimable_at = case when is_tested or (is_replanned and own.lease is null) then planned else own.claimable_at end,
      -- What a check finds that was under way is older than the test.
      lease = case when is_tested then null else own.lease end,
      is_second_look = own.is_second_look and not is_tested,
      failing_since = case
        when not is_tested then own.failing_since
        when new.status = 'error' then coalesce(own.failing_since, new.last_checked_at)
      end
  where is_replanned or own.host <> excluded.host;
  return null;
end;
$$;
comment on function private.keep_check_schedule() is
  'Keeps the row of check_schedules: there while it is connected or failing, and watched; planned anew by a test and by another interval.';
revoke execute on function private.keep_check_schedule() from public;

-- Definer: incidents are nobody's to write.
create function private.keep_incident() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  before constant public.connection_status := coalesce(old.status_before_test, old.status);
begin
  if new.status = 'testing' or new.status = before then
    return null;
  end if;
  if new.status = 'error' and before = 'connected' then
    insert into public.integration_incidents (user_integration_id, user_id, opened_at, stage, code, message)
    select new.id, new.user_id,
      least(new.last_checked_at, (
        select s.failing_since from public.check_schedules as s where s.user_integration_id = new.id)),
      (new.last_error ->> 'stage')::public.probe_stage, new.last_error ->> 'code', left(new.last_error ->> 'message', 2000)
    -- Nothing is told of an error without a report: there is no cause to tell.
    where new.last_error is not null
    on conflict (user_integration_id) where closed_at is null do nothing;
  elsif new.status <> 'error' then
    update public.integration_incidents
    set ended_by = case new.status when 'connected' then 'recovered' else 'changed' end,
        -- A clock that was set back ends nothing before it began.
        closed_at = greatest(opened_at, case new.status when 'connected' then new.last_checked_at else pg_catalog.now() end)
    where user_integration_id = new.id and closed_at is null;
  end if;
  return null;
end;
$$;
comment on function private.keep_incident() is
  'Opens an incident when connected becomes error, and closes it when it is connected again or is no longer what it was.';
revoke execute on function private.keep_incident() from public;

-- In the order of their names: the incident reads since when it fails before a test's report plans anew.
create trigger user_integrations_incident after update on public.user_integrations
  for each row when (new.status is distinct from old.status)
  execute function private.keep_incident();
create trigger user_integrations_schedule after update on public.user_integrations
  for each row when (
    (new.status, new.is_watched, new.check_interval_s, new.config)
    is distinct from (old.status, old.is_watched, old.check_interval_s, old.config)
  ) execute function private.keep_check_schedule();

insert into public.check_schedules (user_integration_id, user_id, host, due_at, claimable_at, failing_since)
select mine.id, mine.user_id, private.host_of(mine.config), first.due_at, first.due_at,
  case when coalesce(mine.status_before_test, mine.status) = 'error' then mine.last_checked_at end
from public.user_integrations as mine,
  lateral (select now() + make_interval(secs => mine.check_interval_s * random()) as due_at) as first
where mine.is_watched and coalesce(mine.status_before_test, mine.status) in ('connected', 'error');
