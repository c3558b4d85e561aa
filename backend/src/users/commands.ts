import { parseArgs } from 'node:util'
import { connect, parsed, runCommand, say, UsageError } from '../command-line/command-line.ts'
import { readLettersConfig } from '../config.ts'
import { resetByOperator } from './second-factor/reset-by-operator.ts'

const HELP = `Double authentification perdue, quand aucun autre administrateur ne peut la réinitialiser sur le site.

  reset-second-factor --email ADRESSE
      Retire le second facteur du compte de cette adresse et ferme ses sessions : à la prochaine connexion, le mot de passe
      suffit pour en choisir un nouveau. Assurez-vous d’abord que la demande vient de cette personne. Un e-mail la prévient,
      et le journal le garde.

  --help     montre cette aide

DATABASE_URL (celle du propriétaire), SESSION_KEY et WEB_URL (celles du backend) viennent de l’environnement, ou d’un fichier
que nomment DATABASE_URL_FILE et SESSION_KEY_FILE.
Codes de sortie : 0 fait, 1 échec, 2 commande mal écrite.`

const options = { email: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parsed(() => parseArgs({ args, options, allowPositionals: true }))
  const { help, email } = values
  if (help) return say(HELP, 0)
  if (positionals.join(' ') === 'reset-second-factor' && email) return reset(email)
  throw new UsageError(`Commande inconnue ou incomplète : ${args.join(' ') || 'aucune'}.`)
}

async function reset(email: string): Promise<number> {
  const { config, connection } = await connect(() => readLettersConfig(process.env))
  try {
    const isReset = await resetByOperator({ db: connection.db, now: () => new Date(), config }, email)
    return say(isReset ? `La double authentification de ${email} est réinitialisée.` : `${email} n’en a pas.`, 0)
  } finally {
    await connection.close()
  }
}

runCommand(HELP, main)
