-- Secrets, sealed in the browser (RFC 7516). Nothing in the database can open them.

create table public.integration_credentials (
  user_integration_id uuid not null,
  slot text not null,
  user_id uuid not null default auth.uid(),
  encrypted text not null,
  key_id text not null,
  hint text not null,
  audience text[] not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint integration_credentials_pkey primary key (user_integration_id, slot),
  constraint integration_credentials_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint integration_credentials_slot_form check (
    slot ~ '^(auth|header:[!#$%&''*+.^_`|~0-9A-Za-z-]{1,100}|env:[A-Za-z_][A-Za-z0-9_]{0,99})$'
  ),
  constraint integration_credentials_is_compact_jwe check (
    encrypted ~ '^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$' and char_length(encrypted) <= 65536
  ),
  constraint integration_credentials_key_id_length check (char_length(key_id) between 1 and 100),
  constraint integration_credentials_hint_length check (char_length(hint) <= 4),
  constraint integration_credentials_audience_size check (cardinality(audience) between 1 and 10)
);

comment on table public.integration_credentials is 'Sealed secrets, one a slot. Only an Edge Function can open them.';
comment on column public.integration_credentials.user_integration_id is 'Whose secret it is.';
comment on column public.integration_credentials.slot is 'auth, header:<name> or env:<name>.';
comment on column public.integration_credentials.user_id is 'The owner; the foreign key keeps it the integration''s.';
comment on column public.integration_credentials.encrypted is 'Compact JWE, ECDH-ES with A256GCM.';
comment on column public.integration_credentials.key_id is 'The sealing key it was made for.';
comment on column public.integration_credentials.hint is 'The last four characters, or empty for a short secret.';
comment on column public.integration_credentials.audience is 'The origins it may be sent to; the JWE''s header says the same and is what counts.';
comment on column public.integration_credentials.expires_at is 'When the secret itself ends, where it says so.';
comment on column public.integration_credentials.created_at is 'When the row was made.';
comment on column public.integration_credentials.updated_at is 'When the row last changed.';

create index integration_credentials_owner_idx on public.integration_credentials (user_integration_id, user_id);
create index integration_credentials_user_id_idx on public.integration_credentials (user_id);

alter table public.integration_credentials enable row level security;
revoke all on table public.integration_credentials from anon, authenticated;
grant select, insert, update, delete on table public.integration_credentials to authenticated;
grant all on table public.integration_credentials to service_role;

create policy integration_credentials_select_owner on public.integration_credentials
  for select to authenticated using (user_id = (select auth.uid()));
create policy integration_credentials_insert_owner on public.integration_credentials
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy integration_credentials_update_owner on public.integration_credentials
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy integration_credentials_delete_owner on public.integration_credentials
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger integration_credentials_touch before update on public.integration_credentials
  for each row execute function private.touch_updated_at();

-- The JWE itself names integration and slot: moved, it could only be refused.
create function private.keep_credential_in_place() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'A secret is sealed for one integration and slot: store it there anew.' using errcode = 'check_violation';
end;
$$;
comment on function private.keep_credential_in_place() is 'A credential never changes its integration or slot.';

create trigger integration_credentials_stay before update on public.integration_credentials
  for each row when ((new.user_integration_id, new.slot) is distinct from (old.user_integration_id, old.slot))
  execute function private.keep_credential_in_place();

-- What was tested is no longer what would be sent.
create function private.unsettle_integration() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if private.is_client() then
    -- Also where it is configuring already: the row's lock keeps a test from starting with the old secret.
    update public.user_integrations set status = 'configuring'
    where id = coalesce(new.user_integration_id, old.user_integration_id);
  end if;
  return null;
end;
$$;
comment on function private.unsettle_integration() is 'A person''s change of a secret makes the integration configuring until it is tested.';

create trigger integration_credentials_unsettle after insert or update or delete on public.integration_credentials
  for each row execute function private.unsettle_integration();
