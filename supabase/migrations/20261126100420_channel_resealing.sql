-- The sealed addresses of channels rotate with all other secrets: in the pass of reseal-credentials each
-- stands as the secret `channel` under the channel's own id.

create view private.seals with (security_invoker = true) as
  select c.user_integration_id, c.slot, c.key_id, c.encrypted from public.integration_credentials as c
  union all
  select channel.id, 'channel', channel.key_id, channel.encrypted from public.alert_channels as channel
  where channel.key_id is not null;
comment on view private.seals is 'Every secret at rest that a sealing key opens.';
grant select on table private.seals to service_role;

create or replace function public.find_credentials_to_reseal(p_key_id text, p_after_integration_id uuid, p_after_slot text, p_limit integer)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with aged as materialized (
    select c.user_integration_id, c.slot, c.key_id, c.encrypted
    from private.seals as c
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
      select count(*) from private.seals as c
      where c.key_id <> p_key_id
        and (c.user_integration_id, c.slot)
          > (coalesce(p_after_integration_id, '00000000-0000-0000-0000-000000000000'), coalesce(p_after_slot, ''))
    ) - (select count(*) from aged)
  )
$$;

create or replace function public.reseal_credentials(p_seals jsonb)
returns integer
language plpgsql
set search_path = ''
set patchbay.is_resealing = 'on'
as $$
declare
  written integer;
  written_channels integer;
begin
  -- Only what is still as it was read: a secret that its owner has stored since stays.
  update public.integration_credentials as c set encrypted = seal.encrypted
  from jsonb_to_recordset(p_seals) as seal (user_integration_id uuid, slot text, opened text, encrypted text)
  where c.user_integration_id = seal.user_integration_id and c.slot = seal.slot and c.encrypted = seal.opened;
  get diagnostics written = row_count;
  update public.alert_channels as channel set encrypted = seal.encrypted
  from jsonb_to_recordset(p_seals) as seal (user_integration_id uuid, slot text, opened text, encrypted text)
  where seal.slot = 'channel' and channel.id = seal.user_integration_id and channel.encrypted = seal.opened;
  get diagnostics written_channels = row_count;
  return written + written_channels;
end;
$$;

create or replace function public.sealing_key_usage(p_key_ids text[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(asked.key_id, (
    select count(*) from (
      -- Every place that keeps seals has its line here: a key that one of them names is not retired.
      select c.key_id from private.seals as c where c.key_id = asked.key_id
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
