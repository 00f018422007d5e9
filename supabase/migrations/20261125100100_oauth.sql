-- OAuth 2.0: sign-ins that are under way, and what authorization servers gave. Tokens are sealed like
-- any secret, by the functions alone; nothing here can open them.

create table private.oauth_flows (
  id uuid not null default gen_random_uuid(),
  state_hash text not null,
  user_id uuid not null,
  user_integration_id uuid not null,
  browser_hash text not null,
  page_origin text not null,
  config jsonb not null,
  authority jsonb not null,
  sealed text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  answered_at timestamptz,
  ticket_hash text,
  answer text,
  finished_at timestamptz,
  constraint oauth_flows_pkey primary key (id),
  constraint oauth_flows_state_hash_key unique (state_hash),
  constraint oauth_flows_ticket_hash_key unique (ticket_hash),
  constraint oauth_flows_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint oauth_flows_hash_form check (
    state_hash ~ '^[A-Za-z0-9_-]{43}$' and browser_hash ~ '^[A-Za-z0-9_-]{43}$' and ticket_hash ~ '^[A-Za-z0-9_-]{43}$'
  ),
  constraint oauth_flows_authority_size check (pg_column_size(authority) <= 32768),
  constraint oauth_flows_text_size check (char_length(sealed) <= 65536 and char_length(answer) <= 65536),
  constraint oauth_flows_answer_has_ticket check ((answered_at is null) = (ticket_hash is null))
);
comment on table private.oauth_flows is 'Sign-ins at authorization servers that are under way; the functions delete those that are over.';
comment on column private.oauth_flows.id is 'The flow.';
comment on column private.oauth_flows.state_hash is 'SHA-256 of the state that the authorization server gives back (RFC 6749 §10.12).';
comment on column private.oauth_flows.user_id is 'Who began it, and alone may finish it.';
comment on column private.oauth_flows.user_integration_id is 'What it is to be connected.';
comment on column private.oauth_flows.browser_hash is 'SHA-256 of the key that the page keeps in the tab that began it.';
comment on column private.oauth_flows.page_origin is 'Where the person is led back to.';
comment on column private.oauth_flows.config is 'The integration''s settings when it began: what is given is for these and no others.';
comment on column private.oauth_flows.authority is 'Whom to ask for tokens, as whom and for what. Nothing secret.';
comment on column private.oauth_flows.sealed is 'JWE of state, code verifier and a just registered client''s secret; null once used.';
comment on column private.oauth_flows.created_at is 'When it began.';
comment on column private.oauth_flows.expires_at is 'The answer must come before.';
comment on column private.oauth_flows.answered_at is 'When the answer came and used up the state.';
comment on column private.oauth_flows.ticket_hash is 'SHA-256 of the ticket that the page got for the answer.';
comment on column private.oauth_flows.answer is 'JWE of the answer; null before it came, and once used.';
comment on column private.oauth_flows.finished_at is 'When the page finished it.';

create index oauth_flows_owner_idx on private.oauth_flows (user_id, created_at);
create index oauth_flows_integration_idx on private.oauth_flows (user_integration_id, user_id);
create index oauth_flows_created_at_idx on private.oauth_flows (created_at);
alter table private.oauth_flows enable row level security;
grant select, insert, update, delete on table private.oauth_flows to service_role;

