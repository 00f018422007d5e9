-- The words of the domain as enums, and the schema for what the API must not expose.

create schema if not exists private;
comment on schema private is 'Trigger functions and partitions. The data API does not expose it.';
revoke all on schema private from public;

create type public.integration_kind as enum ('mcp', 'vendor', 'custom');
comment on type public.integration_kind is 'What a type of integration is: an MCP server, a vendor''s API, or a person''s own type.';

create type public.auth_method as enum ('none', 'api_key', 'basic', 'jwt', 'oauth', 'certificate', 'ssh_key');
comment on type public.auth_method is 'How an integration authenticates.';

create type public.connection_status as enum ('connected', 'disconnected', 'error', 'testing', 'configuring');
comment on type public.connection_status is 'Where an integration stands; transitions are kept by private.guard_user_integration().';

create type public.probe_stage as enum ('configure', 'reach', 'speak', 'authenticate', 'use');
comment on type public.probe_stage is 'The rungs of a test, in their order.';

create type public.check_source as enum ('test', 'background', 'client');
comment on type public.check_source is 'Who measured: a person''s test, a background check, or the browser when the function could not be reached.';

create type public.log_level as enum ('debug', 'info', 'warn', 'error');
comment on type public.log_level is 'Severity of a log entry.';

create type public.log_event as enum (
  'created', 'status_changed', 'config_changed', 'credential_stored', 'credential_removed',
  'setup_finished', 'setup_interrupted', 'client_error'
);
comment on type public.log_event is 'What a log entry tells. setup_* and client_* come from the browser, all others from triggers.';

create function private.touch_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := pg_catalog.now();
  return new;
end;
$$;
comment on function private.touch_updated_at() is 'Stamps updated_at.';

create function private.is_client() returns boolean
language sql
stable
set search_path = ''
as $$ select current_user in ('anon', 'authenticated') $$;
comment on function private.is_client() is 'True when the statement comes through the data API from a person, not from a function, a job or a migration.';

grant usage on schema private to authenticated, service_role;
