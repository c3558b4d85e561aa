import { parseArgs } from 'node:util'
import { CommandRefusal } from '../command-refusal.ts'
import { readConfig } from '../config.ts'
import { openConnection } from '../connection.ts'
import { progressLine } from '../progress-line.ts'
import { verifyTrail } from './chain/verify-trail.ts'
import { faultLine, trailLines } from './operator-words.ts'

const HELP = `Piste d’audit : prouver que rien de ce qui est arrivé n’a été modifié, supprimé ni ajouté après coup.

  verify [--head EMPREINTE]        (ou verify-audit)
      Relit tous les événements, recalcule leurs empreintes et nomme chaque anomalie.
      --head     une empreinte de la chaîne notée ailleurs (journal du serveur, vérification d’avant) :
                 elle seule prouve que la chaîne n’a pas été coupée ou refaite

  --help     montre cette aide

DATABASE_URL, TICKET_PEPPER et SESSION_KEY viennent de l’environnement, comme pour le serveur.
Codes de sortie : 0 tout est intact, 1 échec ou anomalie, 2 commande mal écrite.`

/** The command is written wrongly: exit code 2. */
class UsageError extends Error {}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parse(args)
  if (values.help) return say(HELP, 0)
  const [name = '', ...rest] = positionals
  if (!['verify', 'verify-audit'].includes(name) || rest.length)
    throw new UsageError(`Commande inconnue : ${positionals.join(' ') || 'aucune'}.`)
  return verify(values.head)
}

async function verify(head: string | undefined): Promise<number> {
  if (head !== undefined && !/^[0-9a-f]{64}$/i.test(head))
    throw new UsageError('--head attend une empreinte SHA-256 : 64 chiffres hexadécimaux.')
  const connection = await connect()
  try {
    const found = await verifyTrail(
      { connection, now: () => new Date() },
      { head, onFault: fault => say(faultLine(fault), 0), onProgress: progressLine('Événements relus') },
    )
    return say(trailLines(found, head), found.holds ? 0 : 1)
  } finally {
    await connection.close()
  }
}

async function connect() {
  try {
    return await openConnection(readConfig(process.env).database)
  } catch (error) {
    throw new CommandRefusal(`Pas de base de données : ${(error as Error).message || 'elle ne répond pas.'}`)
  }
}

function parse(args: string[]) {
  try {
    const options = { head: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function say(text: string, exitCode: number): number {
  console.log(text)
  return exitCode
}

main(process.argv.slice(2)).then(
  exitCode => {
    process.exitCode = exitCode
  },
  error => {
    const usage = error instanceof UsageError
    console.error(usage ? `${error.message}\n\n${HELP}` : error instanceof CommandRefusal ? error.message : error)
    process.exitCode = usage ? 2 : 1
  },
)
