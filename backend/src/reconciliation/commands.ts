import { parseArgs } from 'node:util'
import { handoverReason } from '@tiptop/contract/handover.ts'
import { connect, parsed, runCommand, say, UsageError } from '../command-line/command-line.ts'
import { CommandRefusal } from '../command-line/command-refusal.ts'
import { progressLine } from '../command-line/progress-line.ts'
import { readDatabaseConfig } from '../config.ts'
import { type Connection, openConnection } from '../database/connection.ts'
import { decideConflicts } from './decide-conflicts.ts'
import { decisionDocument, decisionLines, reconciliationDocument, reconciliationLines } from './operator-words.ts'
import { reconcile } from './reconcile.ts'

const HELP = `Rapprochement : refaire dans la base en service ce que les gens ont fait dans celle qui fut quittée.

  compare --from BASE [--json]
      Montre ce que seule la base quittée contient, et ce qui serait refait ; ne change rien.
  replay --from BASE [--json]
      Le refait, un événement à la fois, chacun avec sa source dans la piste d’audit.
      Interrompu, la même commande le reprend. Ce qui se contredit est montré, et laissé à une personne.
  decide --from BASE --event N… --by NOM --reason MOTIF [--dry-run] [--json]
      Décide d’événements qui se contredisent : la base en service reste comme elle est, et ils ne sont plus montrés.
      La décision est un événement de la piste d’audit, avec son auteur et son motif. Répétée, elle ne change rien.

  --from     le nom de la base quittée, sur le même serveur que DATABASE_URL : tiptop_until_…
  --event    le numéro d’un événement que compare montre derrière « ? » ; se répète
  --by       qui décide
  --reason   pourquoi, en une ligne
  --dry-run  montre ce qui serait décidé
  --json     rend le résultat en JSON
  --help     montre cette aide

DATABASE_URL (celle du propriétaire) vient de l’environnement, ou DATABASE_URL_FILE nomme un fichier qui la contient.
Codes de sortie : 0 fait, 1 échec, 2 commande mal écrite.`

const options = {
  from: { type: 'string' },
  event: { type: 'string', multiple: true },
  by: { type: 'string', default: '' },
  reason: { type: 'string', default: '' },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']
type CommandTools = Parameters<typeof reconcile>[0]
type Act = (tools: CommandTools) => Promise<string>

/** What each command does, once its words are found good; it returns what it says. */
const commands: Record<string, (values: Values) => Act> = {
  compare: values => replaying(values, true),
  replay: values => replaying(values, false),
  decide: deciding,
}

function replaying({ json }: Values, dryRun: boolean): Act {
  return async tools => {
    const found = await reconcile(tools, { dryRun, onProgress: progressLine('Événements rapprochés') })
    return json ? JSON.stringify(reconciliationDocument(found)) : reconciliationLines(found, { dryRun })
  }
}

/** @throws UsageError unless events and an author are given; CommandRefusal for a reason that cannot stand in the trail */
function deciding({ event: numbers = [], by, reason: given, json, 'dry-run': dryRun }: Values): Act {
  const events = [...new Set(numbers.map(Number))]
  if (!events.length || !events.every(Number.isSafeInteger)) throw new UsageError('decide demande --event, un numéro.')
  if (!by.trim()) throw new UsageError('decide demande --by : qui décide.')
  const { data } = handoverReason.safeParse({ reason: given })
  if (!data || data.reason.includes('@'))
    throw new CommandRefusal('Le motif est une ligne de 3 à 500 caractères, sans adresse e-mail.')
  return async tools => {
    const found = await decideConflicts(tools, { events, by: by.trim(), reason: data.reason, dryRun })
    return json ? JSON.stringify(decisionDocument(found)) : decisionLines(found, { dryRun })
  }
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parsed(() => parseArgs({ args, options, allowPositionals: true }))
  if (values.help) return say(HELP, 0)
  const [name = '', ...rest] = positionals
  const command = Object.hasOwn(commands, name) && commands[name]
  if (!command || rest.length) throw new UsageError(`Commande inconnue : ${positionals.join(' ') || 'aucune'}.`)
  const { from } = values
  if (!from || !/^\w+$/.test(from)) throw new UsageError(`${name} demande --from, le nom d’une base.`)
  const act = command(values)
  const { config, connection: current } = await connect(() => readDatabaseConfig(process.env))
  try {
    const former = await connectTo(from, config.database.url)
    try {
      return say(await act({ current, former, from, now: () => new Date() }), 0)
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
