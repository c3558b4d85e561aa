import { parseArgs } from 'node:util'
import { connect, parsed, runCommand, say, UsageError } from '../command-line/command-line.ts'
import { progressLine } from '../command-line/progress-line.ts'
import { proofReport } from '../command-line/proof-report.ts'
import { readDatabaseConfig } from '../config.ts'
import type { Connection } from '../database/connection.ts'
import { recordVerification } from './chain/record-verification.ts'
import { type TrailVerification, verifyTrail } from './chain/verify-trail.ts'
import { faultLine, trailLines } from './operator-words.ts'

const HELP = `Piste d’audit : prouver que rien de ce qui est arrivé n’a été modifié, supprimé ni ajouté après coup.

  verify [--head EMPREINTE] [--json]        (ou verify-audit)
      Relit tous les événements, recalcule leurs empreintes et nomme chaque anomalie. Le résultat reste dans la base,
      où le commissaire de justice le lit.
      --head     une empreinte de la chaîne notée ailleurs (journal du serveur, vérification d’avant) :
                 elle seule prouve que la chaîne n’a pas été coupée ou refaite
      --json     rend le résultat en JSON, avec les premières anomalies

  --help     montre cette aide

DATABASE_URL vient de l’environnement, ou DATABASE_URL_FILE nomme un fichier qui la contient.
Codes de sortie : 0 tout est intact, 1 échec ou anomalie, 2 commande mal écrite.`

async function main(args: string[]): Promise<number> {
  const options = {
    head: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  } as const
  const { values, positionals } = parsed(() => parseArgs({ args, options, allowPositionals: true }))
  if (values.help) return say(HELP, 0)
  const [name = '', ...rest] = positionals
  if (!['verify', 'verify-audit'].includes(name) || rest.length)
    throw new UsageError(`Commande inconnue : ${positionals.join(' ') || 'aucune'}.`)
  return verify(values)
}

async function verify({ head, json }: { head?: string | undefined; json: boolean }): Promise<number> {
  if (head !== undefined && !/^[0-9a-f]{64}$/i.test(head))
    throw new UsageError('--head attend une empreinte SHA-256 : 64 chiffres hexadécimaux.')
  const { connection } = await connect(() => readDatabaseConfig(process.env))
  const report = proofReport(json)
  try {
    const found = await verifyTrail(
      { connection, now: () => new Date() },
      {
        head,
        onFault: fault => report.fault(fault.kind, faultLine(fault)),
        onProgress: progressLine('Événements relus'),
      },
    )
    const { holds, sealed, unsealed } = found
    const figures = { sealed, unsealed, head: found.head }
    const exitCode = report.end({ holds, figures, text: trailLines(found, head) })
    await keep(connection, found)
    return exitCode
  } finally {
    await connection.close()
  }
}

/** A database that takes no result, because it is read-only or older than this release, is proven all the same. */
async function keep({ db }: Connection, found: TrailVerification): Promise<void> {
  await recordVerification(db, new Date(), found).catch(error =>
    console.error(`Ce résultat n’est pas gardé dans la base : ${error.message}`),
  )
}

runCommand(HELP, main)
