import { readRows } from '../../tools/postgres.ts'
import { type Worded, well, wrong } from '../finding.ts'
import type { Place } from './database.ts'

/** What a check of the data found: what is wrong, a sentence each; and what it went through. */
export type Checked = { faults: string[]; said: string }

/** How many faults of one kind are told: the first say what it is about. */
const TOLD = 5

/**
 * Reads every table and index of the database as amcheck does, which is what `pg_amcheck` runs. The extension is made in
 * a transaction that is taken back, so nothing of it stays; PostgreSQL compares the checksum of each page on the way.
 */
export async function checkPages(place: Place, limitMs: number): Promise<Checked> {
  const rows = await readRows(place.shell, place.home.database, pagesQuestion(limitMs), { signal: place.signal })
  const [[counted = '0'] = []] = rows.splice(-1)
  const told = rows.slice(0, TOLD).map(([line = '']) => line)
  return { faults: told, said: `${counted} tables et index lus page à page (amcheck)` }
}

/** A program that is killed leaves its statement behind in the server: a limit of the server's own ends it. */
const pagesQuestion = (limitMs: number) => `
set statement_timeout = ${Math.round(limitMs)};
set lock_timeout = '3s';
begin;
set local client_min_messages = error;
create extension if not exists amcheck;
create function pg_temp.faults_of_table(relation regclass) returns setof text language plpgsql as $$
begin
  return query select format('%s, page %s : %s', relation, blkno, msg) from verify_heapam(relation) limit ${TOLD};
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

/** What has to be true of the contest's rows, each a count of those of which it is not. */
const INVARIANTS: [sentence: string, count: string][] = [
  [
    'tickets joués dont le joueur n’existe pas',
    `select count(*) from tickets t where t.player_id is not null
       and not exists (select from users u where u.id = t.player_id)`,
  ],
  [
    'tickets joués sans participation',
    `select count(*) from tickets t where t.status <> 'unclaimed' and not exists
       (select from participations p where p.ticket_id = t.id and p.player_id = t.player_id)`,
  ],
  [
    'participations dont le ticket n’est pas joué',
    `select count(*) from participations p where not exists
       (select from tickets t where t.id = p.ticket_id and t.player_id = p.player_id and t.status <> 'unclaimed')`,
  ],
  [
    'tickets générés qui manquent',
    `select greatest(0, coalesce((select sum(ticket_count) from contests), 0) - (select count(*) from tickets where id > 0))`,
  ],
]

/** Whether rows agree with one another: no played ticket without its player and its participation, none missing. */
export async function checkInvariants({ home, shell, signal }: Place, limitMs: number): Promise<Checked> {
  const counts = INVARIANTS.map(([, count], at) => `select ${at}, (${count})`).join(' union all ')
  const question = `set statement_timeout = ${Math.round(limitMs)}; begin transaction isolation level repeatable read read only;
${counts} order by 1; commit;`
  const rows = await readRows(shell, home.database, question, { signal })
  const faults = rows.flatMap(([at = '', count = '0']) =>
    Number(count) ? [`${Number(count).toLocaleString('fr-FR')} ${INVARIANTS[Number(at)]?.[0]}`] : [],
  )
  return { faults, said: 'tickets, joueurs et participations s’accordent' }
}

export function wordChecked({ faults, said }: Checked): Worded {
  return faults.length ? wrong(...faults) : well(said)
}
