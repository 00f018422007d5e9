-- Who checks what: claims with a lease, fair to every person and gentle to every server; and the one
-- allowance that tests, drafts and background checks of an integration share.

create table private.rate_allowances (
  user_integration_id uuid not null,
  whole_at timestamptz not null,
  constraint rate_allowances_pkey primary key (user_integration_id),
  constraint rate_allowances_user_integration_id_fkey foreign key (user_integration_id)
    references public.user_integrations (id) on delete cascade
);
comment on table private.rate_allowances is
  'How much of its rate_limit each integration has left: a token bucket told by one instant (GCRA). It has a row while it has a limit.';
comment on column private.rate_allowances.user_integration_id is 'Whose limit it is.';
comment on column private.rate_allowances.whole_at is 'When it is whole again: each test and check puts that off by its share of the time.';

alter table private.rate_allowances enable row level security;
grant select, update on table private.rate_allowances to service_role;

-- The row is made with the limit, so that a claim never waits for one that is being made.
create function private.keep_rate_allowance() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into private.rate_allowances as own (user_integration_id, whole_at) values (new.id, pg_catalog.now())
  -- What was spent under the old limit is owed for no longer than the new one lasts.
  on conflict (user_integration_id) do update set whole_at = least(own.whole_at,
    pg_catalog.now() + make_interval(secs => (new.config #>> '{rate_limit,per_seconds}')::integer));
  return null;
end;
$$;
comment on function private.keep_rate_allowance() is 'Makes the allowance of an integration that has a rate limit.';
revoke execute on function private.keep_rate_allowance() from public;

create trigger user_integrations_rate_allowance_insert after insert on public.user_integrations
  for each row when (new.config ? 'rate_limit') execute function private.keep_rate_allowance();
create trigger user_integrations_rate_allowance_update after update on public.user_integrations
  for each row when (new.config -> 'rate_limit' is distinct from old.config -> 'rate_limit' and new.config ? 'rate_limit')
  execute function private.keep_rate_allowance();

insert into private.rate_allowances (user_integration_id, whole_at)
select mine.id, now() from public.user_integrations as mine where mine.config ? 'rate_limit';

create function private.take_rate_allowance(mine public.user_integrations) returns integer
language plpgsql
set search_path = ''
as $$
declare
  requests constant integer := (mine.config #>> '{rate_limit,requests}')::integer;
  allowance constant interval := make_interval(secs => (mine.config #>> '{rate_limit,per_seconds}')::integer);
  cost constant interval := allowance / requests;
  asked_at constant timestamptz := pg_catalog.clock_timestamp();
  wait_ms integer;
begin
  if cost is null then
    return null;
  end if;
  update private.rate_allowances as own set whole_at = greatest(own.whole_at, asked_at) + cost
  where own.user_integration_id = mine.id and own.whole_at + cost <= asked_at + allowance;
  if not found then
    select greatest(1, ceil(extract(epoch from own.whole_at + cost - allowance - asked_at) * 1000)) into wait_ms
    from private.rate_allowances as own where own.user_integration_id = mine.id;
  end if;
  return wait_ms;
end;
$$;
comment on function private.take_rate_allowance(public.user_integrations) is
  'Counts a test against the integration''s own rate limit. Milliseconds until there is room; null: there was, or there is no limit.';

create or replace function public.begin_test(p_user_id uuid, p_integration_id uuid, p_lease_ms integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  mine public.user_integrations;
  run constant uuid := pg_catalog.gen_random_uuid();
  wait_ms integer;
begin
  select * into mine from public.user_integrations
  where id = p_integration_id and user_id = p_user_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;

  if mine.status = 'testing' then
    if mine.test_expires_at > pg_catalog.clock_timestamp() then
      return jsonb_build_object('outcome', 'running', 'run_id', mine.test_run_id);
    end if;
    -- The last run died: say so in the log before the next begins.
    update public.user_integrations set status = mine.status_before_test where id = mine.id;
  end if;

  wait_ms := private.take_rate_allowance(mine);
  if wait_ms is not null then
    return jsonb_build_object('outcome', 'rate_limited', 'retry_after_ms', wait_ms);
  end if;

  update public.user_integrations
  set status = 'testing', test_run_id = run,
      test_expires_at = pg_catalog.clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0)
  where id = mine.id;

  return jsonb_build_object(
    'outcome', 'started',
    'run_id', run,
    'integration', jsonb_build_object('id', mine.id, 'auth_method', mine.auth_method, 'config', mine.config),
    'type', private.type_for_test(mine.user_id, mine.type_id),
    'credentials', private.credentials_of(mine.user_id, mine.id)
  );
end;
$$;

create or replace function public.begin_draft_test(p_user_id uuid, p_type_id text, p_integration_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  mine public.user_integrations;
  wait_ms integer;
  found_type jsonb;
begin
  select * into mine from public.user_integrations where id = p_integration_id and user_id = p_user_id;
  wait_ms := coalesce(private.take_rate_allowance(mine), private.take_test_allowance(p_user_id));
  if wait_ms is not null then
    return jsonb_build_object('outcome', 'rate_limited', 'retry_after_ms', wait_ms);
  end if;

  found_type := private.type_for_test(p_user_id, p_type_id);
  if found_type is null then
    return jsonb_build_object('outcome', 'unknown_type');
  end if;
  return jsonb_build_object(
    'outcome', 'started',
    'type', found_type,
    'credentials', private.credentials_of(p_user_id, p_integration_id)
  );
end;
$$;

drop function private.wait_for_rate_limit(public.user_integrations);

create function private.credentials_of_each(p_integration_ids uuid[])
returns table (user_integration_id uuid, user_id uuid, credentials json)
-- plpgsql plans once; a claim asks many times a second.
language plpgsql
stable
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
as $$
#variable_conflict use_column
begin
  return query
  select c.user_integration_id, c.user_id, json_agg(json_build_object('slot', c.slot, 'encrypted', c.encrypted,
    'key_id', c.key_id, 'hint', c.hint, 'audience', c.audience, 'expires_at', c.expires_at))
  from public.integration_credentials as c
  where c.user_integration_id = any (p_integration_ids)
  group by c.user_integration_id, c.user_id;
end;
$$;
comment on function private.credentials_of_each(uuid[]) is
  'The sealed secrets of integrations, as a test needs them: SealedCredential of the contract. No row for those without.';

create or replace function private.credentials_of(p_user_id uuid, p_integration_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce((
    select sealed.credentials::jsonb from private.credentials_of_each(array[p_integration_id]) as sealed
    where sealed.user_id = p_user_id
  ), '[]'::jsonb)
$$;

create function private.types_for_tests(p_type_ids text[]) returns table (id text, owner_id uuid, type jsonb)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
as $$
#variable_conflict use_column
begin
  return query
  select t.id, t.owner_id, jsonb_build_object('name', t.name, 'auth_methods', t.auth_methods, 'defaults', t.defaults)
  from public.integration_types as t
  where t.id = any (p_type_ids);
end;
$$;
comment on function private.types_for_tests(text[]) is
  'Types as tests need them, and whose each is: one with an owner is for nobody else.';

create or replace function private.type_for_test(p_user_id uuid, p_type_id text) returns jsonb
language sql
stable
set search_path = ''
as $$
  select types.type from private.types_for_tests(array[p_type_id]) as types
  where types.owner_id is null or types.owner_id = p_user_id
$$;

create type private.claimed_check as (
  id uuid, user_id uuid, type_id text, auth_method public.auth_method, config jsonb, due_at timestamptz, host text
);
comment on type private.claimed_check is 'A check that was claimed, as its rows had it.';

-- It waits for other claims alone: a row that another holds is passed over, so it can stand in no deadlock.
create function public.claim_checks(
  p_limit integer, p_per_user integer, p_per_host integer, p_lease_ms integer, p_now timestamptz default null
) returns json
language plpgsql
set search_path = ''
-- To plan it takes longer than to run it.
set plan_cache_mode = 'force_generic_plan'
as $$
declare
  asked_at constant timestamptz := coalesce(p_now, pg_catalog.clock_timestamp());
  ends_at constant timestamptz := asked_at + make_interval(secs => p_lease_ms / 1000.0);
  turn constant uuid := pg_catalog.gen_random_uuid();
  claimed private.claimed_check[] := '{}';
  room integer;
  taken private.claimed_check[];
  seen integer;
  moved integer;
begin
  -- One claim after the other: two at once would each count without the other what a person or a server
  -- has under way. Whoever waits here holds nothing else.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('patchbay.claim_checks'));
  -- The oldest first. Who has as many under way as they may is passed over in the next round, so that
  -- one person's thousands, or one slow server's, keep nobody waiting who is due after them.
  loop
    room := p_limit - cardinality(claimed);
    exit when room <= 0;
    with under_way as materialized (
      select s.user_id, s.host from public.check_schedules as s where s.lease is not null and s.claimable_at > asked_at
    ), users as materialized (
      select user_id, count(*) as held from under_way group by user_id
    ), hosts as materialized (
      -- A runner is each person's own, and takes one job after the other.
      select host, count(*) as held from under_way where host <> 'runner' group by host
    ), lapsed as materialized (
      -- What a worker died with goes first: it has waited for a lease already.
      select s.user_integration_id as id, s.user_id, s.host, s.due_at, s.claimable_at
      from public.check_schedules as s
      where s.lease is not null and s.claimable_at <= asked_at
        and s.user_id not in (select users.user_id from users where users.held >= p_per_user)
        and s.host not in (select hosts.host from hosts where hosts.held >= p_per_host)
      order by s.claimable_at
      limit room
      for no key update skip locked
    ), free as materialized (
      select s.user_integration_id as id, s.user_id, s.host, s.due_at, s.claimable_at
      from public.check_schedules as s
      where s.lease is null and s.claimable_at <= asked_at
        and s.user_id not in (select users.user_id from users where users.held >= p_per_user)
        and s.host not in (select hosts.host from hosts where hosts.held >= p_per_host)
      order by s.claimable_at
      limit room - (select count(*) from lapsed)
      for no key update skip locked
    ), due as materialized (
      select * from lapsed union all select * from free
    ), ranked as materialized (
      select due.id, due.user_id, due.host, due.due_at, mine.type_id, mine.auth_method, mine.config,
        mine.status, mine.test_expires_at, mine.config -> 'rate_limit' as rate_limit,
        coalesce(users.held, 0) + row_number() over (partition by due.user_id order by due.claimable_at) as nth_of_user,
        coalesce(hosts.held, 0) + row_number() over (partition by due.host order by due.claimable_at) as nth_of_host
      from due
      join public.user_integrations as mine on mine.id = due.id
      left join users on users.user_id = due.user_id
      left join hosts on hosts.host = due.host
    ), fair as materialized (
      select ranked.*,
        make_interval(secs => (ranked.rate_limit ->> 'per_seconds')::integer) as allowance,
        make_interval(secs => (ranked.rate_limit ->> 'per_seconds')::integer) / (ranked.rate_limit ->> 'requests')::integer as cost
      from ranked
      where ranked.status <> 'testing' and ranked.nth_of_user <= p_per_user
        and (ranked.host = 'runner' or ranked.nth_of_host <= p_per_host)
    ), limited as materialized (
      select own.user_integration_id as id, fair.cost, greatest(own.whole_at, asked_at) + fair.cost as whole_at,
        own.whole_at + fair.cost - fair.allowance as room_at
      from fair join private.rate_allowances as own on own.user_integration_id = fair.id
      where fair.cost is not null
      for no key update of own skip locked
    ), spent as (
      update private.rate_allowances as own set whole_at = limited.whole_at
      from limited where own.user_integration_id = limited.id and limited.room_at <= asked_at
    ), put_off as (
      update public.check_schedules as s set due_at = limited.room_at, claimable_at = limited.room_at
      from limited where s.user_integration_id = limited.id and limited.room_at > asked_at
      returning s.user_integration_id
    ), left_to_tests as (
      -- A person's test goes first, and plans anew when it ends.
      update public.check_schedules as s
      set claimable_at = greatest(ranked.test_expires_at, asked_at + interval '5 seconds')
      from ranked where s.user_integration_id = ranked.id and ranked.status = 'testing'
      returning s.user_integration_id
    ), leased as (
      update public.check_schedules as s set lease = turn, claimable_at = ends_at
      from fair
      where s.user_integration_id = fair.id
        and (fair.cost is null or fair.id in (select limited.id from limited where limited.room_at <= asked_at))
      returning (fair.id, fair.user_id, fair.type_id, fair.auth_method, fair.config, fair.due_at, fair.host)::private.claimed_check as taken
    )
    select array(select leased.taken from leased), (select count(*) from due),
      (select count(*) from put_off) + (select count(*) from left_to_tests)
    into taken, seen, moved;
    claimed := claimed || taken;
    exit when seen < room or (cardinality(taken) = 0 and moved = 0);
  end loop;

  return json_build_object('lease', turn, 'checks', (
    select coalesce(json_agg(json_build_object(
      'integration', json_build_object(
        'id', mine.id, 'user_id', mine.user_id, 'auth_method', mine.auth_method, 'config', mine.config),
      'type', types.type,
      'credentials', coalesce(sealed.credentials, '[]'),
      'due_at', mine.due_at,
      'host', mine.host
    ) order by mine.due_at), '[]')
    from unnest(claimed) as mine
    left join private.types_for_tests(array(select distinct each.type_id from unnest(claimed) as each)) as types
      on types.id = mine.type_id and (types.owner_id is null or types.owner_id = mine.user_id)
    left join private.credentials_of_each(array(select each.id from unnest(claimed) as each)) as sealed on sealed.user_integration_id = mine.id
  ));
end;
$$;
comment on function public.claim_checks(integer, integer, integer, integer, timestamptz) is
  'Takes the lease of checks that are due, the oldest first and before them what a worker died with, with all that their probes need. At most so many a claim, and under way at once for each person and each server. p_now: another clock, for simulations.';

create function public.release_checks(p_lease uuid, p_integration_ids uuid[]) returns integer
language plpgsql
set search_path = ''
as $$
declare
  released integer;
begin
  update public.check_schedules set lease = null, claimable_at = due_at
  where lease = p_lease and user_integration_id = any (p_integration_ids);
  get diagnostics released = row_count;
  return released;
end;
$$;
comment on function public.release_checks(uuid, uuid[]) is
  'Gives back what was claimed and not begun, for another to claim at once; answers how many.';

create function private.due_checks(p_now timestamptz default null) returns integer
language sql
stable
set search_path = ''
as $$
  select (
    (select count(*) from public.check_schedules as s
     where s.lease is null and s.claimable_at <= coalesce(p_now, pg_catalog.clock_timestamp()))
    + (select count(*) from public.check_schedules as s
       where s.lease is not null and s.claimable_at <= coalesce(p_now, pg_catalog.clock_timestamp()))
  )::integer
$$;
comment on function private.due_checks(timestamptz) is 'How many checks may be claimed now.';

revoke execute on function
  private.credentials_of_each(uuid[]),
  private.types_for_tests(text[]),
  private.take_rate_allowance(public.user_integrations),
  public.claim_checks(integer, integer, integer, integer, timestamptz),
  public.release_checks(uuid, uuid[]),
  private.due_checks(timestamptz)
from public, anon, authenticated;
grant execute on function
  private.credentials_of_each(uuid[]),
  private.types_for_tests(text[]),
  private.take_rate_allowance(public.user_integrations),
  public.claim_checks(integer, integer, integer, integer, timestamptz),
  public.release_checks(uuid, uuid[]),
  private.due_checks(timestamptz)
to service_role;
