-- What operations compare with what was noted elsewhere: the commitment with the deposited root, and the tickets as they
-- were generated with what the night before saw. See docs/decisions/nightly-proof.md and views-for-operations.md.

-- The root of the tree whose level this is: hashes of 32 bytes, side by side. Pairs are hashed as RFC 9162 section 2.1.1
-- does; a last one without a neighbour goes up as it is. Complete subtrees of one size may take the place of leaves.
create function operations_v1.merkle_root(hashes bytea) returns bytea language plpgsql immutable strict as $$
declare
  level bytea := hashes;
begin
  while octet_length(level) > 32 loop
    select string_agg(case octet_length(pair) when 64 then sha256('\x01'::bytea || pair) else pair end, ''::bytea order by i)
    into level
    from (
      select i, substring(level from i * 64 + 1 for 64) as pair
      from generate_series(0, (octet_length(level) - 1) / 64) as i
    ) as pairs;
  end loop;
  return level;
end $$;

-- What each contest is committed to: the root that was written down, and the root that its leaves give now.
create view operations_v1.commitments as
  select slug, encode(commitment_root, 'hex') as root, ticket_count + canary_count as tickets,
    coalesce(leaves, 0) as leaves, encode(leaves_root, 'hex') as leaves_root
  from contests left join lateral (
    select sum(octet_length(hashes)) / 32 as leaves,
      operations_v1.merkle_root(string_agg(operations_v1.merkle_root(hashes), ''::bytea order by first_leaf)) as leaves_root
    from commitment_leaves where contest_id = contests.id
  ) as tree on true
  where commitment_root is not null and contests.id > 0;

-- The tickets of each contest as they were generated, which nothing changes until the end: a digest of their numbers, hashed
-- codes and masked prizes, in stretches of 4096 numbers. No one can tell what an unplayed ticket wins; that it stays the
-- same can be told.
create view operations_v1.allotments as
  select slug, sum(amount)::bigint as tickets, encode(sha256(string_agg(digest, ''::bytea order by stretch)), 'hex') as digest
  from (
    select contest_id, id >> 12 as stretch, count(*) as amount,
      sha256(string_agg(int4send(id) || code_hash || int2send(masked_prize), ''::bytea order by id)) as digest
    from tickets where contest_id > 0 group by 1, 2
  ) as stretches
  join contests on contests.id = contest_id
  group by slug;
