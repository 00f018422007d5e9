-- Tests of forms that are not saved. They record nothing, so that what limits them stands here: thirty
-- a minute and person, at most thirty at once, or Patchbay would be a stranger's way to scan or to flood.

create table private.draft_allowances (
  user_id uuid not null,
  whole_at timestamptz not null,
  constraint draft_allowances_pkey primary key (user_id),
  constraint draft_allowances_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade
);
comment on table private.draft_allowances is 'How many drafts a person may still test: a token bucket told by one instant (GCRA).';
comment on column private.draft_allowances.user_id is 'Whose allowance it is.';
comment on column private.draft_allowances.whole_at is 'When it is whole again: each test puts that off by two seconds.';

alter table private.draft_allowances enable row level security;
grant select, insert, update on table private.draft_allowances to service_role;

create function public.begin_draft_test(p_user_id uuid, p_type_id text, p_integration_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  cost constant interval := '2 s';
  allowance constant interval := 30 * cost;
  asked_at constant timestamptz := pg_catalog.clock_timestamp();
  mine public.user_integrations;
  wait_ms integer;
  found_type jsonb;
begin
  select * into mine from public.user_integrations where id = p_integration_id and user_id = p_user_id;
  wait_ms := private.wait_for_rate_limit(mine);
  if wait_ms is null then
    insert into private.draft_allowances as own (user_id, whole_at) values (p_user_id, asked_at + cost)
    on conflict (user_id) do update set whole_at = greatest(own.whole_at, asked_at) + cost
    where own.whole_at + cost <= asked_at + allowance;
    if not found then
      select greatest(1, ceil(extract(epoch from own.whole_at + cost - allowance - asked_at) * 1000)) into wait_ms
      from private.draft_allowances as own where own.user_id = p_user_id;
    end if;
  end if;
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
comment on function public.begin_draft_test(uuid, text, uuid) is
  'Counts a draft''s test and answers all that the probe needs: started, rate_limited or unknown_type.';

revoke execute on function public.begin_draft_test(uuid, text, uuid) from public, anon, authenticated;
grant execute on function public.begin_draft_test(uuid, text, uuid) to service_role;
