import { parseArgs } from 'node:util'
import { connect, parsed, runCommand, say, UsageError } from '../command-line/command-line.ts'
import { readDatabaseConfig } from '../config.ts'
import type { Connection } from '../database/connection.ts'
import { ensureShops } from '../shops/ensure-shops.ts'
import { appointStaff } from './appoint-staff.ts'

const HELP = `Première installation, après les migrations ; chaque commande peut être relancée sans risque.

  shops --file FICHIER
      Crée les boutiques qui manquent et met les autres à jour, par exemple depuis backend/contests/shops.json.

  admin --email ADRESSE
      Nomme administrateur le compte de cette adresse, créé et vérifié sur le site. Les suivants se nomment sur le site.

  bailiff --email ADRESSE
      Nomme commissaire de justice le compte de cette adresse. Un administrateur peut aussi le faire sur le site.

  --help     montre cette aide

Les tickets se génèrent ensuite par backend/src/tickets/commands.ts generate, qui crée le concours.
DATABASE_URL (celle du propriétaire) vient de l’environnement, ou DATABASE_URL_FILE nomme un fichier qui la contient.
Codes de sortie : 0 fait, 1 échec, 2 commande mal écrite.`

const options = {
  file: { type: 'string' },
  email: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parsed(() => parseArgs({ args, options, allowPositionals: true }))
  const { help, file, email } = values
  if (help) return say(HELP, 0)
  const command = positionals.length === 1 ? positionals[0] : undefined
  if (command === 'shops' && file && email === undefined) return atWork(({ db }) => shops(db, file))
  if ((command === 'admin' || command === 'bailiff') && email && file === undefined)
    return atWork(({ db }) => appoint(db, email, command))
  throw new UsageError(`Commande inconnue ou incomplète : ${args.join(' ') || 'aucune'}.`)
}

async function shops(db: Connection['db'], file: string): Promise<string> {
  const changed = await ensureShops(db, file)
  return changed ? `Boutiques créées ou mises à jour : ${changed}.` : 'Les boutiques sont déjà celles du fichier.'
}

const NAMES = { admin: 'administrateur', bailiff: 'commissaire de justice' }

async function appoint(db: Connection['db'], email: string, role: keyof typeof NAMES): Promise<string> {
  const appointed = await appointStaff({ db, now: () => new Date() }, email, role)
  return `${email} est ${appointed ? '' : 'déjà '}${NAMES[role]}.`
}

async function atWork(work: (connection: Connection) => Promise<string>): Promise<number> {
  const { connection } = await connect(() => readDatabaseConfig(process.env))
  try {
    return say(await work(connection), 0)
  } finally {
    await connection.close()
  }
}

runCommand(HELP, main)
