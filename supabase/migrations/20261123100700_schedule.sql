-- On Supabase pg_cron ends dead tests every minute; the embedded backend has none and asks by itself.

do $$
begin
  if exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron') then
    create extension if not exists pg_cron;
    perform cron.schedule('patchbay-release-stale-tests', '* * * * *', 'select public.release_stale_tests()');
  end if;
exception
  -- Installed but not preloaded, or not this role's to create: a dead test then ends when the next begins.
  when others then raise warning 'pg_cron cannot be used: %', sqlerrm;
end;
$$;
