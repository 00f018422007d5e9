-- Room for every kind of connection: SSH beside HTTP, the secrets of OAuth, what the log tells of them.

alter type public.log_event add value 'authorization_granted' after 'credential_removed';
alter type public.log_event add value 'authorization_failed' after 'authorization_granted';
alter type public.log_event add value 'credential_refreshed' after 'authorization_failed';

alter table public.integration_types
  alter column docs_url drop not null,
  drop constraint integration_types_defaults_has_kind,
  add constraint integration_types_defaults_has_kind
    check (coalesce(defaults ->> 'kind', '') in ('mcp', 'rest', 'graphql', 'ssh'));
comment on column public.integration_types.docs_url is 'The vendor''s documentation; null: a person''s own type need not have any.';

alter table public.user_integrations
  drop constraint user_integrations_config_has_kind,
  add constraint user_integrations_config_has_kind
    check (coalesce(config ->> 'kind', '') in ('mcp', 'rest', 'graphql', 'ssh'));

alter table public.integration_credentials
  drop constraint integration_credentials_slot_form,
  add constraint integration_credentials_slot_form check (
    slot ~ '^(auth|client|refresh|header:[!#$%&''*+.^_`|~0-9A-Za-z-]{1,100}|env:[A-Za-z_][A-Za-z0-9_]{0,99})$'
  );
comment on column public.integration_credentials.slot is
  'auth, client (an OAuth client''s secret), refresh (its refresh token), header:<name> or env:<name>.';
comment on column public.integration_credentials.audience is
  'Whom it may be given to: origins, ssh://host:port, or exactly one command; the JWE''s header says the same and is what counts.';