create table public.integration_grants (
  user_integration_id uuid not null,
  user_id uuid not null,
  issuer text,
  client_id text not null,
  authority jsonb not null,
  oauth jsonb,
  scopes text[] not null,
  missing_scopes text[] not null,
  expires_at timestamptz,
  is_renewable boolean not null,
  granted_at timestamptz not null default now(),
  revoked_at timestamptz,
  generation bigint not null default 1,
  lease uuid,
  lease_expires_at timestamptz,
  updated_at timestamptz not null default now(),
  constraint integration_grants_pkey primary key (user_integration_id),
  constraint integration_grants_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint integration_grants_authority_size check (pg_column_size(authority) <= 32768),
  constraint integration_grants_scopes_size check (cardinality(scopes) <= 500 and cardinality(missing_scopes) <= 500),
  constraint integration_grants_lease_ends check ((lease is null) = (lease_expires_at is null))
);
comment on table public.integration_grants is 'What an authorization server gave an integration. The tokens themselves are sealed in integration_credentials.';
comment on column public.integration_grants.user_integration_id is 'What it was given to.';
comment on column public.integration_grants.user_id is 'The owner; the foreign key keeps it the integration''s.';
comment on column public.integration_grants.issuer is 'Who gave it (RFC 8414 §2); null where only endpoints are known.';
comment on column public.integration_grants.client_id is 'As whom it was asked for.';
comment on column public.integration_grants.authority is 'Whom to ask for the next token, as whom and for what. Nothing secret.';
comment on column public.integration_grants.oauth is 'config.oauth that it was given under; null where there was none.';
comment on column public.integration_grants.scopes is 'Granted, as the server said or as it was asked (RFC 6749 §5.1).';
comment on column public.integration_grants.missing_scopes is 'Asked for and not granted.';
comment on column public.integration_grants.expires_at is 'When the access token ends; null where the server did not say.';
comment on column public.integration_grants.is_renewable is 'True when the access token can be renewed without the person.';
comment on column public.integration_grants.granted_at is 'When the person, or the server, gave it.';
comment on column public.integration_grants.revoked_at is 'When a renewal was refused for good; null while it holds.';
comment on column public.integration_grants.generation is 'Counts the tokens: who saw an older one knows by it that there is a newer.';
comment on column public.integration_grants.lease is 'Who renews now: nobody else may store a token (a fencing token).';
comment on column public.integration_grants.lease_expires_at is 'From then on another may renew; what the first brings then is refused.';
comment on column public.integration_grants.updated_at is 'When the row last changed.';

create index integration_grants_owner_idx on public.integration_grants (user_integration_id, user_id);
create index integration_grants_user_id_idx on public.integration_grants (user_id);

alter table public.integration_grants enable row level security;
revoke all on table public.integration_grants from anon, authenticated;
grant select on table public.integration_grants to authenticated;
grant all on table public.integration_grants to service_role;

create policy integration_grants_select_owner on public.integration_grants
  for select to authenticated using (user_id = (select auth.uid()));

create trigger integration_grants_touch before update on public.integration_grants
  for each row execute function private.touch_updated_at();

-- Another way to authenticate, another client or another server: what was given is for none of them.
create function private.drop_useless_grant() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.integration_grants where user_integration_id = new.id;
  delete from public.integration_credentials where user_integration_id = new.id and slot = 'refresh';
  return null;
end;
$$;
comment on function private.drop_useless_grant() is
  'Forgets grant and refresh token when the settings that they were given under change. Definer: the browser may not touch grants.';
revoke execute on function private.drop_useless_grant() from public;

create trigger user_integrations_drop_grant after update on public.user_integrations
  for each row when (
    old.auth_method is distinct from new.auth_method or old.config -> 'oauth' is distinct from new.config -> 'oauth'
  ) execute function private.drop_useless_grant();

-- A grant's secrets are told of by one entry of its own, and a renewal is not a person's storing.
create or replace function private.log_integration_credential() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if pg_catalog.current_setting('patchbay.is_grant', true) = 'on' then
    return null;
  end if;
  if tg_op = 'DELETE' then
    -- Nothing to tell, and nobody to tell it of, when the integration itself is going.
    insert into public.integration_logs (user_integration_id, user_id, event_type, message, metadata)
    select old.user_integration_id, old.user_id, 'credential_removed', 'Secret removed: ' || old.slot || '.',
      jsonb_build_object('slot', old.slot)
    from public.user_integrations where id = old.user_integration_id;
  elsif tg_op = 'INSERT' or new.encrypted is distinct from old.encrypted then
    insert into public.integration_logs (user_integration_id, user_id, event_type, message, metadata)
    values (new.user_integration_id, new.user_id, 'credential_stored', 'Secret sealed and stored: ' || new.slot || '.',
      jsonb_build_object('slot', new.slot, 'audience', to_jsonb(new.audience), 'key_id', new.key_id));
  end if;
  return null;
