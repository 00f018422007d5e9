-- Runners: programs on a person's own machine that make the tests no Edge Function can make. A runner
-- is paired with a code, shows a token, and takes jobs; a job is its runner's while the lease lives.

create table public.runners (
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  name text not null,
  platform text not null,
  version text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz,
  constraint runners_pkey primary key (id),
  constraint runners_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint runners_name_length check (char_length(name) between 1 and 80),
  constraint runners_platform_length check (char_length(platform) between 1 and 80),
  constraint runners_version_length check (char_length(version) between 1 and 80)
);
comment on table public.runners is 'Programs that make tests where somebody started them. Deleting a row revokes its token.';
comment on column public.runners.id is 'Made when it is paired.';
comment on column public.runners.user_id is 'Whose tests it makes; null: everybody''s, as the one that the embedded stack brings.';
comment on column public.runners.name is 'As it was started: by default the machine''s name.';
comment on column public.runners.platform is 'Operating system and processor, for people.';
comment on column public.runners.version is 'Of the program, for people.';
comment on column public.runners.created_at is 'When it was paired.';
comment on column public.runners.last_seen_at is 'When it last asked for a job or told of one, to five seconds; null: never yet.';

create index runners_user_id_idx on public.runners (user_id);

alter table public.runners enable row level security;
revoke all on table public.runners from anon, authenticated;
grant select, delete on table public.runners to authenticated;
grant all on table public.runners to service_role;

create policy runners_select_owner on public.runners
  for select to authenticated using (user_id = (select auth.uid()) or user_id is null);
create policy runners_delete_owner on public.runners
  for delete to authenticated using (user_id = (select auth.uid()));

create table private.runner_tokens (
  runner_id uuid not null,
  token_hash text not null,
  constraint runner_tokens_pkey primary key (runner_id),
  constraint runner_tokens_token_hash_key unique (token_hash),
  constraint runner_tokens_runner_id_fkey foreign key (runner_id) references public.runners (id) on delete cascade,
  constraint runner_tokens_token_hash_form check (token_hash ~ '^[0-9a-f]{64}$')
);
comment on table private.runner_tokens is 'What each runner shows. Apart from runners, so that no policy of theirs can let it out.';
comment on column private.runner_tokens.runner_id is 'Whose token it is.';
comment on column private.runner_tokens.token_hash is 'SHA-256 of the token, in hex; the token itself is with the runner alone.';

create table private.runner_pairings (
  code_hash text not null,
  user_id uuid not null,
  expires_at timestamptz not null,
  constraint runner_pairings_pkey primary key (code_hash),
  constraint runner_pairings_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint runner_pairings_code_hash_form check (code_hash ~ '^[0-9a-f]{64}$')
);
comment on table private.runner_pairings is 'Codes that were given out and not used yet. Using one deletes it.';
comment on column private.runner_pairings.code_hash is 'SHA-256 of the code, in hex.';
comment on column private.runner_pairings.user_id is 'Whose runner it makes.';
comment on column private.runner_pairings.expires_at is 'From then on it is no code any more.';

create table private.pairing_guesses (
  is_only boolean not null default true,
  whole_at timestamptz not null,
  constraint pairing_guesses_pkey primary key (is_only),
  constraint pairing_guesses_is_one check (is_only)
);
comment on table private.pairing_guesses is
  'How many wrong codes may still be tried, by all the world together: a token bucket told by one instant (GCRA).';
comment on column private.pairing_guesses.is_only is 'There is one row.';
comment on column private.pairing_guesses.whole_at is 'When the allowance is whole again: each wrong code puts that off by two seconds.';
insert into private.pairing_guesses (whole_at) values (now());

