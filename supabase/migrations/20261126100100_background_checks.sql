-- Background checks: when each integration is due, who is checking it, and the incidents they find.

create table public.check_schedules (
  user_integration_id uuid not null,
  user_id uuid not null,
  host text not null,
  due_at timestamptz not null,
  claimable_at timestamptz not null,
  lease uuid,
  failing_since timestamptz,
  constraint check_schedules_pkey primary key (user_integration_id),
  constraint check_schedules_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade
) with (fillfactor = 70);
comment on table public.check_schedules is
  'When each watched integration is due. A row apart from it, narrow, because it changes with every check.';
comment on column public.check_schedules.user_integration_id is 'What is due. It has a row while it is connected or failing, and watched.';
comment on column public.check_schedules.user_id is 'The owner.';
comment on column public.check_schedules.host is 'Whom a check asks, so that no server is asked by too many at once.';
comment on column public.check_schedules.due_at is 'When the next check is due. Moved by outcomes alone: what lies far in the past says that nobody checks.';
comment on column public.check_schedules.claimable_at is 'When a worker may take it: due_at, or the end of the lease of who has it.';
comment on column public.check_schedules.lease is 'The claim that may report; another''s report is late. Null: nobody has it.';
comment on column public.check_schedules.failing_since is 'The first of the failures in a row; null while the last check passed.';

create index check_schedules_claimable_idx on public.check_schedules (claimable_at);
create index check_schedules_user_id_idx on public.check_schedules (user_id, user_integration_id);

alter table public.check_schedules enable row level security;
revoke all on table public.check_schedules from anon, authenticated;
grant select on table public.check_schedules to authenticated;
grant all on table public.check_schedules to service_role;
create policy check_schedules_select_owner on public.check_schedules
  for select to authenticated using (user_id = (select auth.uid()));

create table public.integration_incidents (
  id uuid not null default gen_random_uuid(),
  user_integration_id uuid not null,
  user_id uuid not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  ended_by text,
  stage public.probe_stage,
  code text not null,
  message text not null,
  constraint integration_incidents_pkey primary key (id),
  constraint integration_incidents_integration_fkey foreign key (user_integration_id, user_id)
    references public.user_integrations (id, user_id) on delete cascade,
  constraint integration_incidents_ended_by_known check (ended_by in ('recovered', 'changed')),
  constraint integration_incidents_end_is_whole check ((closed_at is null) = (ended_by is null)),
  constraint integration_incidents_order check (closed_at >= opened_at),
  constraint integration_incidents_code_form check (code ~ '^[a-z_]{1,60}$'),
  constraint integration_incidents_message_length check (char_length(message) between 1 and 2000)
);
comment on table public.integration_incidents is
  'Times in which an integration that had been connected was not: from the first failed check to the first that passed.';
comment on column public.integration_incidents.id is 'What alerts and links name.';
comment on column public.integration_incidents.user_integration_id is 'What failed.';
comment on column public.integration_incidents.user_id is 'The owner.';
comment on column public.integration_incidents.opened_at is 'The first failed check of those that made it.';
comment on column public.integration_incidents.closed_at is 'When it ended; null: it goes on.';
comment on column public.integration_incidents.ended_by is 'recovered: a check passed. changed: its owner disconnected it or changed what is tested.';
comment on column public.integration_incidents.stage is 'The rung at which it failed.';
comment on column public.integration_incidents.code is 'ErrorCode of the contract: the cause that was found first.';
comment on column public.integration_incidents.message is 'The cause in a sentence. Nothing secret.';

create unique index integration_incidents_open_key on public.integration_incidents (user_integration_id) where closed_at is null;
create index integration_incidents_integration_idx
  on public.integration_incidents (user_integration_id, user_id, opened_at desc);
create index integration_incidents_owner_idx on public.integration_incidents (user_id, opened_at desc);

alter table public.integration_incidents enable row level security;
revoke all on table public.integration_incidents from anon, authenticated;
grant select on table public.integration_incidents to authenticated;
grant all on table public.integration_incidents to service_role;
create policy integration_incidents_select_owner on public.integration_incidents
  for select to authenticated using (user_id = (select auth.uid()));
