import type { DatabaseAccess } from '../../release/data-checks/operations-views.ts'
import { inBytes } from '../../tools/free-space.ts'
import { psql } from '../../tools/postgres.ts'
import { CommandFailed } from '../../tools/shell.ts'
import { type FindingWords, unclear, well, wrong } from '../finding.ts'

/** The state of the database. `missing`: the server answers, but the database or tables of it are gone. */
export type DatabaseState =
  | { state: 'stopped'; why: string }
  | { state: 'missing'; why: string }
  | {
      state: 'answers'
      bytes: number
      connections: { used: number; most: number }
      /** pages whose checksum PostgreSQL found wrong since its statistics were reset */
      damaged: number
      /** the last migration that was applied; null before the first deployment */
      schema: string | null
      /** null if it is unknown whether tables are missing, as the database is older than the view that knows them */
      whole: true | null
    }

/**
 * Reads all that there is to know in one statement: on a busy server each program in a container takes seconds to start.
 * @throws if Docker itself does not answer, or the server answers otherwise: the database is then unknown
 */
export async function readDatabase({ home, shell, signal }: DatabaseAccess): Promise<DatabaseState> {
  const asked = await shell.read(psql(home.database, CONNECTION), { input: STATE, signal }).catch(whyNot)
  if (typeof asked !== 'string') return asked
  const [bytes, used, most, damaged, schema, offered, gone] = asked.split('\t')
  if (gone) return { state: 'missing', why: `des tables manquent : ${gone}` }
  return {
    state: 'answers',
    schema: schema || null,
    // Before the first deployment no table can be missing.
    whole: offered === 't' || !schema ? true : null,
    bytes: Number(bytes),
    damaged: Number(damaged),
    connections: { used: Number(used), most: Number(most) },
  }
}

/** A server that hangs is given up, and ends the statement itself: a program that is killed leaves it running there. */
const CONNECTION = "dbname=tiptop connect_timeout=10 options='-c statement_timeout=20s'"

/** What a table that may not be there holds: a statement that named it would not be understood without it. */
const inside = (table: string, question: string) =>
  `case when to_regclass('${table}') is not null then
    substring(query_to_xml($$select ${question} as found from ${table}$$, false, true, '')::text from '<found>([^<]*)')
  end`

const STATE = `
select pg_database_size(current_database()),
  (select count(*) from pg_stat_activity where backend_type = 'client backend'),
  current_setting('max_connections'),
  coalesce((select sum(checksum_failures) from pg_stat_database), 0),
  ${inside('public.kysely_migration', 'max(name)')},
  to_regclass('operations_v1.missing_tables') is not null,
  ${inside('operations_v1.missing_tables', "string_agg(name, ', ' order by name)")}`

/** What the failure of psql says about the server @throws an error that shows nothing about it */
function whyNot(error: Error): DatabaseState {
  const { message } = error
  if (/is not running|No such container/i.test(message)) return { state: 'stopped', why: 'son conteneur ne tourne pas' }
  // psql ends with 2 when the connection fails, and with no other failure.
  if (!(error instanceof CommandFailed) || error.exitCode !== 2) throw error
  if (/database "tiptop" does not exist/.test(message))
    return { state: 'missing', why: 'le serveur répond, mais la base « tiptop » n’y est plus' }
  if (/the database system is|connection slots|too many clients/.test(message))
    return { state: 'stopped', why: 'le serveur démarre, ou n’accepte plus de connexion' }
  if (/Is the server running|timeout expired|server closed the connection/.test(message))
    return { state: 'stopped', why: 'le serveur ne répond pas' }
  throw error
}

export function wordDatabase(database: DatabaseState): FindingWords {
  if (database.state !== 'answers') return wrong(database.why)
  const { bytes, connections, damaged, schema, whole } = database
  const full = connections.used >= connections.most * 0.9
  const said = [
    `répond : ${inBytes(bytes)}, ${connections.used} connexions sur ${connections.most}`,
    schema ? `schéma ${schema}` : 'encore vide : rien n’a été déployé',
    ...(whole ? [] : ['ses tables ne peuvent pas être contrôlées : elle est plus ancienne que operations_v1']),
    ...(full ? ['les connexions sont presque épuisées'] : []),
    ...(damaged ? [`${damaged} pages abîmées d’après leurs sommes de contrôle`] : []),
  ]
  if (full || damaged) return wrong(...said)
  return whole ? well(...said) : unclear(...said)
}
