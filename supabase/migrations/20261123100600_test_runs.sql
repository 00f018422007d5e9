-- One test at a time, recorded in one transaction, and never `testing` for ever. For functions alone.

create function private.wait_for_rate_limit(mine public.user_integrations) returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
  limit_requests constant integer := (mine.config #>> '{rate_limit,requests}')::integer;
  limit_window constant interval := make_interval(secs => (mine.config #>> '{rate_limit,per_seconds}')::integer);
  oldest_counted timestamptz;
begin
  if limit_requests is null or limit_window is null then
    return null;
  end if;
  -- The newest check that still leaves no room: it must leave the window first.
  select metric.checked_at into oldest_counted from public.integration_health_metrics as metric
  where metric.user_integration_id = mine.id and metric.user_id = mine.user_id and metric.source <> 'client'
    and metric.checked_at > pg_catalog.now() - limit_window
  order by metric.checked_at desc, metric.id desc
  offset limit_requests - 1 limit 1;
  if not found then
    return null;
  end if;
  return greatest(1, ceil(extract(epoch from oldest_counted + limit_window - pg_catalog.now()) * 1000));
end;
$$;
comment on function private.wait_for_rate_limit(public.user_integrations) is
  'Milliseconds until the integration''s own rate limit leaves room for a test; null: it does now, or there is no limit.';

create function private.credentials_of(p_user_id uuid, p_integration_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('slot', c.slot, 'encrypted', c.encrypted, 'key_id', c.key_id,
    'hint', c.hint, 'audience', c.audience, 'expires_at', c.expires_at)), '[]'::jsonb)
  from public.integration_credentials as c
  where c.user_integration_id = p_integration_id and c.user_id = p_user_id
$$;
comment on function private.credentials_of(uuid, uuid) is 'An integration''s sealed secrets, as a test needs them: SealedCredential of the contract.';

create function private.type_for_test(p_user_id uuid, p_type_id text) returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object('name', t.name, 'auth_methods', t.auth_methods, 'defaults', t.defaults)
  from public.integration_types as t
  where t.id = p_type_id and (t.owner_id is null or t.owner_id = p_user_id)
$$;
comment on function private.type_for_test(uuid, text) is 'A type as a test needs it; null where there is none, or it is somebody else''s.';

create function public.begin_test(p_user_id uuid, p_integration_id uuid, p_lease_ms integer)
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

  wait_ms := private.wait_for_rate_limit(mine);
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
comment on function public.begin_test(uuid, uuid, integer) is
  'Takes the lease of a test and answers all that the probe needs: started, running, rate_limited or not_found.';

create function public.finish_test(p_integration_id uuid, p_run_id uuid, p_source public.check_source, p_report jsonb)
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
      last_report = p_report,
      last_checked_at = pg_catalog.now(),
      consecutive_failures = case when passed then 0 else consecutive_failures + 1 end
  where id = p_integration_id and status = 'testing' and test_run_id = p_run_id
  returning user_id into owner;
  if not found then
    return false;
  end if;
  insert into public.integration_health_metrics
    (user_integration_id, user_id, response_time_ms, success, stage, error_code, error_message, source)
  values (
    p_integration_id, owner, (p_report ->> 'duration_ms')::integer, passed,
    (p_report #>> '{failure,stage}')::public.probe_stage, p_report #>> '{failure,code}',
    left(p_report #>> '{failure,message}', 2000), p_source);
  return true;
end;
$$;
comment on function public.finish_test(uuid, uuid, public.check_source, jsonb) is
  'Writes status, log and metric of a test in one transaction. False: the run had lost its lease, nothing is written.';

create function public.abandon_test(p_integration_id uuid, p_run_id uuid)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  update public.user_integrations set status = status_before_test
  where id = p_integration_id and status = 'testing' and test_run_id = p_run_id;
  return found;
end;
$$;
comment on function public.abandon_test(uuid, uuid) is 'Gives the lease back without a report: the function itself failed.';

create function public.release_stale_tests()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  released integer;
begin
  update public.user_integrations set status = status_before_test
  where id in (
    select stale.id from public.user_integrations as stale
    where stale.status = 'testing' and stale.test_expires_at < pg_catalog.clock_timestamp()
    order by stale.test_expires_at
    limit 500
    for update skip locked
  );
  get diagnostics released = row_count;
  return released;
end;
$$;
comment on function public.release_stale_tests() is 'Ends tests whose function died, and answers how many.';

revoke execute on function
  private.wait_for_rate_limit(public.user_integrations),
  private.credentials_of(uuid, uuid),
  private.type_for_test(uuid, text),
  public.begin_test(uuid, uuid, integer),
  public.finish_test(uuid, uuid, public.check_source, jsonb),
  public.abandon_test(uuid, uuid),
  public.release_stale_tests()
from public, anon, authenticated;
grant execute on function
  private.wait_for_rate_limit(public.user_integrations),
  private.credentials_of(uuid, uuid),
  private.type_for_test(uuid, text),
  public.begin_test(uuid, uuid, integer),
  public.finish_test(uuid, uuid, public.check_source, jsonb),
  public.abandon_test(uuid, uuid),
  public.release_stale_tests()
to service_role;
