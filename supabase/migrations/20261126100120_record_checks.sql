-- What checks found: metric, status, log and the next due time of a whole batch in one statement.

-- A change of status alone concerns the guard, unless a browser asks: routine checks pass it by.
drop trigger user_integrations_guard on public.user_integrations;
create trigger user_integrations_guard_insert before insert on public.user_integrations
  for each row execute function private.guard_user_integration();
create trigger user_integrations_guard_update before update on public.user_integrations
  for each row when (
    current_user in ('anon', 'authenticated')
    or (new.status, new.id, new.user_id, new.type_id, new.created_at)
      is distinct from (old.status, old.id, old.user_id, old.type_id, old.created_at)
  ) execute function private.guard_user_integration();
create trigger user_integrations_touch before update on public.user_integrations
  for each row when (new.updated_at is not distinct from old.updated_at)
  execute function private.touch_updated_at();

drop trigger user_integrations_log on public.user_integrations;
create trigger user_integrations_log_insert after insert on public.user_integrations
  for each row execute function private.log_user_integration();
create trigger user_integrations_log_update after update on public.user_integrations
  for each row when (
    (new.status, new.name, new.auth_method, new.config) is distinct from (old.status, old.name, old.auth_method, old.config)
  ) execute function private.log_user_integration();

create or replace function private.log_user_integration() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  changed text[];
  was_tested boolean;
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
    was_tested := old.status = 'testing';
    is_result := new.status in ('connected', 'error') and new.last_report is distinct from old.last_report;
    is_unreported := was_tested and not is_result and new.status = old.status_before_test;
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
        when is_result and new.status = 'connected' then
          format(case when was_tested then 'Connected in %s ms.' else 'Works again: a check passed in %s ms.' end,
            new.last_report ->> 'duration_ms')
        when new.status = 'error' then left(
          format('Failed at %s: %s', new.last_error ->> 'stage', new.last_error ->> 'message'), 2000)
        when new.status = 'disconnected' then 'Disconnected.'
        when new.status = 'configuring' then 'Waiting for a test of what was changed.'
        else 'Connected.'
      end,
      jsonb_strip_nulls(jsonb_build_object(
        'from', old.status, 'to', new.status,
        'run_id', case when is_result then old.test_run_id else new.test_run_id end,
        'source', case when is_result and not was_tested then 'background' end,
        'duration_ms', case when is_result then new.last_report -> 'duration_ms' end,
        'stage', case when is_result then new.last_error -> 'stage' end,
        'code', case when is_result then new.last_error -> 'code' end
      ))
    );
  end if;
  return null;
end;
$$;

-- How evidence is weighed. A check that fails at its first look is looked at again after five seconds,
-- and fails when that look fails too: of looks of which one in ten fails by chance, one check in a
-- hundred fails, and with two failures for an error one check in ten thousand raises a false alarm. The
-- first failed check is confirmed sooner than its interval says, so that the default of two is reached
-- within three intervals of a minute, also where each look takes its whole ten seconds.
create function public.record_checks(p_lease uuid, p_outcomes jsonb, p_now timestamptz default null) returns jsonb
language plpgsql
set search_path = ''
-- To plan it takes longer than to run it.
set plan_cache_mode = 'force_generic_plan'
as $$
declare
  made_at constant timestamptz := coalesce(p_now, pg_catalog.clock_timestamp());
  recorded uuid[];
