import type { DataCheckResult } from '../../release/data-checks/invariants.ts'
import type { DatabaseAccess } from '../../release/data-checks/operations-views.ts'
import { readRows } from '../../tools/postgres.ts'
import { type FindingWords, unclear, well, wrong } from '../finding.ts'

/** How many faults of one kind are shown: the first ones show what it is about. */
const SHOWN = 5

/**
 * Reads every table and index of the database with amcheck, as `pg_amcheck` does. The extension is created in a
 * transaction that is rolled back, so nothing of it stays. PostgreSQL compares the checksum of each page that it reads.
 */
export async function checkPages({ home, shell, signal }: DatabaseAccess, limitMs: number): Promise<DataCheckResult> {
  const rows = await readRows(shell, home.database, pagesQuestion(limitMs), { signal })
  const [[counted = '0'] = []] = rows.splice(-1)
  const faults = rows.slice(0, SHOWN).map(([line = '']) => line)
  return { faults, said: `${counted} tables et index lus page à page (amcheck)` }
}

/** A program that is killed leaves its statement running in the server: a limit of the server's own ends it. */
const pagesQuestion = (limitMs: number) => `
set statement_timeout = ${Math.round(limitMs)};
set lock_timeout = '3s';
begin;
set local client_min_messages = error;
create extension if not exists amcheck;
create function pg_temp.faults_of_table(relation regclass) returns setof text language plpgsql as $$
begin
  return query select format('%s, page %s : %s', relation, blkno, msg) from verify_heapam(relation) limit ${SHOWN};
exception when lock_not_available then raise; when others then return next format('%s : %s', relation, sqlerrm);
end $$;
create function pg_temp.fault_of_index(relation regclass) returns setof text language plpgsql as $$
begin
  perform bt_index_check(relation);
exception when lock_not_available then raise; when others then return next format('%s : %s', relation, sqlerrm);
end $$;
create temp table checked on commit drop as
  select c.oid::regclass as relation, c.relkind from pg_class c
  left join pg_index i on i.indexrelid = c.oid
  where c.relpersistence = 'p' and (c.relkind in ('r', 't', 'm')
    or c.relkind = 'i' and i.indisvalid and c.relam = (select oid from pg_am where amname = 'btree'));
select replace(f, E'\\n', ' ') from checked, lateral pg_temp.faults_of_table(relation) f where relkind <> 'i';
select replace(f, E'\\n', ' ') from checked, lateral pg_temp.fault_of_index(relation) f where relkind = 'i';
select count(*) from checked;
rollback;
`

/** What is not proven is never well. */
export function wordChecked({ faults, said, unproven = [] }: DataCheckResult): FindingWords {
  if (faults.length) return wrong(...faults)
  return unproven.length ? unclear(...unproven) : well(said)
}
