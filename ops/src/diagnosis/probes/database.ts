import type { Home } from '../../environment/home.ts'
import { inBytes } from '../../tools/free-space.ts'
import { isReady, readRows } from '../../tools/postgres.ts'
import { CommandFailed, type Shell } from '../../tools/shell.ts'
import { type Worded, well, wrong } from '../finding.ts'

export type Place = { home: Home; shell: Pick<Shell, 'read'>; signal: AbortSignal }

/** How the database stands. `missing`: the server answers, and has no database or no table where there were some. */
export type Database =
  | { state: 'stopped'; why: string }
  | { state: 'missing'; why: string }
  | {
      state: 'answers'
      bytes: number
      connections: { used: number; most: number }
      /** pages that PostgreSQL found damaged by their checksum since its figures were reset */
      damaged: number
      /** the last migration that it has had; null before the first deployment */
      schema: string | null
    }

/** The tables without which there is no contest. */
const TABLES = ['users', 'contests', 'prizes', 'tickets', 'participations', 'audit_events']

/** @throws when Docker itself does not answer: that tells nothing of the database */
export async function readDatabase({ home, shell, signal }: Place): Promise<Database> {
  const stopped = await shell.read(isReady(home.database), { signal }).then(() => null, whyStopped)
  if (stopped) return { state: 'stopped', why: stopped }
  const rows = (question: string, database: string) => readRows(shell, home.database, question, { database, signal })
  const [server = []] = await rows(SERVER, 'postgres')
  const [bytes = '', used = '', most = '', damaged = ''] = server
  if (!bytes) return { state: 'missing', why: 'le serveur répond, mais la base « tiptop » n’y est plus' }
  const [[migrations = 'f'] = []] = await rows("select to_regclass('kysely_migration') is not null", 'tiptop')
  const schema = migrations === 't' ? await lastMigration(rows) : null
  const gone = schema ? (await rows(GONE, 'tiptop')).map(([name]) => name) : []
  if (gone.length) return { state: 'missing', why: `des tables manquent : ${gone.join(', ')}` }
  return {
    state: 'answers',
    schema,
    bytes: Number(bytes),
    damaged: Number(damaged),
    connections: { used: Number(used), most: Number(most) },
  }
}

const SERVER = `
select pg_database_size(datname), (select count(*) from pg_stat_activity where backend_type = 'client backend'),
  current_setting('max_connections'), coalesce((select sum(checksum_failures) from pg_stat_database), 0)
from pg_database where datname = 'tiptop'`

const GONE = `select name from unnest('{${TABLES.join(',')}}'::text[]) name where to_regclass(name) is null`

async function lastMigration(rows: (question: string, database: string) => Promise<string[][]>) {
  const [[name] = []] = await rows('select max(name) from kysely_migration', 'tiptop')
  return name || null
}

/** @returns why the server does not take connections @throws what does not tell of it */
function whyStopped(error: Error): string {
  if (/is not running|No such container/i.test(error.message)) return 'son conteneur ne tourne pas'
  if (/daemon|permission denied|executable file/i.test(error.message) || !(error instanceof CommandFailed)) throw error
  if (error.exitCode === 1) return 'le serveur démarre, ou n’accepte plus de connexion'
  if (error.exitCode === 2) return 'le serveur ne répond pas'
  throw error
}

export function wordDatabase(database: Database): Worded {
  if (database.state !== 'answers') return wrong(database.why)
  const { bytes, connections, damaged, schema } = database
  const full = connections.used >= connections.most * 0.9
  const said = [
    `répond : ${inBytes(bytes)}, ${connections.used} connexions sur ${connections.most}`,
    schema ? `schéma ${schema}` : 'encore vide : rien n’a été déployé',
    ...(full ? ['les connexions sont presque épuisées'] : []),
    ...(damaged ? [`${damaged} pages abîmées d’après leurs sommes de contrôle`] : []),
  ]
  return full || damaged ? wrong(...said) : well(...said)
}
