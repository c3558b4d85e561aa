import { parseArgs } from 'node:util'
import { connect, parsed, runCommand, say, UsageError } from '../command-line/command-line.ts'
import { readTicketsConfig } from '../config.ts'
import { closeVerification } from './close-verification.ts'
import { openVerification, type VerificationTools } from './open-verification.ts'

const HELP = `Contrôle de l’installation : un ticket réservé et deux comptes, pour jouer et remettre un lot en vrai
sans toucher au concours, à ses chiffres ni à ses listes.

  open [--minutes N]
      Écrit une ligne de JSON : { player, employee, ticket, prize, until }.
      --minutes   durée d’ouverture des deux comptes, de 1 à 60 (par défaut : 10) ; ensuite ils se ferment seuls

  close [--player ADRESSE]
      Ferme les comptes et leurs sessions ; ce qui est fermé le reste.
      --player    le joueur d’un seul contrôle (par défaut : tous les contrôles)

  --help          montre cette aide

DATABASE_URL (celle du propriétaire) et TICKET_PEPPER viennent de l’environnement ; chacune peut être le contenu d’un
fichier : DATABASE_URL_FILE, TICKET_PEPPER_FILE.
Codes de sortie : 0 fait, 1 échec, 2 commande mal écrite.`

const options = {
  minutes: { type: 'string' },
  player: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parsed(() => parseArgs({ args, options, allowPositionals: true }))
  const { help, minutes, player } = values
  if (help) return say(HELP, 0)
  const command = positionals.length === 1 ? positionals[0] : undefined
  if (command === 'open' && player === undefined) return open(minutes ?? '10')
  if (command === 'close' && minutes === undefined) return close(player)
  throw new UsageError(`Commande inconnue : ${args.join(' ') || 'aucune'}.`)
}

async function open(minutes: string): Promise<number> {
  if (!/^([1-9]|[1-5]\d|60)$/.test(minutes)) throw new UsageError(`--minutes ${minutes} : de 1 à 60.`)
  return atWork(async tools => JSON.stringify(await openVerification(tools, { minutes: Number(minutes) })))
}

async function close(player: string | undefined): Promise<number> {
  return atWork(async tools => `Comptes fermés : ${await closeVerification(tools, { player })}.`)
}

async function atWork(work: (tools: VerificationTools) => Promise<string>): Promise<number> {
  const { config, connection } = await connect(() => readTicketsConfig(process.env))
  try {
    return say(await work({ db: connection.db, config, now: () => new Date() }), 0)
  } finally {
    await connection.close()
  }
}

runCommand(HELP, main)
