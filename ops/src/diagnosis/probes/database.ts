import { isFailure } from '../../failure.ts'
import { askView, type DatabaseAccess } from '../../release/data-checks/operations-views.ts'
import { inBytes } from '../../tools/free-space.ts'
import { isReady, readRows } from '../../tools/postgres.ts'
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

/** @throws if Docker itself does not answer: the database is then unknown */
export async function readDatabase(access: DatabaseAccess): Promise<DatabaseState> {
  const { home, shell, signal } = access
  const stopped = await shell.read(isReady(home.database), { signal }).then(() => null, whyStopped)
  if (stopped) return { state: 'stopped', why: stopped }
  const rows = (question: string, database: string) => readRows(shell, home.database, question, { database, signal })
  const [server = []] = await rows(SERVER, 'postgres')
  const [bytes = '', used = '', most = '', damaged = ''] = server
  if (!bytes) return { state: 'missing', why: 'le serveur répond, mais la base « tiptop » n’y est plus' }
  const [[migrations = 'f'] = []] = await rows("select to_regclass('public.kysely_migration') is not null", 'tiptop')
  const schema = migrations === 't' ? await lastMigration(rows) : null
  const gone = schema ? await missingTables(access) : []
  if (gone?.length) return { state: 'missing', why: `des tables manquent : ${gone.join(', ')}` }
  return {
    state: 'answers',
    schema,
    whole: gone && true,
    bytes: Number(bytes),
    damaged: Number(damaged),
    connections: { used: Number(used), most: Number(most) },
  }
}

const SERVER = `
select pg_database_size(datname), (select count(*) from pg_stat_activity where backend_type = 'client backend'),
  current_setting('max_connections'), coalesce((select sum(checksum_failures) from pg_stat_database), 0)
from pg_database where datname = 'tiptop'`

/** The tables that a contest needs and no longer has; null if the database is older than the view that knows them. */
async function missingTables(access: DatabaseAccess): Promise<string[] | null> {
  const question = 'select name from operations_v1.missing_tables order by name'
  return askView(access, 'missing_tables', question).then(
    rows => rows.flat(),
    error => {
      if (isFailure(error, 'not-there')) return null
      throw error
    },
  )
}

async function lastMigration(rows: (question: string, database: string) => Promise<string[][]>) {
  const [[name] = []] = await rows('select max(name) from public.kysely_migration', 'tiptop')
  return name || null
}

/** @returns why the server does not accept connections @throws an error that shows nothing about the server */
function whyStopped(error: Error): string {
  if (/is not running|No such container/i.test(error.message)) return 'son conteneur ne tourne pas'
  if (/daemon|permission denied|executable file/i.test(error.message) || !(error instanceof CommandFailed)) throw error
  if (error.exitCode === 1) return 'le serveur démarre, ou n’accepte plus de connexion'
  if (error.exitCode === 2) return 'le serveur ne répond pas'
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
