-- Logs one can ask: full-text search, pages by keyset, and how many there were when.

-- Words are letters and digits alone: "api.github.com" is three, so that each of them finds it. The
-- parser of PostgreSQL would make a host, a path or a version one word.
create function private.plain_words(p_text text) returns text
language sql
immutable
set search_path = ''
return translate(p_text, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32));
comment on function private.plain_words(text) is 'The text with a space for each sign, as it is searched.';

-- The filters are words too, with a sign that no text has here: one index answers for all of it.
-- Immutable, although the text of an enum is not in general: its labels never change here.
create function private.log_words(
  p_integration_id uuid, p_event public.log_event, p_level public.log_level, p_message text, p_metadata jsonb
) returns tsvector
language plpgsql
immutable
set search_path = ''
as $$
begin
  return to_tsvector(
      'pg_catalog.simple',
      private.plain_words(concat_ws(' ', p_message, p_event, p_metadata ->> 'code', p_metadata ->> 'stage'))
    ) || array_to_tsvector(array['i=' || p_integration_id, 'e=' || p_event, 'l=' || p_level]);
end;
$$;
comment on function private.log_words(uuid, public.log_event, public.log_level, text, jsonb) is
  'What an entry is found by: the words of its sentence, event, code and stage; and i=, e=, l= for its integration, event and level.';

alter table public.integration_logs add column search tsvector
  generated always as (private.log_words(user_integration_id, event_type, level, message, metadata)) stored;
comment on column public.integration_logs.search is 'What it is found by.';

-- The list of what is to be read is short: who searches reads all of it first.
create index integration_logs_search_idx on public.integration_logs using gin (search) with (gin_pending_list_limit = 256);

-- All that is counted by is in the index.
drop index public.integration_logs_owner_idx;
create index integration_logs_owner_idx on public.integration_logs (user_id, created_at desc, id desc)
  include (event_type, level, user_integration_id);

-- What a person typed: words that must all be there, "phrases", -words that must not. The last word
-- may go on: it is being typed.
create function private.log_query(p_text text) returns tsquery
language plpgsql
immutable
set search_path = ''
as $$
declare
  typed constant text := left(p_text, 500);
  part text[];
  words text[];
  one tsquery;
  whole tsquery;
  parts_left integer := (select count(*) from regexp_matches(typed, '-?"[^"]*"?|[^\s"]+', 'g'));
begin
  for part in select regexp_matches(typed, '(-?)"([^"]*)("?)|([^\s"]+)', 'g') loop
    parts_left := parts_left - 1;
    words := string_to_array(btrim(regexp_replace(private.plain_words(coalesce(part[2], part[4])), '\s+', ' ', 'g')), ' ');
    one := case
      -- A closed phrase, or a word with a space after it, is as it stands.
      when parts_left > 0 or part[3] = '"' or typed ~ '\s$'
        then phraseto_tsquery('pg_catalog.simple', array_to_string(words, ' '))
      else to_tsquery('pg_catalog.simple',
        (select string_agg(quote_literal(word), ' <-> ') from unnest(words) as word where word <> '') || ':*')
    end;
    continue when one is null or numnode(one) = 0;
    if part[1] = '-' or part[4] like '-_%' then
      one := !!one;
    end if;
    whole := case when whole is null then one else whole && one end;
  end loop;
  return whole;
end;
$$;
comment on function private.log_query(text) is 'What was typed into a search for log entries, as a query; null where it has no word. No text is an error.';

create function private.any_word(p_sign text, p_values text[]) returns tsquery
language sql
immutable
set search_path = ''
as $$
  -- What cannot be a value finds nothing, and is no syntax of a query.
  select string_agg(quote_literal(p_sign || '=' || case when value ~ '^[a-z0-9_-]+$' then value else '' end), '|')::tsquery
  from unnest(p_values) as value
$$;
comment on function private.any_word(text, text[]) is 'Finds what has one of these values; null, which finds all, for none.';

-- The caller's own entries, by the condition of the policy itself. Not through it: a policy is asked
-- before any operator that might tell what it saw, as @@ might, and the index would not be used. The
-- API does not reach this schema, and what is asked of it is what stands below.
create view private.own_logs as
  select id, user_integration_id, event_type, level, message, metadata, created_at, search
  from public.integration_logs where user_id = (select auth.uid());
comment on view private.own_logs is 'The caller''s log entries.';

create function private.log_span(p_from timestamptz, p_to timestamptz, out oldest timestamptz, out newest timestamptz)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  select
    (select min(log.created_at) from private.own_logs as log where log.created_at >= p_from and log.created_at < p_to),
    (select max(log.created_at) from private.own_logs as log where log.created_at >= p_from and log.created_at < p_to)
  into oldest, newest;
end;
$$;
comment on function private.log_span(timestamptz, timestamptz) is
  'When the caller''s first and last entries of a time were made; null when there are none.';

