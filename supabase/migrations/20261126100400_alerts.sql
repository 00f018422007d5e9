-- Alerts: what happened that its owner should hear of, in the page and on the channels they chose.

create table public.alerts (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  user_integration_id uuid not null,
  kind text not null,
  incident_id uuid,
  slot text,
  expires_at timestamptz,
  threshold_days smallint,
  is_muted boolean not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  constraint alerts_pkey primary key (id),
  constraint alerts_id_user_id_key unique (id, user_id),
  constraint alerts_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint alerts_incident_id_fkey foreign key (incident_id) references public.integration_incidents (id) on delete cascade,
  constraint alerts_incident_kind_key unique (incident_id, kind),
  constraint alerts_expiry_key unique (user_integration_id, slot, expires_at, threshold_days),
  constraint alerts_kind_known check (kind in ('failing', 'recovered', 'credential_expiring')),
  constraint alerts_threshold_known check (threshold_days in (30, 7, 1)),
  constraint alerts_is_whole check (
    (kind = 'credential_expiring') = (incident_id is null)
    and (kind = 'credential_expiring') = (slot is not null)
    and (kind = 'credential_expiring') = (expires_at is not null)
    and (kind = 'credential_expiring') = (threshold_days is not null)
  )
);
comment on table public.alerts is
  'What its owner should hear of: one of each kind for an incident, one for each threshold that a secret''s end comes under. The newest 500 of a person; each new one drops the oldest.';
comment on column public.alerts.id is 'What deliveries and links name.';
comment on column public.alerts.user_id is 'The owner.';
comment on column public.alerts.user_integration_id is 'What it is about.';
comment on column public.alerts.kind is 'failing, recovered or credential_expiring.';
comment on column public.alerts.incident_id is 'The incident that began or ended; null where a secret expires.';
comment on column public.alerts.slot is 'The secret that expires; null otherwise.';
comment on column public.alerts.expires_at is 'When it does.';
comment on column public.alerts.threshold_days is 'How near that was when it was noticed: within 30, 7 or 1 days.';
comment on column public.alerts.is_muted is 'The owner wanted nothing sent of this integration: it stands in the page alone.';
comment on column public.alerts.created_at is 'When it happened.';
comment on column public.alerts.read_at is 'When its owner had read it; null: not yet.';

create index alerts_owner_idx on public.alerts (user_id, created_at desc, id desc);
create index alerts_unread_idx on public.alerts (user_id) where read_at is null;
create index alerts_integration_idx on public.alerts (user_integration_id, user_id);

alter table public.alerts enable row level security;
revoke all on table public.alerts from anon, authenticated;
grant select, update on table public.alerts to authenticated;
grant all on table public.alerts to service_role;
create policy alerts_select_owner on public.alerts
  for select to authenticated using (user_id = (select auth.uid()));
create policy alerts_update_owner on public.alerts
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create function private.guard_alert() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if private.is_client() then
    if to_jsonb(new) - 'read_at' is distinct from to_jsonb(old) - 'read_at' then
      raise exception 'Of an alert one can only say that it was read.' using errcode = 'insufficient_privilege';
    end if;
    new.read_at := case when new.read_at is not null then coalesce(old.read_at, pg_catalog.now()) end;
  end if;
  return new;
end;
$$;
comment on function private.guard_alert() is 'Lets the browser mark as read and unread, by the database''s clock, and nothing else.';
create trigger alerts_guard before update on public.alerts for each row execute function private.guard_alert();

