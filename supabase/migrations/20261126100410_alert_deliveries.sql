-- What is sent where, and what became of it. Made with the alert, in its transaction; sent by the function
-- deliver-alerts, at least once: who is killed between the answer and its note sends again, with the same id.

create table public.alert_deliveries (
  id uuid not null default gen_random_uuid(),
  alert_id uuid not null,
  channel_id uuid not null,
  user_id uuid not null,
  state text not null default 'waiting',
  reason text,
  is_last_for_now boolean not null default false,
  is_held boolean not null default false,
  attempts smallint not null default 0,
  next_attempt_at timestamptz not null default now(),
  lease uuid,
  last_status smallint,
  last_answer text,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  constraint alert_deliveries_pkey primary key (id),
  constraint alert_deliveries_alert_channel_key unique (alert_id, channel_id),
  constraint alert_deliveries_alert_fkey foreign key (alert_id, user_id) references public.alerts (id, user_id) on delete cascade,
  constraint alert_deliveries_channel_fkey foreign key (channel_id, user_id)
    references public.alert_channels (id, user_id) on delete cascade,
  constraint alert_deliveries_state_known check (state in ('waiting', 'sent', 'failed', 'skipped')),
  constraint alert_deliveries_reason_known check (reason in ('over', 'too_many', 'channel_off', 'muted')),
  constraint alert_deliveries_skipped_has_reason check ((state = 'skipped') = (reason is not null)),
  constraint alert_deliveries_settled_has_time check ((state = 'waiting') = (settled_at is null)),
  constraint alert_deliveries_answer_length check (char_length(last_answer) <= 500)
);
comment on table public.alert_deliveries is 'One for each alert and channel: what is to be sent, and what became of it.';
comment on column public.alert_deliveries.id is 'What receivers tell it by: webhook-id, Message-ID.';
comment on column public.alert_deliveries.alert_id is 'What is told.';
comment on column public.alert_deliveries.channel_id is 'Where.';
comment on column public.alert_deliveries.user_id is 'The owner; the foreign keys keep it that of both.';
comment on column public.alert_deliveries.state is 'waiting, sent, failed (given up) or skipped (not to be sent any more).';
comment on column public.alert_deliveries.reason is
  'Why it was skipped. over: it had passed before quiet hours ended. too_many: an hour''s messages were sent. channel_off, muted: its owner''s doing.';
comment on column public.alert_deliveries.is_last_for_now is 'It says that for the next hour there is more in the page.';
comment on column public.alert_deliveries.is_held is 'It waits for the end of quiet hours.';
comment on column public.alert_deliveries.attempts is 'How often it was begun to be sent.';
comment on column public.alert_deliveries.next_attempt_at is 'While waiting: when it may be sent, or the end of the lease of who sends it.';
comment on column public.alert_deliveries.lease is 'The claim that may say what became of it; null: nobody sends it.';
comment on column public.alert_deliveries.last_status is 'The HTTP status or SMTP reply code that it was answered with last; null where there was none.';
comment on column public.alert_deliveries.last_answer is 'The last attempt in a sentence. Nothing secret.';
comment on column public.alert_deliveries.created_at is 'When it was made.';
comment on column public.alert_deliveries.settled_at is 'When it was sent, given up or skipped.';

create index alert_deliveries_due_idx on public.alert_deliveries (next_attempt_at) where state = 'waiting';
create index alert_deliveries_channel_idx on public.alert_deliveries (channel_id, user_id, created_at desc);
create index alert_deliveries_alert_idx on public.alert_deliveries (alert_id, user_id);
create index alert_deliveries_held_idx on public.alert_deliveries (user_id) where state = 'waiting' and is_held;

alter table public.alert_deliveries enable row level security;
revoke all on table public.alert_deliveries from anon, authenticated;
grant select, update on table public.alert_deliveries to authenticated;
grant all on table public.alert_deliveries to service_role;
create policy alert_deliveries_select_owner on public.alert_deliveries
  for select to authenticated using (user_id = (select auth.uid()));
