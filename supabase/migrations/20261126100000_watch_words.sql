-- What a person decides of how an integration is watched, and a word for the log.

alter type public.log_event add value 'check_failed' after 'status_changed';

alter table public.user_integrations
  drop column next_check_at,
  add column last_facts jsonb,
  add column is_watched boolean not null default true,
  add column check_interval_s integer not null default 300,
  add column failures_to_error smallint not null default 2,
  add column successes_to_connect smallint not null default 1,
  add column are_alerts_muted boolean not null default false,
  add column consecutive_successes integer not null default 0,
  add constraint user_integrations_check_interval_range check (check_interval_s between 60 and 86400),
  add constraint user_integrations_failures_to_error_range check (failures_to_error between 1 and 10),
  add constraint user_integrations_successes_to_connect_range check (successes_to_connect between 1 and 10),
  add constraint user_integrations_successes_not_negative check (consecutive_successes >= 0);
comment on column public.user_integrations.last_report is
  'TestReport of the contract, but for its facts: the last one.';
comment on column public.user_integrations.last_facts is
  'The facts of the last report that passed. Apart from it and written only where they differ: they may be large, and are most often the same.';
comment on column public.user_integrations.is_watched is 'Whether background checks are made while it is connected or failing.';
comment on column public.user_integrations.check_interval_s is 'Seconds from one background check to the next while all is well.';
comment on column public.user_integrations.failures_to_error is 'Checks that must fail in a row before connected becomes error. A check fails when both of its looks do.';
comment on column public.user_integrations.successes_to_connect is 'Background checks that must pass in a row before error becomes connected.';
comment on column public.user_integrations.are_alerts_muted is 'Nothing is sent of it; what happens still stands in the page.';
comment on column public.user_integrations.consecutive_successes is 'Reports that passed since the last that failed.';

-- Runs as whoever makes the change, so that is_client() can tell a browser from a function.
create or replace function private.guard_user_integration() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  by_client constant boolean := private.is_client();
begin
  if tg_op = 'INSERT' then
    if new.status <> 'configuring' then
      raise exception 'An integration begins as configuring.' using errcode = 'check_violation';
    end if;
    if by_client and (
      new.connected_at is not null or new.last_checked_at is not null or new.last_report is not null
      or new.last_facts is not null or new.consecutive_failures <> 0 or new.consecutive_successes <> 0
    ) then
      raise exception 'What a test found out is not the browser''s to write.' using errcode = 'insufficient_privilege';
    end if;
    new.created_at := pg_catalog.now();
    new.status_since := pg_catalog.now();
    new.updated_at := pg_catalog.now();
    return new;
  end if;

  if (new.id, new.user_id, new.type_id, new.created_at) is distinct from (old.id, old.user_id, old.type_id, old.created_at) then
    raise exception 'The id, owner and type of an integration never change.' using errcode = 'check_violation';
  end if;
  if by_client then
    if (new.status_since, new.connected_at, new.last_checked_at, new.last_report, new.last_facts, new.consecutive_failures,
        new.consecutive_successes, new.status_before_test, new.test_run_id, new.test_expires_at)
       is distinct from
       (old.status_since, old.connected_at, old.last_checked_at, old.last_report, old.last_facts, old.consecutive_failures,
        old.consecutive_successes, old.status_before_test, old.test_run_id, old.test_expires_at) then
      raise exception 'What a test found out is not the browser''s to write.' using errcode = 'insufficient_privilege';
    end if;
    if new.status is distinct from old.status and new.status not in ('disconnected', 'configuring') then
      raise exception 'Only a test makes an integration %.', new.status using errcode = 'insufficient_privilege';
    end if;
    -- What was tested is no longer what is configured.
    if (new.config, new.auth_method) is distinct from (old.config, old.auth_method) then
      new.status := 'configuring';
    end if;
  end if;

  if new.status is distinct from old.status then
    if not private.is_status_change_allowed(old.status, new.status) then
      raise exception 'An integration cannot go from % to %.', old.status, new.status using errcode = 'check_violation';
    end if;
    if new.status = 'testing' then
      new.status_before_test := old.status;
    else
      if new.status is distinct from coalesce(old.status_before_test, old.status) then
        new.status_since := pg_catalog.now();
      end if;
      new.status_before_test := null;
      new.test_run_id := null;
      new.test_expires_at := null;
      new.connected_at := case when new.status = 'connected' then coalesce(old.connected_at, pg_catalog.now()) end;
    end if;
  end if;
  new.updated_at := pg_catalog.now();
  return new;
end;
$$;

update public.user_integrations
set last_facts = nullif(last_report -> 'facts', 'null'), last_report = last_report - 'facts'
where last_report is not null;