create table private.runner_jobs (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  integration_id uuid,
  run_id uuid,
  source public.check_source,
  payload jsonb,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  runner_id uuid,
  lease uuid,
  lease_expires_at timestamptz,
  attempts integer not null default 0,
  stages jsonb not null default '[]',
  report jsonb,
  is_recorded boolean,
  ended_at timestamptz,
  constraint runner_jobs_pkey primary key (id),
  constraint runner_jobs_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint runner_jobs_integration_id_fkey foreign key (integration_id)
    references public.user_integrations (id) on delete cascade,
  constraint runner_jobs_runner_id_fkey foreign key (runner_id) references public.runners (id) on delete set null,
  constraint runner_jobs_stored_has_run check (
    (integration_id is null) = (run_id is null) and (run_id is null) = (source is null)
  ),
  constraint runner_jobs_lease_is_whole check ((lease is null) = (lease_expires_at is null)),
  constraint runner_jobs_ended_is_empty check ((ended_at is null) = (payload is not null))
);
comment on table private.runner_jobs is 'Tests that wait for a runner or are made by one. Whoever waits for a report deletes the row with it.';
comment on column private.runner_jobs.id is 'Named to the runner.';
comment on column private.runner_jobs.user_id is 'Who tests.';
comment on column private.runner_jobs.integration_id is 'What is tested; null for a draft.';
comment on column private.runner_jobs.run_id is 'The test that the report is written for, as begin_test answered it; null for a draft.';
comment on column private.runner_jobs.source is 'What the health metric says of who measured; null for a draft.';
comment on column private.runner_jobs.payload is 'Type, config and sealed secrets; null once the job has ended.';
comment on column private.runner_jobs.created_at is 'The oldest goes first.';
comment on column private.runner_jobs.expires_at is 'Nobody waits for it any longer.';
comment on column private.runner_jobs.runner_id is 'Who has or had it.';
comment on column private.runner_jobs.lease is 'Changes hands with the job: a word with another lease is late.';
comment on column private.runner_jobs.lease_expires_at is 'Without a word from its runner until then, the job is anybody''s again.';
comment on column private.runner_jobs.attempts is 'How many times it was taken.';
comment on column private.runner_jobs.stages is 'StageResult of the contract: the rungs that have ended so far.';
comment on column private.runner_jobs.report is 'TestReport of the contract, but for its ids.';
comment on column private.runner_jobs.is_recorded is 'Whether the report was written to the integration; null for a draft, or before the end.';
comment on column private.runner_jobs.ended_at is 'When its runner reported.';

create index runner_jobs_open_idx on private.runner_jobs (created_at) where ended_at is null;

alter table private.runner_tokens enable row level security;
alter table private.runner_pairings enable row level security;
alter table private.pairing_guesses enable row level security;
alter table private.runner_jobs enable row level security;
grant select, insert, update, delete on table
  private.runner_tokens, private.runner_pairings, private.pairing_guesses, private.runner_jobs
to service_role;

create function private.is_runner_online(p_user_id uuid, p_own_only boolean, p_online_ms integer) returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select from public.runners as r
    where (r.user_id = p_user_id or (r.user_id is null and not p_own_only))
      and r.last_seen_at > pg_catalog.clock_timestamp() - make_interval(secs => p_online_ms / 1000.0)
  )
$$;
comment on function private.is_runner_online(uuid, boolean, integer) is
  'Whether a runner that makes this person''s tests was seen lately: one of their own, or also the project''s.';

create function private.seen_runner(p_token_hash text) returns public.runners
language plpgsql
set search_path = ''
as $$
declare
  mine public.runners;
begin
  select r.* into mine
  from private.runner_tokens as t join public.runners as r on r.id = t.runner_id
  where t.token_hash = p_token_hash;
  -- A runner asks many times a second; what people see need not be that exact.
  update public.runners set last_seen_at = pg_catalog.clock_timestamp()
  where id = mine.id
    and (last_seen_at is null or last_seen_at < pg_catalog.clock_timestamp() - interval '5 seconds');
  return mine;
end;
$$;
comment on function private.seen_runner(text) is 'The runner whose token that is, noted as seen; a row of nulls when it is nobody''s (any more).';

create function public.create_runner_pairing(p_user_id uuid, p_code_hash text, p_within_ms integer) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  open_at_once constant integer := 3;
  most_runners constant integer := 20;
  until constant timestamptz := pg_catalog.clock_timestamp() + make_interval(secs => p_within_ms / 1000.0);
begin
  if (select count(*) from public.runners where user_id = p_user_id) >= most_runners then
    return jsonb_build_object('outcome', 'too_many_runners', 'most', most_runners);
  end if;
  delete from private.runner_pairings where expires_at <= pg_catalog.clock_timestamp();
  delete from private.runner_pairings
  where code_hash in (
    select code_hash from private.runner_pairings where user_id = p_user_id
    order by expires_at desc offset open_at_once - 1
  );
  insert into private.runner_pairings (code_hash, user_id, expires_at) values (p_code_hash, p_user_id, until);
  return jsonb_build_object('outcome', 'created', 'expires_at', until);
end;
$$;
comment on function public.create_runner_pairing(uuid, text, integer) is
  'Notes a code for one runner of a person: created, or too_many_runners. A fourth open code ends the oldest.';