create policy alert_deliveries_update_owner on public.alert_deliveries
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create function private.guard_alert_delivery() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if private.is_client() and (
    to_jsonb(new) - 'state' is distinct from to_jsonb(old) - 'state' or old.state <> 'failed' or new.state <> 'waiting'
  ) then
    raise exception 'Of a delivery one can only ask, where it failed, that it is sent again.' using errcode = 'insufficient_privilege';
  end if;
  if old.state = 'failed' and new.state = 'waiting' then
    new.attempts := 0;
    new.next_attempt_at := pg_catalog.clock_timestamp();
    new.lease := null;
    new.settled_at := null;
  end if;
  return new;
end;
$$;
comment on function private.guard_alert_delivery() is 'Lets the browser ask for what failed to be sent again, and nothing else.';
create trigger alert_deliveries_guard before update on public.alert_deliveries
  for each row execute function private.guard_alert_delivery();

create function private.plan_deliveries() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  most_an_hour constant integer := 20;
  kept constant integer := 500;
  quiet constant timestamptz := (
    select private.quiet_until(own.time_zone, own.quiet_from, own.quiet_to, pg_catalog.now())
    from public.alert_settings as own
    where own.user_id = new.user_id and private.is_quiet(own.time_zone, own.quiet_from, own.quiet_to, pg_catalog.now())
  );
  channel public.alert_channels;
  began public.alert_deliveries;
  sent_lately integer;
  skipped_for text;
begin
  for channel in
    select * from public.alert_channels as own
    where own.user_id = new.user_id and own.is_enabled and new.kind = any (own.events) and not new.is_muted
  loop
    began := null;
    skipped_for := null;
    sent_lately := 0;
    if new.kind = 'recovered' then
      select told.* into began from public.alert_deliveries as told
      join public.alerts as opening on opening.id = told.alert_id
      where opening.incident_id = new.incident_id and opening.kind = 'failing' and told.channel_id = channel.id;
      if began.state = 'waiting' and began.is_held and began.attempts = 0 then
        update public.alert_deliveries set state = 'skipped', reason = 'over', settled_at = pg_catalog.clock_timestamp()
        where id = began.id;
        skipped_for := 'over';
      else
        skipped_for := began.reason;
      end if;
    else
      select count(*) into sent_lately from public.alert_deliveries as told
      join public.alerts as opening on opening.id = told.alert_id
      where told.channel_id = channel.id and told.created_at > pg_catalog.now() - interval '1 hour'
        and told.state <> 'skipped' and opening.kind <> 'recovered';
      skipped_for := case when sent_lately >= most_an_hour then 'too_many' end;
    end if;
    insert into public.alert_deliveries
      (alert_id, channel_id, user_id, state, reason, is_last_for_now, is_held, next_attempt_at, settled_at)
    values (
      new.id, channel.id, new.user_id, case when skipped_for is null then 'waiting' else 'skipped' end, skipped_for,
      skipped_for is null and sent_lately = most_an_hour - 1,
      quiet is not null, coalesce(quiet, pg_catalog.now()),
      case when skipped_for is not null then pg_catalog.clock_timestamp() end);
  end loop;

  delete from public.alerts where id in (
    select own.id from public.alerts as own where own.user_id = new.user_id
    order by own.created_at desc, own.id desc offset kept limit 10
  );
  return null;
end;
$$;
comment on function private.plan_deliveries() is
  'What a new alert is sent on: each channel that wants its kind, twenty an hour beside the all-clears of these; and drops what its owner has beyond 500. Definer: whoever caused the alert may not write deliveries.';
revoke execute on function private.plan_deliveries() from public;
create trigger alerts_plan_deliveries after insert on public.alerts
  for each row execute function private.plan_deliveries();

create function private.skip_deliveries() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_table_name = 'alert_channels' then
    update public.alert_deliveries set state = 'skipped', reason = 'channel_off', settled_at = pg_catalog.clock_timestamp()
    where channel_id = new.id and state = 'waiting';
  elsif tg_table_name = 'integration_incidents' then
    update public.alert_deliveries set state = 'skipped', reason = 'over', settled_at = pg_catalog.clock_timestamp()
    where state = 'waiting' and is_held and attempts = 0
      and alert_id in (select id from public.alerts where incident_id = new.id);
  else
    update public.alert_deliveries set state = 'skipped', reason = 'muted', settled_at = pg_catalog.clock_timestamp()
    where state = 'waiting' and alert_id in (select id from public.alerts where user_integration_id = new.id);
  end if;
  return null;
end;
$$;
comment on function private.skip_deliveries() is
  'What waits is not sent any more: its channel was switched off, its integration muted, or an incident ended by its owner''s hand in quiet hours. Definer: the browser may not write deliveries.';
