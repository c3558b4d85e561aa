-- The roots of the slices of a contest's commitment, 32 bytes each, in their order: an inclusion proof reads one slice and
-- these. They follow from `commitment_leaves`, and are trusted only where they give the root of the commitment. Without
-- them, as for a contest that the release before generates, they are computed.
create table commitment_slice_roots (
  contest_id smallint primary key references contests,
  roots bytea not null check (octet_length(roots) % 32 = 0)
);
alter table commitment_slice_roots alter column roots set storage external;
create trigger commitment_slice_roots_are_kept before update or delete or truncate on commitment_slice_roots
  for each statement execute function refuse_change();
grant select on commitment_slice_roots to tiptop_application;

insert into commitment_slice_roots (contest_id, roots)
  select contest_id, string_agg(operations_v1.merkle_root(hashes), ''::bytea order by first_leaf)
  from commitment_leaves group by contest_id;
