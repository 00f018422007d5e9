-- What a browser may tell of itself is bounded: setup_* and client_* entries, and checks that could
-- not be made. A page that went wild, or a token in the wrong hands, fills no disk.

create table private.browser_allowances (
  user_id uuid not null,
  whole_at timestamptz not null,
  constraint browser_allowances_pkey primary key (user_id),
  constraint browser_allowances_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade
);
comment on table private.browser_allowances is 'How much a person''s browsers may still record: a token bucket told by one instant (GCRA).';
comment on column private.browser_allowances.user_id is 'Whose allowance it is.';
comment on column private.browser_allowances.whole_at is 'When it is whole again: each row puts that off by ten seconds.';
alter table private.browser_allowances enable row level security;

-- Definer: the allowance is not the browser's to see or set.
create function private.spend_browser_allowance() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  cost constant interval := '10 s';
  allowance constant interval := 200 * cost;
  asked_at constant timestamptz := pg_catalog.clock_timestamp();
begin
  insert into private.browser_allowances as own (user_id, whole_at) values (new.user_id, asked_at + cost)
  on conflict (user_id) do update set whole_at = greatest(own.whole_at, asked_at) + cost
  where own.whole_at + cost <= asked_at + allowance;
  if not found then
    raise exception 'This account''s browsers have recorded too much. Wait a few minutes.' using errcode = 'PT429';
  end if;
  return new;
end;
$$;
comment on function private.spend_browser_allowance() is 'Refuses a row of the browser''s once it has recorded too many: 200 at once, 360 an hour.';
revoke execute on function private.spend_browser_allowance() from public;

-- After the policy had its say, so that a forged row is refused as such and costs nobody anything. Asked
-- as private.is_client() does, whose call costs more than the rest of a check's row.
create trigger integration_logs_browser_allowance after insert on public.integration_logs
  for each row when (current_user in ('anon', 'authenticated')) execute function private.spend_browser_allowance();
create trigger integration_health_metrics_browser_allowance after insert on public.integration_health_metrics
  for each row when (current_user in ('anon', 'authenticated')) execute function private.spend_browser_allowance();

-- Nor is one row a place to keep things in.
alter policy integration_logs_insert_owner on public.integration_logs
  with check (
    user_id = (select auth.uid()) and event_type in ('setup_finished', 'setup_interrupted', 'client_error')
    and created_at = now() and pg_column_size(metadata) <= 1024
  );