revoke execute on function private.skip_deliveries() from public;
create trigger alert_channels_skip after update on public.alert_channels
  for each row when (old.is_enabled and not new.is_enabled) execute function private.skip_deliveries();
create trigger user_integrations_skip_alerts after update of are_alerts_muted on public.user_integrations
  for each row when (new.are_alerts_muted and not old.are_alerts_muted) execute function private.skip_deliveries();
create trigger integration_incidents_skip_alerts after update on public.integration_incidents
  for each row when (old.closed_at is null and new.ended_by = 'changed') execute function private.skip_deliveries();

create function private.let_go_of_deliveries() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.alert_deliveries set next_attempt_at = pg_catalog.clock_timestamp()
  where user_id = coalesce(new.user_id, old.user_id) and state = 'waiting' and is_held;
  return null;
end;
$$;
comment on function private.let_go_of_deliveries() is
  'Other quiet hours: whoever claims next judges by them. Definer: the browser may not write deliveries.';
revoke execute on function private.let_go_of_deliveries() from public;
create trigger alert_settings_let_go after insert or update or delete on public.alert_settings
  for each row execute function private.let_go_of_deliveries();

create function private.due_delivery_ids(p_at timestamptz, p_limit integer)
returns table (id uuid, user_id uuid, next_attempt_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select due.id, due.user_id, due.next_attempt_at
  from public.alert_deliveries as due
  join public.alerts as alert on alert.id = due.alert_id
  where due.state = 'waiting' and due.next_attempt_at <= p_at
    -- In order: an all-clear waits until what it ends was sent or given up.
    and not (alert.kind = 'recovered' and exists (
      select from public.alerts as opening
      join public.alert_deliveries as earlier on earlier.alert_id = opening.id
      where opening.incident_id = alert.incident_id and opening.kind = 'failing'
        and earlier.channel_id = due.channel_id and earlier.state = 'waiting'
    ))
  order by due.next_attempt_at
  limit p_limit
$$;
comment on function private.due_delivery_ids(timestamptz, integer) is 'What may be sent at that moment, the longest due first.';

create function private.due_deliveries(p_now timestamptz default null) returns integer
language sql
stable
set search_path = ''
as $$
  select count(*)::integer from private.due_delivery_ids(coalesce(p_now, pg_catalog.clock_timestamp()), 1000)
$$;
comment on function private.due_deliveries(timestamptz) is 'How many deliveries could be claimed, up to 1,000.';

create function private.mail_address_of(p_user_id uuid) returns text
language sql
stable
security definer
set search_path = ''
as $$
  select account.email::text from auth.users as account
  where account.id = p_user_id and account.email_confirmed_at is not null
$$;
comment on function private.mail_address_of(uuid) is
  'The person''s own address; null until they have shown that it is theirs. Definer: auth.users is not the functions'' to read.';

create function private.sealed_channel(p_channel public.alert_channels) returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object('id', p_channel.id, 'user_id', p_channel.user_id, 'kind', p_channel.kind,
    'encrypted', p_channel.encrypted, 'audience', p_channel.audience,
    'mail_to', case when p_channel.kind = 'email' then private.mail_address_of(p_channel.user_id) end)
$$;
comment on function private.sealed_channel(public.alert_channels) is 'A channel as the function that sends needs it.';

create function private.delivery_of(p_delivery public.alert_deliveries) returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_delivery.id,
    'attempt', p_delivery.attempts,
    'is_last_for_now', p_delivery.is_last_for_now,
    'channel', private.sealed_channel(channel),
    'alert', jsonb_build_object('id', alert.id, 'kind', alert.kind, 'created_at', alert.created_at,
      'slot', alert.slot, 'expires_at', alert.expires_at, 'threshold_days', alert.threshold_days),
    'integration', jsonb_build_object('id', mine.id, 'name', mine.name, 'type_id', mine.type_id),
    'incident', case when incident.id is not null then jsonb_build_object('id', incident.id,
      'opened_at', incident.opened_at, 'closed_at', incident.closed_at, 'stage', incident.stage,
      'code', incident.code, 'message', incident.message) end
  )
  from public.alerts as alert
  join public.user_integrations as mine on mine.id = alert.user_integration_id
  join public.alert_channels as channel on channel.id = p_delivery.channel_id
  left join public.integration_incidents as incident on incident.id = alert.incident_id
  where alert.id = p_delivery.alert_id