begin
  with given as materialized (
    select distinct on (1) outcome.integration_id as id, outcome.report, nullif(outcome.facts, 'null') as facts
    from jsonb_to_recordset(p_outcomes) as outcome (integration_id uuid, report jsonb, facts jsonb)
  ), told as materialized (
    select given.id,
      given.report ->> 'outcome' = 'passed' as passed, (given.report ->> 'duration_ms')::integer as duration_ms,
      (given.report #>> '{failure,stage}')::public.probe_stage as stage, given.report #>> '{failure,code}' as code,
      left(given.report #>> '{failure,message}', 2000) as message
    from given
  ), held as materialized (
    -- A person's test that runs goes first. Locked in one order, the integration before its schedule, as
    -- whoever changes an integration has them.
    select told.*, mine.user_id, mine.status, mine.consecutive_failures, mine.consecutive_successes,
      mine.failures_to_error, mine.successes_to_connect, mine.check_interval_s, mine.last_error ->> 'code' as last_code,
      s.due_at, s.failing_since, s.is_second_look
    from told
    join public.user_integrations as mine on mine.id = told.id
    join public.check_schedules as s on s.user_integration_id = told.id
    where s.lease = p_lease and mine.status in ('connected', 'error')
    order by mine.id
    for no key update of mine
  ), weighed as materialized (
    select held.*,
      case
        when held.passed then 'passed'
        -- UNMADE_CODES of the contract: these say nothing of the integration.
        when held.code in ('runner_offline', 'runner_lost') then 'unmade'
        when held.status = 'connected' and not held.is_second_look then 'doubted'
        else 'failed'
      end as finding
    from held
  ), judged as (
    select weighed.*,
      (case
        when finding = 'failed' and consecutive_failures + 1 >= failures_to_error then 'error'
        when finding = 'passed' and consecutive_successes + 1 >= successes_to_connect then 'connected'
        else status::text
      end)::public.connection_status as next_status
    from weighed
  ), planned as materialized (
    select judged.*,
      case when finding = 'passed' then null else coalesce(failing_since, case when finding <> 'unmade' then made_at end) end
        as fails_since,
      case
        when finding = 'doubted' then made_at + interval '5 seconds'
        when next_status = 'error' and finding = 'failed' then made_at + (0.9 + 0.2 * random()) * make_interval(secs =>
          greatest(check_interval_s, least(check_interval_s
            * 1.5 ^ least(greatest(consecutive_failures + 1 - failures_to_error, 0), 6), 8 * check_interval_s, 3600)))
        when next_status = 'error' and finding = 'passed' then
          made_at + make_interval(secs => least(check_interval_s / successes_to_connect, 30))
        when finding = 'failed' then made_at + make_interval(secs => least(check_interval_s / failures_to_error, 30))
        -- Counted from when it was due, so that an interval is one however busy the workers are.
        else greatest(due_at, made_at - make_interval(secs => check_interval_s / 4))
          + (0.9 + 0.2 * random()) * make_interval(secs => check_interval_s)
      end as next_due_at
    from judged
  ), kept as (
    -- Whose lease ended meanwhile, and is another's, is told of nothing.
    update public.check_schedules as s
    set lease = null, due_at = planned.next_due_at, claimable_at = planned.next_due_at, failing_since = planned.fails_since,
        is_second_look = planned.finding = 'doubted' or (planned.finding = 'unmade' and planned.is_second_look)
    -- By key: an equal lease would have the planner read all that are under way for each.
    from planned where s.user_integration_id = planned.id and s.lease is not distinct from p_lease
    returning planned.*
  ), metric as (
    insert into public.integration_health_metrics
      (user_integration_id, user_id, response_time_ms, success, stage, error_code, error_message, source, checked_at)
    select id, user_id, case when finding <> 'unmade' then duration_ms end, passed, stage, code, message, 'background', made_at
    from kept where finding <> 'doubted'
  ), marked as (
    update public.user_integrations as mine
    set status = kept.next_status,
        last_report = given.report,
        -- The same facts are not written again: what is large lies where it lay.
        last_facts = case
          when kept.passed and given.facts is distinct from mine.last_facts then given.facts else mine.last_facts
        end,
        last_checked_at = made_at,
        consecutive_failures = case when kept.passed then 0 else kept.consecutive_failures + 1 end,
        consecutive_successes = case when kept.passed then kept.consecutive_successes + 1 else 0 end,
        updated_at = pg_catalog.now()
    from kept join given on given.id = kept.id
    where mine.id = kept.id and kept.finding in ('passed', 'failed')
  ), logged as (
    insert into public.integration_logs (user_integration_id, user_id, event_type, level, message, metadata, created_at)
    select id, user_id, 'check_failed', (case when finding = 'doubted' then 'info' else 'warn' end)::public.log_level,
      left(format(
        case when finding = 'doubted' then 'Failed at %s, and is looked at again: %s'
          when status = 'error' then 'Fails otherwise now, at %s: %s' else 'Failed at %s: %s' end,
        stage, message), 2000),
      jsonb_build_object('source', 'background', 'stage', stage, 'code', code, 'duration_ms', duration_ms),
      made_at
    from kept
    where finding = 'doubted' or (finding = 'failed' and next_status = status and (status = 'connected' or code is distinct from last_code))
  )
  select array(select kept.id from kept) into recorded;

  return jsonb_build_object('recorded', cardinality(recorded), 'lost', case
    when cardinality(recorded) = jsonb_array_length(p_outcomes) then '[]'
    else (
      select coalesce(jsonb_agg(distinct outcome ->> 'integration_id'), '[]')
      from jsonb_array_elements(p_outcomes) as outcome
      where (outcome ->> 'integration_id')::uuid <> all (recorded)
    )
  end);
end;
$$;
comment on function public.record_checks(uuid, jsonb, timestamptz) is
  'Writes the outcomes [{ integration_id, report, facts }] of checks that were claimed under this lease, all or none: how many were recorded, and whose lease was lost, of which nothing is written.';

create or replace function public.finish_test(p_integration_id uuid, p_run_id uuid, p_source public.check_source, p_report jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  owner uuid;
  passed constant boolean := p_report ->> 'outcome' = 'passed';
begin
  update public.user_integrations
  set status = (case when passed then 'connected' else 'error' end)::public.connection_status,
      last_report = p_report - 'facts',
      last_facts = case when passed then nullif(p_report -> 'facts', 'null') else last_facts end,
      last_checked_at = pg_catalog.now(),
      consecutive_failures = case when passed then 0 else consecutive_failures + 1 end,
      consecutive_successes = case when passed then consecutive_successes + 1 else 0 end
  where id = p_integration_id and status = 'testing' and test_run_id = p_run_id
  returning user_id into owner;
  if not found then
    return false;
  end if;
  insert into public.integration_health_metrics
    (user_integration_id, user_id, response_time_ms, success, stage, error_code, error_message, source)
  values (
    p_integration_id, owner,
    case when p_report #>> '{failure,code}' in ('runner_offline', 'runner_lost') then null
      else (p_report ->> 'duration_ms')::integer end,
    passed,
    (p_report #>> '{failure,stage}')::public.probe_stage, p_report #>> '{failure,code}',
    left(p_report #>> '{failure,message}', 2000), p_source);
  return true;
end;
$$;

-- In the order in which a batch of checks locks them, or the two would wait for each other.
create or replace function private.reset_integrations_of_type() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update public.user_integrations set status = 'configuring'
  where id in (
    select mine.id from public.user_integrations as mine
    where mine.type_id = new.id and mine.status <> 'configuring' order by mine.id for no key update
  );
  return null;
end;
$$;

create or replace function private.keep_host_key() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  shown constant text := new.last_facts #>> '{host_key,fingerprint}';
begin
  if (new.config ->> 'host_key' = old.config ->> 'host_key')
    and (lower(new.config ->> 'host'), new.config ->> 'port') is distinct from (lower(old.config ->> 'host'), old.config ->> 'port')
  then
    new.config := new.config - 'host_key';
  end if;
  if old.status = 'testing' and new.status = 'connected' and new.last_report is distinct from old.last_report
    and new.last_facts ->> 'kind' = 'ssh' and shown ~ '^SHA256:[A-Za-z0-9+/]{43}$'
    and new.config = old.config and not new.config ? 'host_key'
  then
    new.config := new.config || jsonb_build_object('host_key', shown);
  end if;
  return new;
end;
$$;

create or replace function public.enqueue_runner_job(
  p_user_id uuid, p_integration_id uuid, p_run_id uuid, p_source public.check_source, p_payload jsonb,
  p_within_ms integer, p_test_lease_ms integer, p_online_ms integer
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  asked_at constant timestamptz := pg_catalog.clock_timestamp();
  lease_ends_at constant timestamptz := asked_at + make_interval(secs => p_test_lease_ms / 1000.0);
  was_lost boolean;
  made uuid;
  last_seen jsonb;
begin
  -- A background check that nobody ended is kept until its integration is due again, to be told of then.
  delete from private.runner_jobs
  where expires_at < asked_at - case when source = 'background' then interval '1 hour' else interval '0' end;
  if p_source = 'background' then
    delete from private.runner_jobs
    where integration_id = p_integration_id and source = 'background' and expires_at < asked_at;
    was_lost := found;
  end if;
  if not private.is_runner_online(p_user_id, false, p_online_ms) then
    select jsonb_build_object('name', r.name, 'seconds_ago', floor(extract(epoch from asked_at - r.last_seen_at)))
    into last_seen from public.runners as r
    where (r.user_id = p_user_id or r.user_id is null) and r.last_seen_at is not null
    order by r.last_seen_at desc limit 1;
    return jsonb_build_object('outcome', 'offline', 'last_seen', last_seen);
  end if;
  if was_lost then
    return jsonb_build_object('outcome', 'lost');
  end if;
  if p_source = 'background' then
    update public.check_schedules set claimable_at = lease_ends_at
    where user_integration_id = p_integration_id and user_id = p_user_id and lease = p_run_id;
  else
    update public.user_integrations set test_expires_at = lease_ends_at
    where id = p_integration_id and user_id = p_user_id and status = 'testing' and test_run_id = p_run_id;
  end if;
  insert into private.runner_jobs (user_id, integration_id, run_id, source, payload, expires_at)
  values (p_user_id, p_integration_id, p_run_id, p_source, p_payload,
    asked_at + make_interval(secs => p_within_ms / 1000.0))
  returning id into made;
  return jsonb_build_object('outcome', 'enqueued', 'job_id', made);
end;
$$;
comment on function public.enqueue_runner_job(uuid, uuid, uuid, public.check_source, jsonb, integer, integer, integer) is
  'Puts a test or a background check up for a runner, and prolongs its lease: enqueued, offline with the runner that was seen last, or lost: of this background check the last job was never ended.';
comment on column private.runner_jobs.run_id is
  'What the report is written for: the run of begin_test, or of a background check the lease of claim_checks; null for a draft.';

create or replace function public.finish_runner_job(p_token_hash text, p_job_id uuid, p_lease uuid, p_report jsonb)
returns text
language plpgsql
set search_path = ''
as $$
declare
  mine constant public.runners := private.seen_runner(p_token_hash);
  job private.runner_jobs;
begin
  if mine.id is null then
    return 'unknown_runner';
  end if;
  update private.runner_jobs
  set report = p_report, stages = p_report -> 'stages', payload = null, ended_at = pg_catalog.clock_timestamp()
  where id = p_job_id and runner_id = mine.id and lease = p_lease and ended_at is null
    and lease_expires_at > pg_catalog.clock_timestamp() and expires_at > pg_catalog.clock_timestamp()
  returning * into job;
  if not found then
    return 'lost';
  end if;
  -- Here, and not by whoever waits: that function may have died since.
  if job.source = 'background' then
    perform public.record_checks(job.run_id, jsonb_build_array(jsonb_build_object(
      'integration_id', job.integration_id,
      'report', (p_report - 'facts') || jsonb_build_object('id', job.run_id, 'integration_id', job.integration_id),
      'facts', p_report -> 'facts')));
    -- Nobody waits for it.
    delete from private.runner_jobs where id = job.id;
  elsif job.run_id is not null then
    update private.runner_jobs
    set is_recorded = public.finish_test(job.integration_id, job.run_id, job.source,
      p_report || jsonb_build_object('id', job.run_id, 'integration_id', job.integration_id))
    where id = job.id;
  end if;
  return 'kept';
end;
$$;

update public.integration_health_metrics set response_time_ms = null
where error_code in ('runner_offline', 'runner_lost') and response_time_ms is not null;

create or replace function public.recent_checks(per_integration integer default 30) returns jsonb
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
        case
          when newest.success then 'passed'
          -- What was never sent has no time, and says nothing of the integration.
          when newest.source = 'client' or newest.response_time_ms is null then 'unmade'
          else 'failed'
        end
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

create or replace function public.integration_cards() returns jsonb
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
      'tool_count', mine.last_facts #> '{tool_count}',
      'tools_capped', mine.last_facts #> '{counts_capped,tools}',
      'account', mine.last_facts #> '{account}',
      'server_name', mine.last_facts #> '{server,name}'
    ) order by mine.name, mine.id
  ), '[]')
  from public.user_integrations as mine
$$;

revoke execute on function public.record_checks(uuid, jsonb, timestamptz) from public, anon, authenticated;
grant execute on function public.record_checks(uuid, jsonb, timestamptz) to service_role;
