-- On Supabase pg_cron ends dead tests every minute; the embedded backend has none and asks by itself.

do $$
begin
  if exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron')
     and current_setting('shared_preload_libraries', true) like '%pg_cron%' then
    create extension if not exists pg_cron;
    perform cron.schedule('patchbay-release-stale-tests', '* * * * *', 'select public.release_stale_tests()');
  end if;
end;
$$;
