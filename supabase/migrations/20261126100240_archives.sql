-- How the function keep-history writes what has left its parent to the archive, one file at a time.

create function private.claim_archive(p_lease_ms integer) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  url constant text := (select archive_url from private.retention);
  mine private.archives;
begin
  if url is null then
    return null;
  end if;
  select * into mine from private.archives
  where archived_at is null and claimable_at <= pg_catalog.clock_timestamp()
  order by name limit 1 for update skip locked;
  if not found then
    return null;
  end if;
  update private.archives
  set lease = gen_random_uuid(),
      claimable_at = pg_catalog.clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0)
  where name = mine.name returning lease into mine.lease;
  return jsonb_build_object('name', mine.name, 'lease', mine.lease, 'part', mine.parts + 1,
    'folder', url || '/' || mine.parent || '/' || mine.name);
end;
$$;
comment on function private.claim_archive(integer) is
  'The next table to write a file of, for whoever has its lease: name, lease, the number of the file and its folder''s address; null: there is none.';
create function public.claim_archive(p_lease_ms integer) returns jsonb
language sql
set search_path = ''
as $$ select private.claim_archive(p_lease_ms) $$;
comment on function public.claim_archive(integer) is 'private.claim_archive() for the function keep-history.';

create function private.read_archive(p_name text, p_lease uuid, p_after_at timestamptz, p_after_id bigint, p_limit integer) returns jsonb
language plpgsql
security definer
set search_path = ''
-- Times are written in UTC, whatever the session's zone is.
set timezone = 'UTC'
as $$
declare
  mine private.archives;
  key text;
  answer jsonb;
begin
  select * into mine from private.archives where name = p_name and lease = p_lease and archived_at is null;
  if not found then
    return null;
  end if;
  select plan.key into key from private.partition_plan(pg_catalog.now()) as plan where plan.parent = mine.parent;
  execute format(
    $q$
      select jsonb_build_object('count', count(*), 'lines', coalesce(string_agg(row_to_json(page)::text || e'\n', '' order by page.%2$I, page.id), ''),
        'last', (array_agg(jsonb_build_object('at', page.%2$I, 'id', page.id) order by page.%2$I desc, page.id desc))[1])
      from (
        select %3$s from private.%1$I where (%2$I, id) > ($1, $2) order by %2$I, id limit $3
      ) as page
    $q$, mine.name, key, private.columns_of(format('private.%I', mine.name)::regclass))
  into answer
  using coalesce(p_after_at, mine.after_at, '-infinity'), coalesce(p_after_id, mine.after_id, 0), p_limit;
  return answer;
end;
$$;
comment on function private.read_archive(text, uuid, timestamptz, bigint, integer) is
  'The next rows, after that time and id or, without, after what is written, oldest first: count, the rows as NDJSON, and the last one''s { at, id }; null: the lease is lost.';

create function public.read_archive(p_name text, p_lease uuid, p_after_at timestamptz, p_after_id bigint, p_limit integer) returns jsonb
language sql
set search_path = ''
as $$ select private.read_archive(p_name, p_lease, p_after_at, p_after_id, p_limit) $$;
comment on function public.read_archive(text, uuid, timestamptz, bigint, integer) is 'private.read_archive() for the function keep-history.';

create function private.note_archived(p_name text, p_lease uuid, p_rows integer, p_after_at timestamptz, p_after_id bigint, p_is_end boolean) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.archives
  set parts = parts + (p_rows > 0)::integer,
      row_count = row_count + p_rows,
      after_at = case when p_rows > 0 then p_after_at else after_at end,
      after_id = case when p_rows > 0 then p_after_id else after_id end,
      lease = null,
      claimable_at = pg_catalog.clock_timestamp(),
      failures = 0,
      last_error = null,
      archived_at = case when p_is_end then pg_catalog.clock_timestamp() end
  where name = p_name and lease = p_lease and archived_at is null
    -- What does not lead on would write the same rows again, for ever.
    and (p_rows = 0 or after_at is null or (p_after_at, p_after_id) > (after_at, after_id));
  return found;
end;
$$;
comment on function private.note_archived(text, uuid, integer, timestamptz, bigint, boolean) is
  'Notes that a file is written, up to that row, and whether it is the last; false: the lease is lost, and another writes the same file again.';

create function public.note_archived(p_name text, p_lease uuid, p_rows integer, p_after_at timestamptz, p_after_id bigint, p_is_end boolean) returns boolean
language sql
set search_path = ''
as $$ select private.note_archived(p_name, p_lease, p_rows, p_after_at, p_after_id, p_is_end) $$;
comment on function public.note_archived(text, uuid, integer, timestamptz, bigint, boolean) is 'private.note_archived() for the function keep-history.';

create function private.note_archive_failure(p_name text, p_lease uuid, p_error text) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.archives
  set lease = null,
      failures = failures + 1,
      last_error = left(p_error, 500),
      -- 30 s, then twice as long each time, up to an hour.
      claimable_at = pg_catalog.clock_timestamp() + least(30 * 2 ^ least(failures, 10), 3600) * interval '1 second'
  where name = p_name and lease = p_lease and archived_at is null;
  return found;
end;
$$;
comment on function private.note_archive_failure(text, uuid, text) is 'Notes why a file could not be written; it is tried again later.';

create function public.note_archive_failure(p_name text, p_lease uuid, p_error text) returns boolean
language sql
set search_path = ''
as $$ select private.note_archive_failure(p_name, p_lease, p_error) $$;
comment on function public.note_archive_failure(text, uuid, text) is 'private.note_archive_failure() for the function keep-history.';

create function private.due_archives() returns integer
language sql
stable
security definer
set search_path = ''
as $$
  select count(*)::integer from private.archives
  where archived_at is null and claimable_at <= pg_catalog.clock_timestamp()
    and (select archive_url is not null from private.retention)
$$;
comment on function private.due_archives() is 'How many tables a file could be written of now.';

revoke execute on function
  private.claim_archive(integer),
  private.read_archive(text, uuid, timestamptz, bigint, integer),
  private.note_archived(text, uuid, integer, timestamptz, bigint, boolean),
  private.note_archive_failure(text, uuid, text),
  private.due_archives(),
  public.claim_archive(integer),
  public.read_archive(text, uuid, timestamptz, bigint, integer),
  public.note_archived(text, uuid, integer, timestamptz, bigint, boolean),
  public.note_archive_failure(text, uuid, text)
from public, anon, authenticated;
grant execute on function
  private.claim_archive(integer),
  private.read_archive(text, uuid, timestamptz, bigint, integer),
  private.note_archived(text, uuid, integer, timestamptz, bigint, boolean),
  private.note_archive_failure(text, uuid, text),
  private.due_archives(),
  public.claim_archive(integer),
  public.read_archive(text, uuid, timestamptz, bigint, integer),
  public.note_archived(text, uuid, integer, timestamptz, bigint, boolean),
  public.note_archive_failure(text, uuid, text)
to service_role;