$$;
comment on function private.delivery_of(public.alert_deliveries) is 'A delivery as the function that sends needs it.';

create function public.claim_deliveries(p_limit integer, p_per_user integer, p_lease_ms integer, p_now timestamptz default null)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  most_attempts constant integer := 10;
  at constant timestamptz := coalesce(p_now, pg_catalog.clock_timestamp());
  turn constant uuid := pg_catalog.gen_random_uuid();
  claimed jsonb;
begin
  update public.alert_deliveries as d
  set next_attempt_at = private.quiet_until(own.time_zone, own.quiet_from, own.quiet_to, at), is_held = true, lease = null
  from public.alert_settings as own
  where own.user_id = d.user_id and d.state = 'waiting' and d.next_attempt_at <= at
    and private.is_quiet(own.time_zone, own.quiet_from, own.quiet_to, at);
  -- Whoever sent it last never said what became of it.
  update public.alert_deliveries as d
  set state = 'failed', lease = null, settled_at = at, last_answer = coalesce(d.last_answer, 'It was tried ten times, and nobody knows what became of it.')
  where d.state = 'waiting' and d.next_attempt_at <= at and d.attempts >= most_attempts;

  with fair as (
    select due.id, due.next_attempt_at,
      row_number() over (partition by due.user_id order by due.next_attempt_at, due.id) as place
    from private.due_delivery_ids(at, 2000) as due
  ), picked as (
    select fair.id from fair where fair.place <= p_per_user order by fair.place, fair.next_attempt_at limit p_limit
  ), locked as (
    select d.id from public.alert_deliveries as d
    where d.id in (select picked.id from picked) and d.state = 'waiting' and d.next_attempt_at <= at
    for update skip locked
  ), taken as (
    update public.alert_deliveries as d
    set lease = turn, attempts = d.attempts + 1, is_held = false,
        next_attempt_at = at + make_interval(secs => p_lease_ms / 1000.0)
    from locked where d.id = locked.id
    returning d as delivery
  )
  select coalesce(jsonb_agg(private.delivery_of(taken.delivery)), '[]'::jsonb) into claimed from taken;
  return jsonb_build_object('lease', turn, 'deliveries', claimed);
end;
$$;
comment on function public.claim_deliveries(integer, integer, integer, timestamptz) is
  'Takes the lease of what is due, at most so many of one person: { lease, deliveries }. What falls into quiet hours is held to their end.';

create function public.settle_deliveries(p_lease uuid, p_outcomes jsonb, p_now timestamptz default null)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  -- Standard Webhooks, "Deliverability and reliability": seconds from each attempt to the next.
  waits constant integer[] := array[5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];
  at constant timestamptz := coalesce(p_now, pg_catalog.clock_timestamp());
  settled integer;
begin
  with outcome as (
    select * from jsonb_to_recordset(p_outcomes) as told (id uuid, outcome text, status smallint, answer text, retry_after_ms bigint)
  ), written as (
    update public.alert_deliveries as d
    set state = case
          when outcome.outcome = 'sent' then 'sent'
          when outcome.outcome = 'retry' and d.attempts <= cardinality(waits) then 'waiting'
          else 'failed'
        end,
        reason = null,
        settled_at = case when outcome.outcome = 'retry' and d.attempts <= cardinality(waits) then null else at end,
        next_attempt_at = at + greatest(
          make_interval(secs => coalesce(waits[d.attempts], 0) * (1 + 0.1 * random())),
          make_interval(secs => least(coalesce(outcome.retry_after_ms, 0), 86400000) / 1000.0)),
        lease = null,
        last_status = outcome.status,
        last_answer = left(outcome.answer, 500)
    from outcome
    where d.id = outcome.id and d.lease = p_lease
      -- What was skipped while it was being sent was sent all the same.
      and (d.state = 'waiting' or (d.state = 'skipped' and outcome.outcome = 'sent'))
    returning d.channel_id, outcome.outcome
  ), counted as (
    select count(*) as settled from written
  ), switched_off as (
    update public.alert_channels set is_enabled = false, disabled_reason = 'gone'
    where id in (select channel_id from written where outcome = 'gone') and is_enabled
  )
  select counted.settled into settled from counted;
  return settled;