create table public.alert_channels (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  kind text not null,
  name text not null,
  events text[] not null,
  is_enabled boolean not null default true,
  disabled_reason text,
  encrypted text,
  key_id text,
  hint text,
  audience text[],
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint alert_channels_pkey primary key (id),
  constraint alert_channels_id_user_id_key unique (id, user_id),
  constraint alert_channels_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint alert_channels_kind_known check (kind in ('webhook', 'slack', 'email')),
  constraint alert_channels_name_length check (char_length(name) between 1 and 80 and name = btrim(name)),
  constraint alert_channels_events_known check (
    events <@ array['failing', 'recovered', 'credential_expiring'] and cardinality(events) between 1 and 3
  ),
  constraint alert_channels_disabled_reason_known check (disabled_reason = 'gone' and not is_enabled or disabled_reason is null),
  constraint alert_channels_is_compact_jwe check (
    encrypted ~ '^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$' and char_length(encrypted) <= 16384
  ),
  constraint alert_channels_key_id_length check (char_length(key_id) between 1 and 100),
  constraint alert_channels_hint_length check (char_length(hint) <= 4),
  constraint alert_channels_one_origin check (cardinality(audience) = 1),
  constraint alert_channels_address_is_sealed check (
    (kind = 'email') = (encrypted is null) and (kind = 'email') = (key_id is null)
    and (kind = 'email') = (hint is null) and (kind = 'email') = (audience is null)
  )
);
comment on table public.alert_channels is 'Where alerts are sent. Addresses are sealed in the browser; mail goes to its owner''s own address alone.';
comment on column public.alert_channels.id is 'Made in the browser, so that its address can be sealed for it before the row exists.';
comment on column public.alert_channels.user_id is 'The owner.';
comment on column public.alert_channels.kind is 'webhook (Standard Webhooks), slack (Slack''s incoming webhooks and their like) or email.';
comment on column public.alert_channels.name is 'The owner''s name for it.';
comment on column public.alert_channels.events is 'The kinds of alerts that are sent there.';
comment on column public.alert_channels.is_enabled is 'Whether anything is sent there.';
comment on column public.alert_channels.disabled_reason is 'gone: the receiver said that it is there no more (410). Null: its owner''s doing, or it is on.';
comment on column public.alert_channels.encrypted is 'Compact JWE of the whole address and, for a webhook, its signing secret. Null for mail.';
comment on column public.alert_channels.key_id is 'The sealing key it was made for: what its header says.';
comment on column public.alert_channels.hint is 'The last four characters of the address, to tell it by.';
comment on column public.alert_channels.audience is 'The one origin that it is sent to.';
comment on column public.alert_channels.created_at is 'When it was made.';
comment on column public.alert_channels.updated_at is 'When it last changed.';

create index alert_channels_user_id_idx on public.alert_channels (user_id);
create index alert_channels_key_id_idx on public.alert_channels (key_id, id) where key_id is not null;

alter table public.alert_channels enable row level security;
revoke all on table public.alert_channels from anon, authenticated;
grant select, insert, update, delete on table public.alert_channels to authenticated;
grant all on table public.alert_channels to service_role;
create policy alert_channels_select_owner on public.alert_channels
  for select to authenticated using (user_id = (select auth.uid()));
create policy alert_channels_insert_owner on public.alert_channels
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy alert_channels_update_owner on public.alert_channels
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy alert_channels_delete_owner on public.alert_channels
  for delete to authenticated using (user_id = (select auth.uid()));

create function private.guard_alert_channel() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  most constant integer := 10;
begin
  if tg_op = 'INSERT' then
    -- One at a time, or two tabs would each add the last one.
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('alert_channels'), pg_catalog.hashtext(new.user_id::text));
    if (select count(*) from public.alert_channels where user_id = new.user_id) >= most then
      raise exception 'At most % channels.', most using errcode = 'check_violation';
    end if;
    new.created_at := pg_catalog.now();
  elsif (new.id, new.user_id, new.kind, new.created_at) is distinct from (old.id, old.user_id, old.kind, old.created_at) then
    raise exception 'The id, owner and kind of a channel never change.' using errcode = 'check_violation';
  end if;
  if new.is_enabled or (private.is_client() and tg_op = 'INSERT') then
    new.disabled_reason := null;
  elsif private.is_client() then
    new.disabled_reason := old.disabled_reason;
  end if;
  new.updated_at := pg_catalog.now();
  return new;
