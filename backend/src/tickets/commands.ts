import { parseArgs } from 'node:util'
import { connect, parsed, runCommand, say, UsageError } from '../command-line/command-line.ts'
import { progressLine } from '../command-line/progress-line.ts'
import { readTicketsConfig } from '../config.ts'
import { readDefinition } from '../contest/definition.ts'
import { verifyAllotment } from './allotment/verify-allotment.ts'
import { openDrawThread } from './generation/draw-thread.ts'
import { generateTickets } from './generation/generate-tickets.ts'
import { depositStatement, differenceLine, verificationLines } from './operator-words.ts'

const HELP = `Tickets du concours : les générer une fois, puis prouver que rien n’a changé.

  generate --definition FICHIER --print-file FICHIER [--count N] [--opens-at DATE]
      Crée le concours s’il n’existe pas, attribue un lot à chaque ticket et écrit les codes en clair
      dans le fichier d’impression (CSV « serial;code », lisible par son seul propriétaire).
      --definition   le concours, par exemple contract/src/the-tip-top.json
      --print-file   où écrire les codes ; un fichier qui existe n’est jamais écrasé
      --count        combien de tickets (par défaut : ce que dit la définition)
      --opens-at     l’ouverture, comme 2027-01-04T09:00:00+01:00 (par défaut : la définition, sinon maintenant)

  verify-allotment [--contest NOM] [--digest EMPREINTE]
      Recalcule l’empreinte des tickets, compte les lots et nomme chaque ticket qui diffère.
      --contest      le concours (par défaut : celui de la variable CONTEST)
      --digest       l’empreinte du dépôt, qui seule compte si la base est suspecte

  --help           montre cette aide

DATABASE_URL (celle du propriétaire pour generate) et TICKET_PEPPER viennent de l’environnement ; chacune peut
être le contenu d’un fichier : DATABASE_URL_FILE, TICKET_PEPPER_FILE.
Codes de sortie : 0 fait, 1 échec ou différence, 2 commande mal écrite.`

const options = {
  definition: { type: 'string' },
  'print-file': { type: 'string' },
  count: { type: 'string' },
  'opens-at': { type: 'string' },
  contest: { type: 'string' },
  digest: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const
type CommandValues = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

const commands: Record<string, { takes: string[]; run(values: CommandValues): Promise<number> }> = {
  generate: { takes: ['definition', 'print-file', 'count', 'opens-at'], run: generate },
  'verify-allotment': { takes: ['contest', 'digest'], run: verify },
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parsed(() => parseArgs({ args, options, allowPositionals: true }))
  if (values.help) return say(HELP, 0)
  const [name = '', ...rest] = positionals
  const command = commands[name]
  if (!command || rest.length) throw new UsageError(`Commande inconnue : ${positionals.join(' ') || 'aucune'}.`)
  const foreign = Object.keys(values).find(option => !command.takes.includes(option))
  if (foreign) throw new UsageError(`${name} ne connaît pas --${foreign}.`)
  return command.run(values)
}

async function generate(values: CommandValues): Promise<number> {
  const { definition: file, 'print-file': printFile, count, 'opens-at': opensAt } = values
  if (!file || !printFile) throw new UsageError('generate demande --definition et --print-file.')
  if (count !== undefined && !/^[1-9]\d{0,8}$/.test(count))
    throw new UsageError(`--count ${count} n’est pas un nombre.`)
  if (opensAt !== undefined && !isMoment(opensAt))
    throw new UsageError(`--opens-at ${opensAt} n’est pas une date avec heure et fuseau.`)
  const contest = { ...(await readDefinition(file)), ...(opensAt && { opensAt }) }
  const { config, connection } = await connect(() => readTicketsConfig(process.env))
  const thread = openDrawThread(config.tickets.pepper)
  try {
    const tools = { connection, config, draw: thread.draw, now: () => new Date() }
    const onProgress = progressLine('Génération des tickets')
    const generation = await generateTickets(tools, {
      contest,
      count: count === undefined ? undefined : Number(count),
      printFile,
      onProgress,
    })
    return say(depositStatement(contest.name, printFile, generation), 0)
  } finally {
    await Promise.all([thread.close(), connection.close()])
  }
}

async function verify({ contest, digest }: CommandValues): Promise<number> {
  if (digest !== undefined && !/^[0-9a-f]{64}$/i.test(digest))
    throw new UsageError('--digest attend une empreinte SHA-256 : 64 chiffres hexadécimaux.')
  const { config, connection } = await connect(() => readTicketsConfig(process.env))
  try {
    const onDifference = (difference: Parameters<typeof differenceLine>[0]) => say(differenceLine(difference), 0)
    const found = await verifyAllotment(connection, { contest: contest ?? config.contest, digest, onDifference })
    return say(verificationLines(found, digest !== undefined), found.holds ? 0 : 1)
  } finally {
    await connection.close()
  }
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))
}

runCommand(HELP, main)