-- A week at a time, which is one partition: an index of words knows no order, and what is wanted is
-- soon found. Each is planned with its values, so that common words are looked for in order, and rare
-- ones by their index.
create function private.find_logs(
  p_query tsquery, p_integrations uuid[], p_from timestamptz, p_to timestamptz,
  p_at timestamptz, p_id bigint, p_is_newer boolean, p_limit integer
) returns setof private.own_logs
language plpgsql
stable
set search_path = ''
rows 100
as $$
declare
  week_length constant interval := '168 hours';
  direction constant text := case when p_is_newer then 'asc' else 'desc' end;
  statement constant text := 'select * from private.own_logs as log where log.created_at >= $1 and log.created_at < $2'
    || case when p_at is null then '' when p_is_newer then ' and (log.created_at, log.id) > ($3, $4)'
      else ' and (log.created_at, log.id) < ($3, $4)' end
    || case when p_query is null then '' else ' and log.search @@ $5' end
    || case cardinality(p_integrations) when 1 then ' and log.user_integration_id = $6' else '' end
    || format(' order by log.created_at %1$s, log.id %1$s limit $7', direction);
  -- All others are among the words.
  query constant tsquery := case when cardinality(p_integrations) = 1 then p_query
    else coalesce(p_query && private.any_word('i', p_integrations::text[]), p_query, private.any_word('i', p_integrations::text[])) end;
  span record;
  week timestamptz;
  weeks integer := 0;
  missing integer := p_limit;
  found integer;
begin
  select * into span from private.log_span(p_from, p_to);
  week := date_trunc('week', case when p_is_newer then greatest(span.oldest, p_at) else least(span.newest, p_at) end, 'UTC');
  while missing > 0 and week <= span.newest and week + week_length > span.oldest loop
    return query execute statement
      using greatest(week, p_from), least(week + week_length, p_to), p_at, p_id, query, p_integrations[1], missing;
    get diagnostics found = row_count;
    missing := missing - found;
    week := case when p_is_newer then week + week_length else week - week_length end;
    weeks := weeks + 1;
    -- Years may lie between two entries.
    if weeks % 16 = 0 then
      week := date_trunc('week', case
        when p_is_newer then (select oldest from private.log_span(week, p_to))
        else (select newest from private.log_span(p_from, week + week_length))
      end, 'UTC');
    end if;
  end loop;
end;
$$;
comment on function private.find_logs(tsquery, uuid[], timestamptz, timestamptz, timestamptz, bigint, boolean, integer) is
  'The caller''s entries that a query finds (null: all), nearest first: before an instant and id, or after them; without them the newest or the oldest.';

create function private.log_filter(p_text text, p_events text[], p_levels text[]) returns tsquery
language plpgsql
immutable
set search_path = ''
as $$
declare
  whole tsquery := private.log_query(p_text);
  part tsquery;
begin
  foreach part in array array[private.any_word('e', p_events), private.any_word('l', p_levels)] loop
    whole := coalesce(whole && part, whole, part);
  end loop;
  return whole;
end;
$$;
comment on function private.log_filter(text, text[], text[]) is
  'Text, events and levels as one query; null when they leave nothing out.';

create function public.log_page(
  p_text text default null, p_integrations uuid[] default null, p_events text[] default null, p_levels text[] default null,
  p_from timestamptz default null, p_to timestamptz default null, p_last_s integer default null,
  p_before_at timestamptz default null, p_before_id bigint default null,
  p_after_at timestamptz default null, p_after_id bigint default null, p_limit integer default 100
) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('now', now(), 'entries', coalesce(jsonb_agg(
      jsonb_build_object(
        'id', log.id, 'user_integration_id', log.user_integration_id, 'event_type', log.event_type, 'level', log.level,
        'message', log.message, 'metadata', log.metadata, 'created_at', log.created_at
      ) order by log.created_at desc, log.id desc), '[]'))
    from private.find_logs(
      private.log_filter(p_text, p_events, p_levels), p_integrations,
      coalesce(p_from, now() - make_interval(secs => p_last_s), '-infinity'), coalesce(p_to, 'infinity'),
      coalesce(p_after_at, p_before_at), coalesce(case when p_after_at is null then p_before_id else p_after_id end, 0),
      p_after_at is not null, least(greatest(p_limit, 1), 1000)
    ) as log
  );
end;
$$;
comment on function public.log_page(text, uuid[], text[], text[], timestamptz, timestamptz, integer, timestamptz, bigint, timestamptz, bigint, integer) is
  'The caller''s log entries, newest first: LogPage of the contract. The newest of p_last_s seconds, or from p_from to before p_to; those before or after an entry by its created_at and id; at most 1000.';

revoke execute on function
  private.plain_words(text),
  private.log_words(uuid, public.log_event, public.log_level, text, jsonb),
  private.log_query(text),
  private.any_word(text, text[]),
  private.log_span(timestamptz, timestamptz),
  private.find_logs(tsquery, uuid[], timestamptz, timestamptz, timestamptz, bigint, boolean, integer),
  private.log_filter(text, text[], text[]),
  public.log_page(text, uuid[], text[], text[], timestamptz, timestamptz, integer, timestamptz, bigint, timestamptz, bigint, integer)
from public, anon, authenticated, service_role;
-- The browser writes entries of its own, and their words with them.
grant execute on function
  private.plain_words(text),
  private.log_words(uuid, public.log_event, public.log_level, text, jsonb)
to authenticated, service_role;
grant select on private.own_logs to authenticated;
grant execute on function
  private.log_query(text),
  private.any_word(text, text[]),
  private.log_span(timestamptz, timestamptz),
  private.find_logs(tsquery, uuid[], timestamptz, timestamptz, timestamptz, bigint, boolean, integer),
  private.log_filter(text, text[], text[]),
  public.log_page(text, uuid[], text[], text[], timestamptz, timestamptz, integer, timestamptz, bigint, timestamptz, bigint, integer)
to authenticated;