end;
$$;
comment on function private.guard_alert_channel() is 'At most ten channels a person; why one was switched off is not the browser''s to write.';
create trigger alert_channels_guard before insert or update on public.alert_channels
  for each row execute function private.guard_alert_channel();
create trigger alert_channels_name_key before insert or update of encrypted, key_id on public.alert_channels
  for each row when (new.encrypted is not null) execute function private.name_sealing_key();

create table public.alert_settings (
  user_id uuid not null default auth.uid(),
  time_zone text not null,
  quiet_from time,
  quiet_to time,
  updated_at timestamptz not null default now(),
  constraint alert_settings_pkey primary key (user_id),
  constraint alert_settings_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint alert_settings_time_zone_form check (time_zone ~ '^[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}$' and char_length(time_zone) <= 64),
  constraint alert_settings_quiet_is_whole check ((quiet_from is null) = (quiet_to is null)),
  constraint alert_settings_quiet_has_length check (quiet_from <> quiet_to)
);
comment on table public.alert_settings is 'When a person wants nothing sent. Without a row: never.';
comment on column public.alert_settings.user_id is 'Whose.';
comment on column public.alert_settings.time_zone is 'Where the person is, by the IANA''s name.';
comment on column public.alert_settings.quiet_from is 'From when, by the clock there, nothing is sent; null: there are no quiet hours.';
comment on column public.alert_settings.quiet_to is 'Until when; earlier than quiet_from: on the next day.';
comment on column public.alert_settings.updated_at is 'When the row last changed.';

alter table public.alert_settings enable row level security;
revoke all on table public.alert_settings from anon, authenticated;
grant select, insert, update, delete on table public.alert_settings to authenticated;
grant all on table public.alert_settings to service_role;
create policy alert_settings_select_owner on public.alert_settings
  for select to authenticated using (user_id = (select auth.uid()));
create policy alert_settings_insert_owner on public.alert_settings
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy alert_settings_update_owner on public.alert_settings
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy alert_settings_delete_owner on public.alert_settings
  for delete to authenticated using (user_id = (select auth.uid()));

create function private.guard_alert_settings() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := pg_catalog.now();
  perform pg_catalog.now() at time zone new.time_zone;
  return new;
exception when invalid_parameter_value then
  raise exception 'There is no time zone %.', new.time_zone using errcode = 'check_violation';
end;
$$;
comment on function private.guard_alert_settings() is 'Refuses a time zone that the database does not know: nothing could be sent by it.';
create trigger alert_settings_guard before insert or update on public.alert_settings
  for each row execute function private.guard_alert_settings();

create function private.is_quiet(p_time_zone text, p_from time, p_to time, p_at timestamptz) returns boolean
language sql
stable
set search_path = ''
as $$
  select coalesce(
    case
      when p_from < p_to then clock.now >= p_from and clock.now < p_to
      else clock.now >= p_from or clock.now < p_to
    end, false)
  from (values ((p_at at time zone p_time_zone)::time)) as clock (now)
$$;
comment on function private.is_quiet(text, time, time, timestamptz) is
  'Whether quiet hours last at that moment, by the clock there; false where there are none.';

create function private.quiet_until(p_time_zone text, p_from time, p_to time, p_at timestamptz) returns timestamptz
language sql
stable
set search_path = ''
as $$
  select min(moment)
  from (values ((p_at at time zone p_time_zone))) as clock (now),
    lateral (values (
      (clock.now::date + p_to + case when clock.now::time >= p_to then interval '1 day' else interval '0' end) at time zone p_time_zone
    )) as usual (ending),
    -- Where clocks are changed that night the end is an hour earlier: what is read twice, or skipped.
    lateral generate_series(usual.ending - interval '1 hour', usual.ending, interval '15 minutes') as moment
  where moment > p_at and not private.is_quiet(p_time_zone, p_from, p_to, moment)