end;
$$;
comment on function private.log_integration_credential() is
  'One log entry for each secret that a person stores or removes: its slot and audience, never the secret.';

create function private.store_grant_credentials(
  p_user_id uuid, p_integration_id uuid, p_credentials jsonb, p_is_whole boolean
) returns void
language plpgsql
set search_path = ''
set patchbay.is_grant = 'on'
as $$
begin
  if p_is_whole then
    delete from public.integration_credentials
    where user_integration_id = p_integration_id and slot in ('auth', 'refresh')
      and slot not in (select given ->> 'slot' from jsonb_array_elements(p_credentials) as given);
  end if;
  insert into public.integration_credentials as own
    (user_integration_id, user_id, slot, encrypted, key_id, hint, audience, expires_at)
  select p_integration_id, p_user_id, c.slot, c.encrypted, c.key_id, c.hint, c.audience, c.expires_at
  from jsonb_to_recordset(p_credentials) as c
    (slot text, encrypted text, key_id text, hint text, audience text[], expires_at timestamptz)
  on conflict (user_integration_id, slot) do update
  set encrypted = excluded.encrypted, key_id = excluded.key_id, hint = excluded.hint,
      audience = excluded.audience, expires_at = excluded.expires_at;
end;
$$;
comment on function private.store_grant_credentials(uuid, uuid, jsonb, boolean) is
  'Stores sealed tokens, each in its slot, without a log entry for each; whole: an old token that has no successor goes.';

create function private.take_test_allowance(p_user_id uuid) returns integer
language plpgsql
set search_path = ''
as $$
declare
  cost constant interval := '2 s';
  allowance constant interval := 30 * cost;
  asked_at constant timestamptz := pg_catalog.clock_timestamp();
  wait_ms integer;
begin
  insert into private.draft_allowances as own (user_id, whole_at) values (p_user_id, asked_at + cost)
  on conflict (user_id) do update set whole_at = greatest(own.whole_at, asked_at) + cost
  where own.whole_at + cost <= asked_at + allowance;
  if not found then
    select greatest(1, ceil(extract(epoch from own.whole_at + cost - allowance - asked_at) * 1000)) into wait_ms
    from private.draft_allowances as own where own.user_id = p_user_id;
  end if;
  return wait_ms;
end;
$$;
comment on function private.take_test_allowance(uuid) is
  'Counts what makes requests to others and is not recorded as a test. Milliseconds until there is room; null: there was.';

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
  wait_ms := coalesce(private.wait_for_rate_limit(mine), private.take_test_allowance(p_user_id));
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

create function public.prepare_authorization(p_user_id uuid, p_integration_id uuid) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  mine public.user_integrations;
  wait_ms integer;
begin
  select * into mine from public.user_integrations where id = p_integration_id and user_id = p_user_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  wait_ms := private.take_test_allowance(p_user_id);
  if wait_ms is not null then
    return jsonb_build_object('outcome', 'rate_limited', 'retry_after_ms', wait_ms);
  end if;
  return jsonb_build_object(
    'outcome', 'ready',
    'integration', jsonb_build_object('id', mine.id, 'auth_method', mine.auth_method, 'config', mine.config),
    'type', private.type_for_test(mine.user_id, mine.type_id),
    'credentials', private.credentials_of(mine.user_id, mine.id),
    'authority', (select known.authority from public.integration_grants as known where known.user_integration_id = mine.id)
  );
end;
$$;
comment on function public.prepare_authorization(uuid, uuid) is
  'Counts an authorization and answers all that beginning it needs: ready, rate_limited or not_found.';

create function public.begin_oauth_flow(
  p_user_id uuid, p_integration_id uuid, p_config jsonb, p_flow jsonb, p_lifetime_ms integer
) returns timestamptz
language plpgsql
set search_path = ''
as $$
declare
  open_at_once constant integer := 20;
  ends timestamptz;
