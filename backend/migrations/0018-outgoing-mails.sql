-- Mails that no mail server has accepted yet: a process that dies loses none. See docs/decisions/outgoing-mails.md.

-- `sealed`: the mail under a key of the backend, since it may carry a link that opens an account. A mail that a process is
-- sending is due again once that process must have died.
create table outgoing_mails (
  id bigint generated always as identity primary key,
  sealed bytea not null,
  queued_at timestamptz not null,
  due_at timestamptz not null,
  attempts smallint not null default 0
);
create index outgoing_mails_due on outgoing_mails (due_at);
grant select, insert, update, delete on outgoing_mails to tiptop_application;
