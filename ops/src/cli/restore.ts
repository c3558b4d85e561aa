import { Argument, Command } from 'commander'
import { type Environment, environments } from '../environment/environment.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { UsageError } from './dialogue/exit-codes.ts'
import { type FromElsewhere, restoreFromElsewhere } from './restore/from-elsewhere.ts'
import { type InPlace, restoreInPlace } from './restore/in-place.ts'
import { showOrigins } from './restore/show-origins.ts'

type Options = Partial<FromElsewhere> & InPlace

/**
 * `tiptop restore <env>`: the database of another moment where it is, by `--point` or `--to`; with `--from` a whole
 * server on an empty machine, from what lies elsewhere alone. Without any of these it shows what there is.
 */
export function restoreCommand(tools: CliTools): Command {
  return new Command('restore')
    .description('Rendre la base d’un autre moment, ou reconstruire un serveur perdu ; seul, montrer de quoi.')
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .option('--point <nom>', 'une copie ou une base mise de côté ; « last » : la copie la plus récente')
    .option('--to <moment>', 'un moment, à la seconde : « 2026-11-23 03:12:05 », en UTC')
    .option('--full', 'avec --point : la version et la configuration du point de retour aussi')
    .option('--from <destination>', 's3 ou rclone:<nom>:<dossier>, où sont les sauvegardes')
    .option('--identity <fichier>', 'la clé privée d’age qui ouvre les sauvegardes')
    .option('--access <fichier>', 'comment joindre la destination, quand cette machine n’a encore aucun réglage')
    .option('--backup <nom>', 'une sauvegarde précise, par exemple 20261123-020000 ; sinon la plus récente')
    .option('--yes', 'ne pas demander confirmation')
    .option('--report <dossier>', 'y laisser la page de l’exécution')
    .option('--dry-run', 'montrer ce qui serait restauré, sans rien changer')
    .option('--json', "rendre l'exécution en JSON")
    .action((env: Environment, options: Options) => run(tools, env, options))
}

async function run(tools: CliTools, env: Environment, options: Options): Promise<void> {
  const { from, identity, point, to } = options
  const inPlace = point !== undefined || to !== undefined || options.full
  if (from && inPlace)
    throw new UsageError('--from reconstruit une machine vide ; --point et --to valent pour une base en place.')
  if (inPlace) return restoreInPlace(tools, env, options)
  if (!from && !identity) return showOrigins(tools, env, options.json ?? false)
  if (!from) throw new UsageError('--from manque : la destination où sont les sauvegardes (s3, ou rclone:…).')
  if (!identity) throw new UsageError('--identity manque : le fichier de la clé privée qui ouvre les sauvegardes.')
  await restoreFromElsewhere(tools, env, { ...options, from, identity })
}
