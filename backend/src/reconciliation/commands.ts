import { parseArgs } from 'node:util'
import { connect, parsed, runCommand, say, UsageError } from '../command-line/command-line.ts'
import { CommandRefusal } from '../command-line/command-refusal.ts'
import { progressLine } from '../command-line/progress-line.ts'
import { readDatabaseConfig } from '../config.ts'
import { type Connection, openConnection } from '../database/connection.ts'
import { reconciliationDocument, reconciliationLines } from './operator-words.ts'
import { reconcile } from './reconcile.ts'

const HELP = `Rapprochement : refaire dans la base en service ce que les gens ont fait dans celle qui fut quittée.

  compare --from BASE [--json]
      Montre ce que seule la base quittée contient, et ce qui serait refait ; ne change rien.
  replay --from BASE [--json]
      Le refait, un événement à la fois, chacun avec sa source dans la piste d’audit.
      Interrompu, la même commande le reprend. Ce qui se contredit est montré, et laissé à une personne.

  --from     le nom de la base quittée, sur le même serveur que DATABASE_URL : tiptop_until_…
  --json     rend le résultat en JSON
  --help     montre cette aide

DATABASE_URL (celle du propriétaire) vient de l’environnement, ou DATABASE_URL_FILE nomme un fichier qui la contient.
Codes de sortie : 0 fait, 1 échec, 2 commande mal écrite.`

const options = {
  from: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parsed(() => parseArgs({ args, options, allowPositionals: true }))
  if (values.help) return say(HELP, 0)
  const [name = '', ...rest] = positionals
  if (!['compare', 'replay'].includes(name) || rest.length)
    throw new UsageError(`Commande inconnue : ${positionals.join(' ') || 'aucune'}.`)
  const { from, json } = values
  if (!from || !/^\w+$/.test(from)) throw new UsageError(`${name} demande --from, le nom d’une base.`)
  const dryRun = name === 'compare'
  const { config, connection: current } = await connect(() => readDatabaseConfig(process.env))
  try {
    const former = await connectTo(from, config.database.url)
    try {
      const onProgress = progressLine('Événements rapprochés')
      const found = await reconcile({ current, former, from, now: () => new Date() }, { dryRun, onProgress })
      return say(json ? JSON.stringify(reconciliationDocument(found)) : reconciliationLines(found, { dryRun }), 0)
    } finally {
      await former.close()
    }
  } finally {
    await current.close()
  }
}

/** Another database of the same server. */
async function connectTo(name: string, currentUrl: string): Promise<Connection> {
  const url = new URL(currentUrl)
  if (url.pathname === `/${name}`) throw new CommandRefusal(`La base ${name} est celle qui est en service.`)
  url.pathname = `/${name}`
  try {
    return await openConnection({ url: url.href })
  } catch (error) {
    throw new CommandRefusal(`La base ${name} ne répond pas : ${(error as Error).message}`)
  }
}

runCommand(HELP, main)
