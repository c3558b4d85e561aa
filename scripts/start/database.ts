import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import { Client } from 'pg'
import { killPostgres, type Postgres, startPostgres } from '../embedded-postgres.ts'
import type { Tell } from '../terminal.ts'

export type Database = ReturnType<typeof openDatabase>

/** The database of this start: that of `DATABASE_URL` when one is given, else an embedded server in `folder`. */
export function openDatabase(folder: string, given: string | undefined) {
  return given ? externalDatabase(given) : embeddedDatabase(folder)
}

function embeddedDatabase(folder: string) {
  let server: Promise<Postgres> | undefined
  let watcher: Client | undefined
  let closed = false
  const gone = Promise.withResolvers<string>()
  return {
    embedded: true,
    name: 'embedded',
    /** settles, with a sentence, when the server ends by itself */
    ended: gone.promise,
    async open(tell: Tell): Promise<string> {
      if (closed) throw new Error('PostgreSQL is not started any more.')
      tell('PostgreSQL démarre…')
      server = startPostgres(folder)
      const { url } = await server
      watcher = new Client({ connectionString: url })
      watcher.on('error', () => gone.resolve(`PostgreSQL s'est arrêté (journal : ${folder}/log).`))
      await watcher.connect()
      tell(`PostgreSQL ${await versionOf(watcher)}, embarqué dans ${relative(process.cwd(), folder)}`)
      return url
    },
    /** Stops the server, also one that is still starting; none starts afterwards. */
    async close(): Promise<void> {
      closed = true
      const running = await server?.catch(() => null)
      await watcher?.end().catch(() => {})
      await running?.stop()
    },
    kill: () => killPostgres(folder),
  }
}

function externalDatabase(url: string) {
  return {
    embedded: false,
    name: createHash('sha256')
      .update(url.replace(/^(\w+:\/\/).*@/, '$1'))
      .digest('hex')
      .slice(0, 8),
    ended: new Promise<string>(() => {}),
    async open(tell: Tell): Promise<string> {
      const place = placeOf(url)
      tell(`DATABASE_URL : ${place}`)
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
      try {
        await client.connect()
        tell(`DATABASE_URL : ${place}, PostgreSQL ${await versionOf(client)}`)
      } catch (error) {
        throw new Error(whyUnreachable(place, error as Error & { code?: string }))
      } finally {
        await client.end().catch(() => {})
      }
      return url
    },
    close: async () => {},
    kill: () => {},
  }
}

/** `host:port/database`, without the user and the password. */
function placeOf(url: string): string {
  if (!/^postgres(ql)?:/.test(url) || !URL.canParse(url))
    throw new Error(
      "DATABASE_URL n'est pas l'adresse d'un PostgreSQL : postgres://utilisateur:mot-de-passe@hôte:5432/base.",
    )
  const { host, pathname } = new URL(url)
  return host + pathname
}

function whyUnreachable(place: string, { code, message }: Error & { code?: string }): string {
  const known: Record<string, string> = {
    ECONNREFUSED: 'aucun serveur n’y répond',
    ENOTFOUND: 'ce nom d’hôte est inconnu',
    EAI_AGAIN: 'ce nom d’hôte est inconnu',
    '28P01': 'le mot de passe est refusé',
    '28000': 'cet utilisateur est refusé',
    '3D000': 'cette base n’existe pas',
  }
  return `La base de DATABASE_URL (${place}) est inutilisable : ${known[code ?? ''] ?? message}. Corrigez DATABASE_URL, ou retirez-la pour la base embarquée.`
}

async function versionOf(client: Client): Promise<string> {
  const { rows } = await client.query('show server_version')
  return String(rows[0].server_version).split(' ')[0] ?? ''
}
