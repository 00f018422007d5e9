-- Rotation of sealing keys, while people work. The function reseal-credentials opens what is sealed for
-- an older key and seals it anew; a key is retired when nothing names it any more.

-- What a JWE's header says counts when it is opened, so the column says the same, whoever writes it.
create function private.key_id_of(jwe text) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  header constant text := translate(split_part(jwe, '.', 1), '-_', '+/');
  kid text;
begin
  kid := convert_from(decode(rpad(header, (length(header) + 3) / 4 * 4, '='), 'base64'), 'utf8')::jsonb ->> 'kid';
  return case when char_length(kid) between 1 and 100 then kid end;
exception when others then
  return null;
end;
$$;
comment on function private.key_id_of(text) is
  'The sealing key that a compact JWE names in its header (RFC 7516 §4.1.6); null where the header cannot be read.';
grant execute on function private.key_id_of(text) to authenticated, service_role;

create function private.name_sealing_key() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.key_id := coalesce(private.key_id_of(new.encrypted), new.key_id);
  return new;
end;
$$;
comment on function private.name_sealing_key() is 'Writes the key that a secret is sealed for, as its header has it.';

create trigger integration_credentials_name_key before insert or update of encrypted, key_id on public.integration_credentials
  for each row execute function private.name_sealing_key();

update public.integration_credentials set key_id = private.key_id_of(encrypted)
where key_id is distinct from coalesce(private.key_id_of(encrypted), key_id);

comment on column public.integration_credentials.key_id is 'The sealing key it was made for: what its header says.';
create index integration_credentials_key_id_idx on public.integration_credentials (key_id, user_integration_id, slot);

create table private.newest_sealing_key (
  is_only boolean not null default true,
  key_id text not null,
  since timestamptz not null,
  constraint newest_sealing_key_pkey primary key (is_only),
  constraint newest_sealing_key_is_only check (is_only)
);
comment on table private.newest_sealing_key is 'One row: the key that new seals are made with. Browsers may hold the one before for a while.';
comment on column private.newest_sealing_key.is_only is 'Keeps it at one row.';
comment on column private.newest_sealing_key.key_id is 'Its id.';
comment on column private.newest_sealing_key.since is 'When a function that had it as its newest was first seen.';

alter table private.newest_sealing_key enable row level security;
grant select, insert, update on table private.newest_sealing_key to service_role;

create function public.note_newest_sealing_key(p_key_id text)
returns timestamptz
language plpgsql
set search_path = ''
as $$
declare
  noted timestamptz;
begin
  insert into private.newest_sealing_key as one (key_id, since) values (p_key_id, pg_catalog.clock_timestamp())
  on conflict (is_only) do update set key_id = excluded.key_id, since = excluded.since
  where one.key_id <> excluded.key_id;
  select one.since into strict noted from private.newest_sealing_key as one;
  return noted;
end;
$$;
comment on function public.note_newest_sealing_key(text) is
  'Since when this key is the newest: from now on, where it was another until now.';

create function public.find_credentials_to_reseal(p_key_id text, p_after_integration_id uuid, p_after_slot text, p_limit integer)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with aged as materialized (
    select c.user_integration_id, c.slot, c.key_id, c.encrypted
    from public.integration_credentials as c
    where c.key_id <> p_key_id
      and (c.user_integration_id, c.slot)
        > (coalesce(p_after_integration_id, '00000000-0000-0000-0000-000000000000'), coalesce(p_after_slot, ''))
    order by c.user_integration_id, c.slot
    limit p_limit
  )
  select jsonb_build_object(
    'credentials', (
      select coalesce(jsonb_agg(to_jsonb(aged) order by aged.user_integration_id, aged.slot), '[]'::jsonb) from aged
    ),
    'beyond', (
      select count(*) from public.integration_credentials as c
      where c.key_id <> p_key_id
        and (c.user_integration_id, c.slot)
          > (coalesce(p_after_integration_id, '00000000-0000-0000-0000-000000000000'), coalesce(p_after_slot, ''))
    ) - (select count(*) from aged)
  )
$$;
comment on function public.find_credentials_to_reseal(text, uuid, text, integer) is
  'The next secrets, in the order of integration and slot, that are sealed for another key than this; and how many come after them.';

create function public.reseal_credentials(p_seals jsonb)
returns integer
language plpgsql
set search_path = ''
set patchbay.is_resealing = 'on'
as $$
declare
  written integer;
begin
  -- Only what is still as it was read: a secret that its owner has stored since stays.
  update public.integration_credentials as c set encrypted = seal.encrypted
  from jsonb_to_recordset(p_seals) as seal (user_integration_id uuid, slot text, opened text, encrypted text)
  where c.user_integration_id = seal.user_integration_id and c.slot = seal.slot and c.encrypted = seal.opened;
  get diagnostics written = row_count;
  return written;
end;
$$;
comment on function public.reseal_credentials(jsonb) is
  'Replaces each ciphertext by the same secret sealed for a newer key, unless it has changed since; answers how many.';

-- To seal anew is not to store: nothing was entered, so the log has nothing to tell.
drop trigger integration_credentials_log on public.integration_credentials;
create trigger integration_credentials_log after insert or update or delete on public.integration_credentials
  for each row when (current_setting('patchbay.is_resealing', true) is distinct from 'on')
  execute function private.log_integration_credential();

create function public.sealing_key_usage(p_key_ids text[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(asked.key_id, (
    select count(*) from (
      -- Every place that keeps seals has its line here: a key that one of them names is not retired.
      select c.key_id from public.integration_credentials as c where c.key_id = asked.key_id
      -- What is under way is over soon: a sign-in that nobody finished lies longer, and is of no use.
      union all
      select kid from private.oauth_flows as flow, lateral (
        values (private.key_id_of(flow.sealed)), (private.key_id_of(flow.answer))
      ) as seal (kid)
      where kid = asked.key_id and coalesce(flow.answered_at, flow.created_at) > now() - interval '20 minutes'
      union all
      select credential ->> 'key_id' from private.runner_jobs as job,
        lateral jsonb_array_elements(job.payload -> 'credentials') as credential
      where job.expires_at > now() and credential ->> 'key_id' = asked.key_id
    ) as seals
  )), '{}'::jsonb)
  from unnest(p_key_ids) as asked (key_id)
$$;
comment on function public.sealing_key_usage(text[]) is 'How many seals name each of these sealing keys: { key id: count }.';

revoke execute on function
  private.key_id_of(text),
  public.note_newest_sealing_key(text),
  public.find_credentials_to_reseal(text, uuid, text, integer),
  public.reseal_credentials(jsonb),
  public.sealing_key_usage(text[])
from public, anon;
revoke execute on function
  public.note_newest_sealing_key(text),
  public.find_credentials_to_reseal(text, uuid, text, integer),
  public.reseal_credentials(jsonb),
  public.sealing_key_usage(text[])
from authenticated;
grant execute on function
  public.note_newest_sealing_key(text),
  public.find_credentials_to_reseal(text, uuid, text, integer),
  public.reseal_credentials(jsonb),
  public.sealing_key_usage(text[])
to service_role;
