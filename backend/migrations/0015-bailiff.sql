-- The bailiff reads the commitment and the figures, and draws the grand prize together with an administrator.
-- See docs/decisions/bailiff.md.

-- No other statement of this transaction can name the new value.
alter type user_role add value 'bailiff';

-- An account of a verification is a player or an employee, whatever roles there will be.
alter table users drop constraint users_of_verifications;
alter table users add constraint users_of_verifications check (
  (id < 0) = (access_until is not null) and (id < 0) = (coalesce(shop_id, id) < 0)
  and (id > 0 or role in ('player', 'employee'))
) not valid;
alter table users validate constraint users_of_verifications;

-- What each verification of the audit trail found, no matter who ran it: the bailiff reads the last one.
create table audit_verifications (
  at timestamptz primary key,
  sealed bigint not null,
  faults integer not null,
  head_event bigint,
  head_hash bytea check (octet_length(head_hash) = 32)
);
grant select on audit_verifications to tiptop_application;