$$;
comment on function private.quiet_until(text, time, time, timestamptz) is
  'When the quiet hours that last at that moment end; on a night when clocks are changed up to 15 minutes after.';

revoke execute on function
  private.is_quiet(text, time, time, timestamptz), private.quiet_until(text, time, time, timestamptz)
from public, anon, authenticated;
grant execute on function
  private.is_quiet(text, time, time, timestamptz), private.quiet_until(text, time, time, timestamptz)
to service_role;

-- In the transaction of what they tell of: an incident without its alert does not exist.
create function private.alert_of_incident() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  now_kind constant text := case when tg_op = 'INSERT' then 'failing' else 'recovered' end;
begin
  insert into public.alerts (user_id, user_integration_id, kind, incident_id, is_muted)
  select new.user_id, new.user_integration_id, now_kind, new.id,
    -- Of what was not told that it failed it is not told that it is well again.
    mine.are_alerts_muted or coalesce(began.is_muted, false)
  from public.user_integrations as mine
  left join public.alerts as began on began.incident_id = new.id and began.kind = 'failing'
  where mine.id = new.user_integration_id
  on conflict on constraint alerts_incident_kind_key do nothing;
  return null;
end;
$$;
comment on function private.alert_of_incident() is
  'failing when an incident begins, recovered when a check ended it. Definer: whoever changed the status may not write alerts.';
revoke execute on function private.alert_of_incident() from public;
create trigger integration_incidents_alert_began after insert on public.integration_incidents
  for each row execute function private.alert_of_incident();
create trigger integration_incidents_alert_ended after update on public.integration_incidents
  for each row when (old.closed_at is null and new.ended_by = 'recovered') execute function private.alert_of_incident();

create index integration_credentials_expires_at_idx on public.integration_credentials (expires_at)
  where expires_at is not null;

create function private.find_expiring_credentials(p_now timestamptz default null) returns integer
language plpgsql
set search_path = ''
as $$
declare
  at constant timestamptz := coalesce(p_now, pg_catalog.now());
  written integer;
begin
  insert into public.alerts (user_id, user_integration_id, kind, slot, expires_at, threshold_days, is_muted)
  select c.user_id, c.user_integration_id, 'credential_expiring', c.slot, c.expires_at, near.days, mine.are_alerts_muted
  from public.integration_credentials as c
  join public.user_integrations as mine on mine.id = c.user_integration_id
  cross join lateral (
    select min(threshold.days) as days from (values (30), (7), (1)) as threshold (days)
    where c.expires_at <= at + make_interval(days => threshold.days)
  ) as near
  where c.expires_at > at and c.expires_at <= at + interval '30 days'
    and mine.status <> 'disconnected'
    -- What was made to last for hours is given anew for hours: its end is nothing to be told of.
    and c.expires_at - c.updated_at > interval '1 day'
    -- What renews itself does not end.
    and not (c.slot = 'auth' and (
      exists (
        select from public.integration_credentials as renewing
        where renewing.user_integration_id = c.user_integration_id and renewing.slot = 'refresh'
      )
      or exists (
        select from public.integration_grants as given
        where given.user_integration_id = c.user_integration_id and given.is_renewable and given.revoked_at is null
      )
    ))
    -- A nearer one was told already: clocks and thresholds do not run backwards.
    and not exists (
      select from public.alerts as told
      where told.user_integration_id = c.user_integration_id and told.slot = c.slot
        and told.expires_at = c.expires_at and told.threshold_days <= near.days
    )
  on conflict on constraint alerts_expiry_key do nothing;
  get diagnostics written = row_count;
  return written;
end;
$$;
comment on function private.find_expiring_credentials(timestamptz) is
  'An alert for each secret that ends within 30, 7 or 1 days, once for the nearest of these; answers how many are new.';
revoke execute on function private.find_expiring_credentials(timestamptz) from public, anon, authenticated;
grant execute on function private.find_expiring_credentials(timestamptz) to service_role;
