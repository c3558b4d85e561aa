import { Command } from 'commander'
import type { Environment } from '../environment/environment.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { UsageError } from './dialogue/exit-codes.ts'
import { dryRunOption, environmentArgument, jsonOption, reportOption, yesOption } from './dialogue/options.ts'
import { decideCommand } from './restore/decide.ts'
import { type RebuildOptions, restoreFromElsewhere } from './restore/from-elsewhere.ts'
import { type InPlaceOptions, runRestoreInPlace } from './restore/in-place.ts'
import { reconcileCommand } from './restore/reconcile.ts'
import { showOrigins } from './restore/show-origins.ts'

type RestoreOptions = Partial<RebuildOptions> & InPlaceOptions

/**
 * `tiptop restore <env>`: the database of another moment where it is, by `--point` or `--to`; with `--from` a whole
 * server on an empty machine, from its remote backups alone. Without any of these it shows what there is.
 */
export function restoreCommand(tools: CliTools): Command {
  return new Command('restore')
    .description('Rendre la base d’un autre moment, ou reconstruire un serveur perdu ; seul, montrer de quoi.')
    .addArgument(environmentArgument)
    .option('--point <nom>', 'une copie ou une base mise de côté ; « last » : la copie la plus récente')
    .option('--to <moment>', 'un moment, à la seconde : « 2026-11-23 03:12:05 », en UTC')
    .option('--full', 'avec --point : la version et la configuration du point de retour aussi')
    .option('--from <destination>', 's3 ou rclone:<nom>:<dossier>, où sont les sauvegardes')
    .option('--identity <fichier>', 'la clé privée d’age qui ouvre les sauvegardes')
    .option('--pepper-identity <fichier>', 'la clé privée d’age qui ouvre le poivre des tickets, gardée par d’autres')
    .option('--access <fichier>', 'comment joindre la destination, quand cette machine n’a encore aucun réglage')
    .option('--backup <nom>', 'une sauvegarde précise, par exemple 20261123-020000 ; sinon la plus récente')
    .addOption(yesOption)
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: RestoreOptions) => run(tools, env, options))
    .enablePositionalOptions()
    .addCommand(reconcileCommand(tools))
    .addCommand(decideCommand(tools))
}

async function run(tools: CliTools, env: Environment, options: RestoreOptions): Promise<void> {
  const { from, identity, point, to } = options
  const inPlace = point !== undefined || to !== undefined || options.full
  if (from && inPlace)
    throw new UsageError('--from reconstruit une machine vide ; --point et --to valent pour une base en place.')
  if (inPlace) return runRestoreInPlace(tools, env, options)
  if (!from && !identity) return showOrigins(tools, env, options.json)
  if (!from) throw new UsageError('--from manque : la destination où sont les sauvegardes (s3, ou rclone:…).')
  if (!identity) throw new UsageError('--identity manque : le fichier de la clé privée qui ouvre les sauvegardes.')
  await restoreFromElsewhere(tools, env, { ...options, from, identity })
}
