-- What runs by itself: which functions are to be called now, and on Supabase who calls them. The
-- embedded backend asks the same question by a timer of its own.

create function public.functions_to_call() returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', wanted.name, 'times', wanted.times)), '[]')
  from (values
    -- A worker makes up to 200 checks, and what it leaves is due at the next question.
    ('check-health', least(4, ceil(private.due_checks() / 200.0)::integer)),
    -- A worker sends them 20 at a time, and goes on while there are more.
    ('deliver-alerts', least(2, ceil(private.due_deliveries() / 20.0)::integer)),
    -- One writes file after file; a second would only wait for it.
    ('keep-history', least(1, private.due_archives()))
  ) as wanted (name, times)
  where wanted.times > 0
$$;
comment on function public.functions_to_call() is
  'Which Edge Functions have something to do now, and how many times each is to be called: [{ name, times }], empty mostly.';

create function public.do_chores() returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'history', public.keep_history(),
    'expiring', private.find_expiring_credentials()
  );
end;
$$;
comment on function public.do_chores() is
  'What is SQL alone and can wait a minute, for the schedule: what each did.';

create function private.call_functions() returns integer
language plpgsql
set search_path = ''
as $$
declare
  wanted constant jsonb := public.functions_to_call();
  functions_url text;
  secret text;
  called integer := 0;
  each record;
begin
  -- Nothing is decrypted, and nothing posted, where nothing is to be done.
  if wanted = '[]' then
    return 0;
  end if;
  select decrypted_secret into functions_url from vault.decrypted_secrets where name = 'patchbay_functions_url';
  select decrypted_secret into secret from vault.decrypted_secrets where name = 'patchbay_schedule_secret';
  if functions_url is null or secret is null then
    raise exception 'The schedule calls nobody: put patchbay_functions_url and patchbay_schedule_secret into the Vault.';
  end if;
  for each in
    select w.name from jsonb_to_recordset(wanted) as w (name text, times integer), generate_series(1, w.times)
  loop
    perform net.http_post(
      url := rtrim(functions_url, '/') || '/' || each.name,
      body := '{}'::jsonb,
      headers := jsonb_build_object('content-type', 'application/json', 'x-schedule-secret', secret),
      timeout_milliseconds := 5000
    );
    called := called + 1;
  end loop;
  return called;
end;
$$;
comment on function private.call_functions() is
  'Posts to the functions that have something to do, with a secret that opens nothing else, and answers how many calls that were.';

revoke execute on function public.functions_to_call(), public.do_chores(), private.call_functions() from public, anon, authenticated;
grant execute on function public.functions_to_call(), public.do_chores() to service_role;

do $$
declare
  -- Intervals of seconds came with pg_cron 1.5.
  tick text := '* * * * *';
begin
  if exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron') then
    create extension if not exists pg_cron;
  end if;
  if exists (select from pg_catalog.pg_available_extensions where name = 'pg_net') then
    create extension if not exists pg_net with schema extensions;
  end if;
  if pg_catalog.to_regnamespace('cron') is null or pg_catalog.to_regnamespace('net') is null
    or pg_catalog.to_regclass('vault.decrypted_secrets') is null then
    return;
  end if;
  if exists (
    select from pg_catalog.pg_extension
    where extname = 'pg_cron' and regexp_match(extversion, '^(\d+)\.(\d+)')::integer[] >= array[1, 5]
  ) then
    tick := '2 seconds';
  end if;
  perform cron.schedule('patchbay-call-functions', tick, 'select private.call_functions()');
  perform cron.schedule('patchbay-do-chores', '* * * * *', 'select public.do_chores()');
  -- pg_cron notes every run, and never forgets one by itself.
  perform cron.schedule('patchbay-forget-runs', '*/5 * * * *',
    $job$delete from cron.job_run_details as run using cron.job
      where job.jobid = run.jobid and job.jobname like 'patchbay-%' and run.end_time < now() - interval '1 hour'$job$);
exception
  -- Installed but not preloaded, or not this role's to create.
  when others then raise warning 'The schedule cannot be set up: %', sqlerrm;
end;
$$;
