-- From months to days of checks and weeks of log entries: a partition is dropped whole, and a month of
-- checks is more than is kept. Rows that are there pass through the parent, and so are counted.

select private.make_default_partition(parent)
from unnest(array['integration_health_hourly', 'integration_health_daily']) as parent;

do $$
declare
  old record;
  parents constant text[] := array['integration_health_metrics', 'integration_logs'];
  parent text;
  columns text;
begin
  create temporary table monthly on commit drop as
  select link.inhparent::regclass::text as parent, child.relname::text as name, child.relname::text ~ '_default$' as is_default
  from pg_catalog.pg_inherits as link
  join pg_catalog.pg_class as child on child.oid = link.inhrelid and child.relkind = 'r'
  where link.inhparent in (select to_regclass('public.' || p) from unnest(parents) as p);
  for old in select * from monthly loop
    execute format('alter table %s detach partition private.%I', old.parent::regclass, old.name);
    if old.is_default then
      execute format('alter table private.%I rename to %I', old.name, old.name || '_before');
    end if;
  end loop;
  foreach parent in array parents loop
    perform private.make_default_partition(parent);
  end loop;
  perform private.keep_partitions_of(plan.parent, now()) from private.partition_plan(now()) as plan;
  for old in select * from monthly loop
    columns := private.columns_of(old.parent::regclass);
    execute format('insert into %s (%s) overriding system value select %s from private.%I',
      old.parent::regclass, columns, columns, old.name || case when old.is_default then '_before' else '' end);
    execute format('drop table private.%I', old.name || case when old.is_default then '_before' else '' end);
  end loop;
  drop table pg_temp.monthly;
end;
$$;

drop function private.make_monthly_partition(text, date);
comment on table public.integration_logs is 'What happened to each integration. Append-only for its owner; partitioned by week.';
comment on table public.integration_health_metrics is 'How each test and check went. Append-only for its owner; partitioned by day.';
