import type { Home } from '../../environment/home.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Shell } from '../../tools/shell.ts'

/** The database of an environment, and what a check looks at it with. */
export type CheckedDatabase = { home: Home; shell: Pick<Shell, 'read'>; signal: AbortSignal }

/** What a check of the data found: the faults, a French sentence each, and what it went through. */
export type DataCheckResult = { faults: string[]; said: string }

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
export async function checkInvariants(
  { home, shell, signal }: CheckedDatabase,
  limitMs: number,
): Promise<DataCheckResult> {
  const counts = INVARIANTS.map(([, count], at) => `select ${at}, (${count})`).join(' union all ')
  const question = `set statement_timeout = ${Math.round(limitMs)}; begin transaction isolation level repeatable read read only;
${counts} order by 1; commit;`
  const rows = await readRows(shell, home.database, question, { signal })
  const faults = rows.flatMap(([at = '', count = '0']) =>
    Number(count) ? [`${Number(count).toLocaleString('fr-FR')} ${INVARIANTS[Number(at)]?.[0]}`] : [],
  )
  return { faults, said: 'tickets, joueurs et participations s’accordent' }
}
