import { parseArgs } from 'node:util'
import { connect, parsed, runCommand, say, UsageError } from '../command-line/command-line.ts'
import { progressLine } from '../command-line/progress-line.ts'
import { proofReport } from '../command-line/proof-report.ts'
import { type Config, readTicketsConfig } from '../config.ts'
import { readDefinition } from '../contest/definition.ts'
import { openDrawThread } from './generation/draw-thread.ts'
import { refuseExisting } from './generation/files/draft-file.ts'
import { generateTickets } from './generation/generate-tickets.ts'
import { depositStatement, differenceLine, publicationLines, verificationLines, wrongTotals } from './operator-words.ts'
import { publishCommitment } from './statement/publish-commitment.ts'
import { verifyTickets } from './verify-tickets.ts'

const HELP = `Tickets du concours : les générer une fois, puis prouver que rien n’a changé.

  generate --definition FICHIER --print-file FICHIER [--envelope FICHIER] [--clear] [--count N] [--opens-at DATE]
      Crée le concours s’il n’existe pas, attribue un lot à chaque ticket, masqué par son propre code, et écrit
      les codes dans le fichier d’impression (CSV « serial;code »), scellé avec age pour l’imprimeur.
      --definition   le concours, par exemple contract/src/the-tip-top.json
      --print-file   où écrire les codes ; un fichier qui existe n’est jamais écrasé
      --envelope     où écrire tout ce qui ouvre les tickets, scellé pour le commissaire de justice
      --clear        laisse le fichier d’impression en clair (pour un essai : qui le lit connaît tous les codes)
      --pdf          où écrire l’acte d’une page à déposer, comme le fait « commitment »
      --canaries     combien de codes témoins, jamais imprimés : qui en essaie un révèle une fuite (par défaut : 20)
      --count        combien de tickets (par défaut : ce que dit la définition)
      --opens-at     l’ouverture, comme 2027-01-04T09:00:00+01:00 (par défaut : la définition, sinon maintenant)

  commitment [--contest NOM] [--pdf FICHIER]
      Montre l’engagement : racine, tickets, ouverture.
      --contest      le concours (par défaut : celui de la variable CONTEST)
      --pdf          où écrire l’acte d’une page à déposer ; si TIMESTAMP_URL nomme une autorité d’horodatage
                     (RFC 3161), elle date la racine, et son jeton (.tsr) est écrit à côté de l’acte

  verify-allotment [--contest NOM] [--root RACINE | --digest EMPREINTE] [--envelope FICHIER --identity FICHIER] [--json]
      Recalcule l’engagement et chaque ticket joué, compte les lots et nomme chaque ticket qui diffère.
      Avec l’enveloppe, recompte aussi les tickets qui ne sont pas joués.
      --contest      le concours (par défaut : celui de la variable CONTEST)
      --root         la racine du dépôt, qui seule compte si la base est suspecte
      --digest       de même, l’empreinte d’un concours généré à l’ancien format
      --envelope     l’enveloppe du commissaire de justice
      --identity     le fichier de l’identité age qui ouvre l’enveloppe (AGE-SECRET-KEY-1…)
      --json         rend le résultat en JSON, avec les premières différences

  --help           montre cette aide

DATABASE_URL (celle du propriétaire pour generate), TICKET_PEPPER et, pour generate, PRINT_RECIPIENTS et
BAILIFF_RECIPIENTS (clés publiques d’age, séparées par des virgules) viennent de l’environnement ; chacune peut
être le contenu d’un fichier : DATABASE_URL_FILE, TICKET_PEPPER_FILE.
Codes de sortie : 0 fait, 1 échec ou différence, 2 commande mal écrite.`

/** Among half a million tickets, codes that are tried without a look at what they win meet one in 25 000. */
const CANARIES = 20

