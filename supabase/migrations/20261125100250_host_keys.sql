-- An SSH server's key is trusted the first time and pinned: never compared with another host's.

-- Runs with the guard of user_integrations, whoever makes the change: a function by its report, a person
-- by another host or port.
create function private.keep_host_key() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  shown constant text := new.last_report #>> '{facts,host_key,fingerprint}';
begin
  if (new.config ->> 'host_key' = old.config ->> 'host_key')
    and (lower(new.config ->> 'host'), new.config ->> 'port') is distinct from (lower(old.config ->> 'host'), old.config ->> 'port')
  then
    new.config := new.config - 'host_key';
  end if;
  if old.status = 'testing' and new.status = 'connected' and new.last_report is distinct from old.last_report
    and new.last_report #>> '{facts,kind}' = 'ssh' and shown ~ '^SHA256:[A-Za-z0-9+/]{43}$'
    and new.config = old.config and not new.config ? 'host_key'
  then
    new.config := new.config || jsonb_build_object('host_key', shown);
  end if;
  return new;
end;
$$;
comment on function private.keep_host_key() is
  'Pins the host key that the first passed test saw, and drops one that is another host''s.';
revoke execute on function private.keep_host_key() from public;

create trigger user_integrations_host_key before update on public.user_integrations
  for each row when (new.config ->> 'kind' = 'ssh')
  execute function private.keep_host_key();
