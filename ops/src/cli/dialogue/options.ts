import { Argument, Option } from 'commander'
import { environments } from '../../environment/environment.ts'

/** The options that commands share, as Commander hands them over. */
export type CommonOptions = {
  /** agreed to already: no question is asked */
  yes: boolean
  /** the folder that receives the page of the run; null: none */
  report: string | null
  /** says what would be done, and changes nothing */
  dryRun: boolean
  /** answers with one JSON document on the standard output */
  json: boolean
}

/** What every command that runs a procedure is given. */
export type RunOptions = Omit<CommonOptions, 'yes'>

export const yesOption = new Option('--yes', 'ne pas demander confirmation').default(false)
export const reportOption = new Option(
  '--report <dossier>',
  'y laisser la page de l’exécution et ses résultats',
).default(null)
export const dryRunOption = new Option('--dry-run', 'montrer ce qui serait fait, sans rien changer').default(false)
export const jsonOption = new Option('--json', 'rendre le résultat en JSON').default(false)

export const environmentArgument = new Argument('<env>', 'l’environnement').choices(environments)