const options = {
  definition: { type: 'string' },
  'print-file': { type: 'string' },
  envelope: { type: 'string' },
  identity: { type: 'string' },
  clear: { type: 'boolean' },
  count: { type: 'string' },
  canaries: { type: 'string' },
  'opens-at': { type: 'string' },
  contest: { type: 'string' },
  pdf: { type: 'string' },
  root: { type: 'string' },
  digest: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const
type CommandValues = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

const commands: Record<string, { takes: string[]; run(values: CommandValues): Promise<number> }> = {
  generate: {
    takes: ['definition', 'print-file', 'envelope', 'clear', 'canaries', 'pdf', 'count', 'opens-at'],
    run: generate,
  },
  commitment: { takes: ['contest', 'pdf'], run: publish },
  'verify-allotment': { takes: ['contest', 'root', 'digest', 'envelope', 'identity', 'json'], run: verify },
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
  const { definition: file, 'print-file': printFile, envelope, clear, pdf, count, 'opens-at': opensAt } = values
  if (!file || !printFile) throw new UsageError('generate demande --definition et --print-file.')
  if (count !== undefined && !/^[1-9]\d{0,8}$/.test(count))
    throw new UsageError(`--count ${count} n’est pas un nombre.`)
  const { canaries = String(CANARIES) } = values
  if (!/^\d{1,4}$/.test(canaries)) throw new UsageError(`--canaries ${canaries} n’est pas un nombre.`)
  if (opensAt !== undefined && !isMoment(opensAt))
    throw new UsageError(`--opens-at ${opensAt} n’est pas une date avec heure et fuseau.`)
  if (pdf !== undefined) await refuseExisting(pdf)
  const contest = { ...(await readDefinition(file)), ...(opensAt && { opensAt }) }
  const { config, connection } = await connect(() => readTicketsConfig(process.env))
  const thread = openDrawThread(config.tickets.pepper)
  try {
    const tickets = readersOf(config.tickets, { envelope, clear })
    const tools = { connection, config: { tickets }, draw: thread.draw, now: () => new Date() }
    const onProgress = progressLine('Génération des tickets')
    const generation = await generateTickets(tools, {
      contest,
      count: count === undefined ? undefined : Number(count),
      printFile,
      envelope,
      canaries: Number(canaries),
      onProgress,
    })
    say(depositStatement(contest.name, { printFile, envelope, clear }, generation), 0)
    if (pdf === undefined) return 0
    const publication = { db: connection.db, timestampUrl: config.tickets.timestampUrl }
    return say(publicationLines(await publishCommitment(publication, { contest: contest.slug, pdf })), 0)
  } finally {
    await Promise.all([thread.close(), connection.close()])
  }
}

async function verify(values: CommandValues): Promise<number> {
  const { contest, root, digest, json = false } = values
  for (const [option, value] of Object.entries({ root, digest }))
    if (value !== undefined && !/^[0-9a-f]{64}$/i.test(value))
      throw new UsageError(`--${option} attend un SHA-256 : 64 chiffres hexadécimaux.`)
  const envelope = envelopeIn(values)
  const { config, connection } = await connect(() => readTicketsConfig(process.env))
  const report = proofReport(json)
  try {
    const onDifference = (difference: Parameters<typeof differenceLine>[0]) =>
      report.fault(difference.kind, differenceLine(difference))
    const { pepper } = config.tickets
    const asked = { contest: contest ?? config.contest, pepper, root, digest, envelope, onDifference }
    const verified = await verifyTickets(connection, asked)
    if (json) for (const sentence of wrongTotals(verified)) report.fault('total', sentence)
    const { holds, ticketCount } = verified.found
    return report.end({
      holds,
      figures: { format: verified.format, ticketCount },
      text: verificationLines(verified, (root ?? digest) !== undefined),
    })
  } finally {
    await connection.close()
  }
}

function envelopeIn({ envelope: file, identity: identityFile }: CommandValues) {
  if (file !== undefined && identityFile !== undefined) return { file, identityFile }
  if (file === identityFile) return undefined
  throw new UsageError('--envelope et --identity vont ensemble.')
}

async function publish({ contest, pdf }: CommandValues): Promise<number> {
  const { config, connection } = await connect(() => readTicketsConfig(process.env))
  try {
    const tools = { db: connection.db, timestampUrl: config.tickets.timestampUrl }
    return say(publicationLines(await publishCommitment(tools, { contest: contest ?? config.contest, pdf })), 0)
  } finally {
    await connection.close()
  }
}

/** The settings of a generation: each of its files has a reader, or is left in clear text on purpose. @throws UsageError if a file would have none */
function readersOf(settings: Config['tickets'], { envelope, clear }: CommandValues): Config['tickets'] {
  const { printRecipients, bailiffRecipients } = settings
  if (!clear && !printRecipients.length)
    throw new UsageError('PRINT_RECIPIENTS manque : la clé publique d’age de l’imprimeur, ou --clear pour un essai.')
  if (envelope !== undefined && !bailiffRecipients.length)
    throw new UsageError('BAILIFF_RECIPIENTS manque : la clé publique d’age du commissaire de justice.')
  return clear ? { ...settings, printRecipients: [] } : settings
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))
}

runCommand(HELP, main)
