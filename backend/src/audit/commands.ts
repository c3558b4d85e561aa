import { parseArgs } from 'node:util'
import { connect, parsed, runCommand, say, UsageError } from '../command-line/command-line.ts'
import { progressLine } from '../command-line/progress-line.ts'
import { readDatabaseConfig } from '../config.ts'
import { verifyTrail } from './chain/verify-trail.ts'
import { faultLine, trailLines } from './operator-words.ts'

const HELP = `Piste d’audit : prouver que rien de ce qui est arrivé n’a été modifié, supprimé ni ajouté après coup.

  verify [--head EMPREINTE]        (ou verify-audit)
      Relit tous les événements, recalcule leurs empreintes et nomme chaque anomalie.
      --head     une empreinte de la chaîne notée ailleurs (journal du serveur, vérification d’avant) :
                 elle seule prouve que la chaîne n’a pas été coupée ou refaite

  --help     montre cette aide

DATABASE_URL vient de l’environnement, ou DATABASE_URL_FILE nomme un fichier qui la contient.
Codes de sortie : 0 tout est intact, 1 échec ou anomalie, 2 commande mal écrite.`

async function main(args: string[]): Promise<number> {
  const options = { head: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const
  const { values, positionals } = parsed(() => parseArgs({ args, options, allowPositionals: true }))
  if (values.help) return say(HELP, 0)
  const [name = '', ...rest] = positionals
  if (!['verify', 'verify-audit'].includes(name) || rest.length)
    throw new UsageError(`Commande inconnue : ${positionals.join(' ') || 'aucune'}.`)
  return verify(values.head)
}

async function verify(head: string | undefined): Promise<number> {
  if (head !== undefined && !/^[0-9a-f]{64}$/i.test(head))
    throw new UsageError('--head attend une empreinte SHA-256 : 64 chiffres hexadécimaux.')
  const { connection } = await connect(() => readDatabaseConfig(process.env))
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

runCommand(HELP, main)