create function public.pair_runner(
  p_code_hash text, p_token_hash text, p_name text, p_platform text, p_version text
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  cost constant interval := interval '2 seconds';
  allowance constant interval := interval '1 minute';
  asked_at constant timestamptz := pg_catalog.clock_timestamp();
  spent_until timestamptz;
  owner uuid;
  made uuid;
begin
  -- Right codes wait too while too many wrong ones come, or guessing would lose nothing.
  select greatest(whole_at, asked_at) into spent_until from private.pairing_guesses for update;
  if spent_until + cost > asked_at + allowance then
    return jsonb_build_object('outcome', 'rate_limited',
      'retry_after_ms', ceil(extract(epoch from spent_until + cost - allowance - asked_at) * 1000));
  end if;
  delete from private.runner_pairings where code_hash = p_code_hash and expires_at > asked_at
  returning user_id into owner;
  if owner is null then
    update private.pairing_guesses set whole_at = spent_until + cost;
    return jsonb_build_object('outcome', 'unknown_code');
  end if;
  insert into public.runners (user_id, name, platform, version, last_seen_at)
  values (owner, p_name, p_platform, p_version, asked_at) returning id into made;
  insert into private.runner_tokens (runner_id, token_hash) values (made, p_token_hash);
  return jsonb_build_object('outcome', 'paired', 'runner_id', made);
end;
$$;
comment on function public.pair_runner(text, text, text, text, text) is
  'Uses a code up and makes its person''s runner: paired, unknown_code, or rate_limited after thirty wrong ones in a minute.';

create function public.enrol_project_runner(p_token_hash text, p_name text, p_platform text, p_version text)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  made uuid;
begin
  delete from public.runners where user_id is null and name = p_name;
  insert into public.runners (name, platform, version, last_seen_at)
  values (p_name, p_platform, p_version, pg_catalog.clock_timestamp()) returning id into made;
  insert into private.runner_tokens (runner_id, token_hash) values (made, p_token_hash);
  return made;
end;
$$;
comment on function public.enrol_project_runner(text, text, text, text) is
  'Makes a runner for everybody''s tests, in the place of the one of that name before.';

create function public.enqueue_runner_job(
  p_user_id uuid, p_integration_id uuid, p_run_id uuid, p_source public.check_source, p_payload jsonb,
  p_within_ms integer, p_test_lease_ms integer, p_online_ms integer
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  asked_at constant timestamptz := pg_catalog.clock_timestamp();
  made uuid;
  last_seen jsonb;
begin
  delete from private.runner_jobs where expires_at < asked_at;
  if not private.is_runner_online(p_user_id, false, p_online_ms) then
    select jsonb_build_object('name', r.name, 'seconds_ago', floor(extract(epoch from asked_at - r.last_seen_at)))
    into last_seen from public.runners as r
    where (r.user_id = p_user_id or r.user_id is null) and r.last_seen_at is not null
    order by r.last_seen_at desc limit 1;
    return jsonb_build_object('outcome', 'offline', 'last_seen', last_seen);
  end if;
  update public.user_integrations
  set test_expires_at = asked_at + make_interval(secs => p_test_lease_ms / 1000.0)
  where id = p_integration_id and user_id = p_user_id and status = 'testing' and test_run_id = p_run_id;
  insert into private.runner_jobs (user_id, integration_id, run_id, source, payload, expires_at)
  values (p_user_id, p_integration_id, p_run_id, p_source, p_payload,
    asked_at + make_interval(secs => p_within_ms / 1000.0))
  returning id into made;
  return jsonb_build_object('outcome', 'enqueued', 'job_id', made);
end;
$$;
comment on function public.enqueue_runner_job(uuid, uuid, uuid, public.check_source, jsonb, integer, integer, integer) is
  'Puts a test up for a runner, and prolongs the test''s own lease: enqueued, or offline with the runner that was seen last.';

create function public.claim_runner_job(
  p_token_hash text, p_lease_ms integer, p_deadline_ms integer, p_max_attempts integer, p_online_ms integer
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  mine constant public.runners := private.seen_runner(p_token_hash);
  asked_at constant timestamptz := pg_catalog.clock_timestamp();
  time_to_report constant interval := interval '3 seconds';
  job private.runner_jobs;
begin
  if mine.id is null then
    return jsonb_build_object('outcome', 'unknown_runner');
  end if;
  update private.runner_jobs
  set runner_id = mine.id, lease = gen_random_uuid(), attempts = attempts + 1, stages = '[]',
      lease_expires_at = asked_at + make_interval(secs => p_lease_ms / 1000.0)
  where id = (
    select open.id from private.runner_jobs as open
    where open.ended_at is null and open.expires_at > asked_at + 2 * time_to_report
      and (open.lease_expires_at is null or open.lease_expires_at <= asked_at)
      and open.attempts < p_max_attempts
      and (
        open.user_id = mine.user_id
        -- Who runs one of their own wants their commands started there.
        or (mine.user_id is null and not private.is_runner_online(open.user_id, true, p_online_ms))
      )
    order by open.created_at
    for update skip locked
    limit 1
  )
  returning * into job;
  if job.id is null then
    return jsonb_build_object('outcome', 'nothing');
  end if;
  return jsonb_build_object(
    'outcome', 'claimed', 'id', job.id, 'lease', job.lease, 'user_id', job.user_id, 'payload', job.payload,
    'deadline_ms', least(p_deadline_ms, 
      floor(extract(epoch from job.expires_at - asked_at - time_to_report) * 1000)));
end;
$$;
comment on function public.claim_runner_job(text, integer, integer, integer, integer) is
  'Gives a runner the oldest job that it may take: claimed, nothing, or unknown_runner. A job whose lease has run out is given anew.';

create function public.progress_runner_job(
  p_token_hash text, p_job_id uuid, p_lease uuid, p_stages jsonb, p_lease_ms integer
) returns text
language plpgsql
set search_path = ''
as $$
declare
  mine constant public.runners := private.seen_runner(p_token_hash);
begin
  if mine.id is null then
    return 'unknown_runner';
  end if;
  update private.runner_jobs
  set stages = p_stages,
      lease_expires_at = pg_catalog.clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0)
  where id = p_job_id and runner_id = mine.id and lease = p_lease and ended_at is null
    and lease_expires_at > pg_catalog.clock_timestamp() and expires_at > pg_catalog.clock_timestamp();
  return case when found then 'kept' else 'lost' end;
end;
$$;
comment on function public.progress_runner_job(text, uuid, uuid, jsonb, integer) is
  'Notes the rungs so far and prolongs the lease: kept, lost (another''s, ended, or nobody waits), or unknown_runner.';

create function public.finish_runner_job(p_token_hash text, p_job_id uuid, p_lease uuid, p_report jsonb)
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
  if job.run_id is not null then
    update private.runner_jobs
    set is_recorded = public.finish_test(job.integration_id, job.run_id, job.source,
      p_report || jsonb_build_object('id', job.run_id, 'integration_id', job.integration_id))
    where id = job.id;
  end if;
  return 'kept';
end;
$$;
comment on function public.finish_runner_job(text, uuid, uuid, jsonb) is
  'Takes a report, and writes it to the integration in the same transaction: kept, lost, or unknown_runner.';

create function public.read_runner_job(p_job_id uuid, p_max_attempts integer, p_online_ms integer) returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'state', case
      when job.ended_at is not null then 'ended'
      when job.lease_expires_at > pg_catalog.clock_timestamp() then 'running'
      when job.attempts >= p_max_attempts
        or (job.attempts > 0 and not private.is_runner_online(job.user_id, false, p_online_ms)) then 'lost'
      when not private.is_runner_online(job.user_id, false, p_online_ms) then 'offline'
      else 'waiting'
    end,
    'stages', job.stages, 'report', job.report, 'is_recorded', job.is_recorded, 'was_taken', job.attempts > 0)
  from private.runner_jobs as job
  where job.id = p_job_id
$$;
comment on function public.read_runner_job(uuid, integer, integer) is
  'How a job stands: waiting, running, ended, offline (no runner left to take it) or lost (taken, and given up). Null: it is gone.';

create function public.end_runner_job(p_job_id uuid) returns boolean
language plpgsql
set search_path = ''
as $$
begin
  delete from private.runner_jobs where id = p_job_id;
  return found;
end;
$$;
comment on function public.end_runner_job(uuid) is
  'Deletes a job that nobody waits for any more; its runner learns of it at its next word.';

revoke execute on function
  private.is_runner_online(uuid, boolean, integer),
  private.seen_runner(text),
  public.create_runner_pairing(uuid, text, integer),
  public.pair_runner(text, text, text, text, text),
  public.enrol_project_runner(text, text, text, text),
  public.enqueue_runner_job(uuid, uuid, uuid, public.check_source, jsonb, integer, integer, integer),
  public.claim_runner_job(text, integer, integer, integer, integer),
  public.progress_runner_job(text, uuid, uuid, jsonb, integer),
  public.finish_runner_job(text, uuid, uuid, jsonb),
  public.read_runner_job(uuid, integer, integer),
  public.end_runner_job(uuid)
from public, anon, authenticated;
grant execute on function
  private.is_runner_online(uuid, boolean, integer),
  private.seen_runner(text),
  public.create_runner_pairing(uuid, text, integer),
  public.pair_runner(text, text, text, text, text),
  public.enrol_project_runner(text, text, text, text),
  public.enqueue_runner_job(uuid, uuid, uuid, public.check_source, jsonb, integer, integer, integer),
  public.claim_runner_job(text, integer, integer, integer, integer),
  public.progress_runner_job(text, uuid, uuid, jsonb, integer),
  public.finish_runner_job(text, uuid, uuid, jsonb),
  public.read_runner_job(uuid, integer, integer),
  public.end_runner_job(uuid)
to service_role;