end;
$$;
comment on function public.settle_deliveries(uuid, jsonb, timestamptz) is
  'Writes what became of deliveries, { id, outcome: sent, retry, failed or gone, status, answer, retry_after_ms } each; answers how many still had this lease. gone switches the channel off.';

create function public.begin_channel_test(p_user_id uuid, p_channel_id uuid) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  channel public.alert_channels;
  wait_ms integer;
begin
  select * into channel from public.alert_channels where id = p_channel_id and user_id = p_user_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  wait_ms := private.take_test_allowance(p_user_id);
  if wait_ms is not null then
    return jsonb_build_object('outcome', 'rate_limited', 'retry_after_ms', wait_ms);
  end if;
  return jsonb_build_object('outcome', 'started', 'channel', private.sealed_channel(channel));
end;
$$;
comment on function public.begin_channel_test(uuid, uuid) is 'Counts a test message and answers the channel: started, rate_limited or not_found.';

create function public.list_alerts(
  p_unread_only boolean default false, p_before timestamptz default null, p_before_id uuid default null, p_limit integer default 30
) returns jsonb
language sql
stable
set search_path = ''
as $$
  with page as (
    select alert.* from public.alerts as alert
    where (not p_unread_only or alert.read_at is null)
      and (p_before is null or (alert.created_at, alert.id) < (p_before, p_before_id))
    order by alert.created_at desc, alert.id desc
    limit least(greatest(p_limit, 1), 100)
  )
  select coalesce(jsonb_agg(
    (to_jsonb(page) - 'user_id' - 'incident_id') || jsonb_build_object(
      'name', mine.name,
      'type_id', mine.type_id,
      'incident', case when incident.id is not null then jsonb_build_object('id', incident.id, 'opened_at', incident.opened_at,
        'closed_at', incident.closed_at, 'ended_by', incident.ended_by, 'stage', incident.stage,
        'code', incident.code, 'message', incident.message) end,
      'deliveries', (
        select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'channel', channel.name, 'kind', channel.kind,
          'state', d.state, 'reason', d.reason, 'is_held', d.is_held, 'attempts', d.attempts,
          'next_attempt_at', d.next_attempt_at, 'last_answer', d.last_answer, 'settled_at', d.settled_at)
          order by channel.name, d.id), '[]'::jsonb)
        from public.alert_deliveries as d
        join public.alert_channels as channel on channel.id = d.channel_id
        where d.alert_id = page.id
      )
    ) order by page.created_at desc, page.id desc), '[]'::jsonb)
  from page
  join public.user_integrations as mine on mine.id = page.user_integration_id
  left join public.integration_incidents as incident on incident.id = page.incident_id
$$;
comment on function public.list_alerts(boolean, timestamptz, uuid, integer) is
  'The caller''s alerts (row level security sees to that), newest first, after that place: what each is about and what was sent of it.';

create function public.unread_alerts() returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object('count', count(*))
  from (
    select from public.alerts as alert where alert.read_at is null limit 100
  ) as unread
$$;
comment on function public.unread_alerts() is 'How many alerts the caller has not read, up to 100.';

revoke execute on function
  private.due_delivery_ids(timestamptz, integer),
  private.due_deliveries(timestamptz),
  private.mail_address_of(uuid),
  private.delivery_of(public.alert_deliveries),
  private.sealed_channel(public.alert_channels),
  public.claim_deliveries(integer, integer, integer, timestamptz),
  public.settle_deliveries(uuid, jsonb, timestamptz),
  public.begin_channel_test(uuid, uuid)
from public, anon, authenticated;
grant execute on function
  private.due_delivery_ids(timestamptz, integer),
  private.due_deliveries(timestamptz),
  private.mail_address_of(uuid),
  private.delivery_of(public.alert_deliveries),
  private.sealed_channel(public.alert_channels),
  public.claim_deliveries(integer, integer, integer, timestamptz),
  public.settle_deliveries(uuid, jsonb, timestamptz),
  public.begin_channel_test(uuid, uuid)
to service_role;
revoke execute on function
  public.list_alerts(boolean, timestamptz, uuid, integer), public.unread_alerts()
from public, anon, service_role;
grant execute on function
  public.list_alerts(boolean, timestamptz, uuid, integer), public.unread_alerts()
to authenticated;
