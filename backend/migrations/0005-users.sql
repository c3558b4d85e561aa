-- How administrators find users, and what is left of one who was erased.

-- The beginning of an e-mail address; the unique index sorts as the database's language does, which prefixes do not.
create index users_email_beginning on users (lower(email) text_pattern_ops);

-- Most users are active players: whoever looks for the others does not walk past a million of them.
create index users_staff on users (role, id) where role <> 'player';
create index users_disabled on users (id) where disabled_at is not null;
create index users_erased on users (id) where erased_at is not null;

-- Nothing of a person comes back into an erased account, whichever statement was under way.
alter table users add constraint users_erased_are_nobody check (
  erased_at is null or (
    position('@' in email) = 0 and birth_date is null and password_hash is null and email_verified_at is null
    and newsletter_consent_at is null and role = 'player' and shop_id is null
  )
) not valid;
alter table users validate constraint users_erased_are_nobody;