begin
  perform from public.user_integrations
  where id = p_integration_id and user_id = p_user_id and auth_method = 'oauth' and config = p_config
  for share;
  if not found then
    return null;
  end if;
  -- Long past: until then a second answer is told apart from one that nobody waited for.
  delete from private.oauth_flows where created_at < pg_catalog.now() - interval '1 day';
  delete from private.oauth_flows where id in (
    select old.id from private.oauth_flows as old where old.user_id = p_user_id
    order by old.created_at desc offset open_at_once - 1
  );
  insert into private.oauth_flows
    (user_id, user_integration_id, config, expires_at, state_hash, browser_hash, page_origin, authority, sealed)
  values (
    p_user_id, p_integration_id, p_config,
    pg_catalog.clock_timestamp() + make_interval(secs => p_lifetime_ms / 1000.0),
    p_flow ->> 'state_hash', p_flow ->> 'browser_hash', p_flow ->> 'page_origin', p_flow -> 'authority', p_flow ->> 'sealed'
  )
  returning expires_at into ends;
  return ends;
end;
$$;
comment on function public.begin_oauth_flow(uuid, uuid, jsonb, jsonb, integer) is
  'Keeps a sign-in until its answer comes, and says when that is too late. Null: the integration is not what it was.';

create function public.answer_oauth_flow(p_state_hash text, p_ticket_hash text, p_answer text) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  origin text;
begin
  update private.oauth_flows
  set answered_at = pg_catalog.clock_timestamp(), ticket_hash = p_ticket_hash, answer = p_answer
  where state_hash = p_state_hash and answered_at is null and expires_at > pg_catalog.clock_timestamp()
  returning page_origin into origin;
  if found then
    return jsonb_build_object('outcome', 'accepted', 'page_origin', origin);
  end if;
  return coalesce(
    (select jsonb_build_object(
       'outcome', case when flow.answered_at is null then 'expired' else 'used' end, 'page_origin', flow.page_origin)
     from private.oauth_flows as flow where flow.state_hash = p_state_hash),
    jsonb_build_object('outcome', 'expired', 'page_origin', null)
  );
end;
$$;
comment on function public.answer_oauth_flow(text, text, text) is
  'Uses up a state and parks its answer under a ticket: accepted once, then used; expired where it is too late or nobody knows it.';

create function public.finish_oauth_flow(p_user_id uuid, p_ticket_hash text, p_browser_hash text, p_lifetime_ms integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  flow private.oauth_flows;
  mine public.user_integrations;
begin
  select * into flow from private.oauth_flows where ticket_hash = p_ticket_hash for update;
  if not found then
    return jsonb_build_object('outcome', 'expired');
  end if;
  if flow.user_id <> p_user_id or flow.browser_hash <> p_browser_hash then
    return jsonb_build_object('outcome', 'mismatch');
  end if;
  if flow.finished_at is not null then
    return jsonb_build_object('outcome', 'used');
  end if;
  if flow.answered_at + make_interval(secs => p_lifetime_ms / 1000.0) < pg_catalog.clock_timestamp() then
    return jsonb_build_object('outcome', 'expired');
  end if;
  update private.oauth_flows set finished_at = pg_catalog.clock_timestamp(), sealed = null, answer = null where id = flow.id;
  select * into mine from public.user_integrations where id = flow.user_integration_id;
  if mine.auth_method is distinct from 'oauth' or mine.config is distinct from flow.config then
    return jsonb_build_object('outcome', 'changed');
  end if;
  return jsonb_build_object(
    'outcome', 'accepted',
    'state_hash', flow.state_hash,
    'sealed', flow.sealed,
    'answer', flow.answer,
    'authority', flow.authority,
    'integration', jsonb_build_object('id', mine.id, 'auth_method', mine.auth_method, 'config', mine.config),
    'credentials', private.credentials_of(mine.user_id, mine.id)
  );
end;
$$;
comment on function public.finish_oauth_flow(uuid, text, text, integer) is
  'Hands the parked answer, once, to the person and the browser that began: accepted, used, expired, mismatch (nothing is used up) or changed.';

create function public.store_grant(
  p_user_id uuid, p_integration_id uuid, p_config jsonb, p_grant jsonb, p_credentials jsonb, p_is_new boolean
) returns boolean
language plpgsql
set search_path = ''
as $$
declare
  mine public.user_integrations;
  missing constant text[] := array(select jsonb_array_elements_text(p_grant -> 'missing_scopes'));
begin
  -- Not `for update`: a renewal that holds the grant may write its log entry meanwhile.
  select * into mine from public.user_integrations
  where id = p_integration_id and user_id = p_user_id for no key update;
  if not found or mine.auth_method <> 'oauth' or mine.config <> p_config then
    return false;
  end if;
  insert into public.integration_grants as own
    (user_integration_id, user_id, issuer, client_id, authority, oauth, scopes, missing_scopes, expires_at, is_renewable)
  values (
    mine.id, mine.user_id, p_grant ->> 'issuer', p_grant ->> 'client_id', p_grant -> 'authority', mine.config -> 'oauth',
    array(select jsonb_array_elements_text(p_grant -> 'scopes')), missing,
    (p_grant ->> 'expires_at')::timestamptz, (p_grant ->> 'is_renewable')::boolean
  )
  on conflict (user_integration_id) do update
  set issuer = excluded.issuer, client_id = excluded.client_id, authority = excluded.authority, oauth = excluded.oauth,
      scopes = excluded.scopes, missing_scopes = excluded.missing_scopes, expires_at = excluded.expires_at,
      is_renewable = excluded.is_renewable, granted_at = excluded.granted_at, revoked_at = null,
      generation = own.generation + 1, lease = null, lease_expires_at = null;

  perform private.store_grant_credentials(mine.user_id, mine.id, p_credentials, true);

  if p_is_new then
    update public.user_integrations set status = 'configuring' where id = mine.id and status <> 'configuring';
  end if;
  insert into public.integration_logs (user_integration_id, user_id, event_type, level, message, metadata)
  values (
    mine.id, mine.user_id,
    (case when p_is_new then 'authorization_granted' else 'credential_refreshed' end)::public.log_event,
    (case when cardinality(missing) = 0 then 'info' else 'warn' end)::public.log_level,
    left((case when p_is_new then 'Access was given.' else 'An access token was got.' end)
      || (case when cardinality(missing) = 0 then '' else ' Not given: ' || array_to_string(missing, ', ') || '.' end), 2000),
    jsonb_build_object('issuer', p_grant -> 'issuer', 'client_id', p_grant -> 'client_id', 'scopes', p_grant -> 'scopes',
      'missing_scopes', p_grant -> 'missing_scopes', 'expires_at', p_grant -> 'expires_at')
  );
  return true;
end;
$$;
comment on function public.store_grant(uuid, uuid, jsonb, jsonb, jsonb, boolean) is
  'Stores a grant and its sealed tokens in one transaction; a new one makes the integration configuring. False: it is not what it was, nothing is written.';

create function public.begin_token_refresh(
  p_user_id uuid, p_integration_id uuid, p_seen_generation bigint, p_lease_ms integer
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  held public.integration_grants;
  turn constant uuid := pg_catalog.gen_random_uuid();
  is_fresh boolean;
begin
  select * into held from public.integration_grants
  where user_integration_id = p_integration_id and user_id = p_user_id for update;
  if not found then
    return jsonb_build_object('outcome', 'none');
  end if;
  if held.revoked_at is not null then
    return jsonb_build_object('outcome', 'revoked');
  end if;
  is_fresh := held.generation > p_seen_generation;
  if not is_fresh and held.lease_expires_at > pg_catalog.clock_timestamp() then
    return jsonb_build_object('outcome', 'busy');
  end if;
  if not is_fresh then
    update public.integration_grants
    set lease = turn, lease_expires_at = pg_catalog.clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0)
    where user_integration_id = held.user_integration_id;
  end if;
  return jsonb_build_object(
    'outcome', case when is_fresh then 'fresh' else 'started' end,
    'generation', held.generation,
    'lease', case when not is_fresh then turn end,
    'authority', held.authority,
    'oauth', held.oauth,
    'scopes', held.scopes,
    'expires_at', held.expires_at,
    'is_renewable', held.is_renewable,
    'credentials', private.credentials_of(held.user_id, held.user_integration_id)
  );
end;
$$;
comment on function public.begin_token_refresh(uuid, uuid, bigint, integer) is
  'Takes the lease of a renewal: started; busy while another has it; fresh where there is a newer token than was seen (0: none was); revoked or none.';

create function public.finish_token_refresh(
  p_user_id uuid, p_integration_id uuid, p_lease uuid, p_grant jsonb, p_credentials jsonb
) returns boolean
language plpgsql
set search_path = ''
as $$
begin
  -- In the order of a deletion, which takes the integration first.
  perform from public.user_integrations where id = p_integration_id for key share;
  update public.integration_grants
  set generation = generation + 1, lease = null, lease_expires_at = null,
      scopes = array(select jsonb_array_elements_text(p_grant -> 'scopes')),
      missing_scopes = array(select jsonb_array_elements_text(p_grant -> 'missing_scopes')),
      expires_at = (p_grant ->> 'expires_at')::timestamptz
  -- A lease that is over and that nobody took is still the last: only who takes it fences this one off.
  where user_integration_id = p_integration_id and user_id = p_user_id and lease = p_lease;
  if not found then
    return false;
  end if;
  perform private.store_grant_credentials(p_user_id, p_integration_id, p_credentials, false);
  insert into public.integration_logs (user_integration_id, user_id, event_type, message, metadata)
  values (p_integration_id, p_user_id, 'credential_refreshed', 'Access was renewed.',
    jsonb_build_object('scopes', p_grant -> 'scopes', 'expires_at', p_grant -> 'expires_at'));
  return true;
end;
$$;
comment on function public.finish_token_refresh(uuid, uuid, uuid, jsonb, jsonb) is
  'Stores renewed tokens. False: another has taken the lease, or there is a new grant; nothing is written.';

create function public.fail_token_refresh(p_user_id uuid, p_integration_id uuid, p_lease uuid, p_is_final boolean)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  -- In the order of a deletion, which takes the integration first.
  perform from public.user_integrations where id = p_integration_id for key share;
  update public.integration_grants
  set lease = null, lease_expires_at = null, revoked_at = case when p_is_final then pg_catalog.now() end
  where user_integration_id = p_integration_id and user_id = p_user_id and lease = p_lease;
  if not found then
    return false;
  end if;
  if p_is_final then
    insert into public.integration_logs (user_integration_id, user_id, event_type, level, message)
    values (p_integration_id, p_user_id, 'authorization_failed', 'error',
      'The authorization server has withdrawn the access. Reconnect to give it again.');
  end if;
  return true;
end;
$$;
comment on function public.fail_token_refresh(uuid, uuid, uuid, boolean) is
  'Gives the lease of a renewal back without a token; final: the access is gone, nobody tries again. False: the lease was lost.';

revoke execute on function
  private.store_grant_credentials(uuid, uuid, jsonb, boolean),
  private.take_test_allowance(uuid),
  public.prepare_authorization(uuid, uuid),
  public.begin_oauth_flow(uuid, uuid, jsonb, jsonb, integer),
  public.answer_oauth_flow(text, text, text),
  public.finish_oauth_flow(uuid, text, text, integer),
  public.store_grant(uuid, uuid, jsonb, jsonb, jsonb, boolean),
  public.begin_token_refresh(uuid, uuid, bigint, integer),
  public.finish_token_refresh(uuid, uuid, uuid, jsonb, jsonb),
  public.fail_token_refresh(uuid, uuid, uuid, boolean)
from public, anon, authenticated;
grant execute on function
  private.store_grant_credentials(uuid, uuid, jsonb, boolean),
  private.take_test_allowance(uuid),
  public.prepare_authorization(uuid, uuid),
  public.begin_oauth_flow(uuid, uuid, jsonb, jsonb, integer),
  public.answer_oauth_flow(text, text, text),
  public.finish_oauth_flow(uuid, text, text, integer),
  public.store_grant(uuid, uuid, jsonb, jsonb, jsonb, boolean),
  public.begin_token_refresh(uuid, uuid, bigint, integer),
  public.finish_token_refresh(uuid, uuid, uuid, jsonb, jsonb),
  public.fail_token_refresh(uuid, uuid, uuid, boolean)
to service_role;
