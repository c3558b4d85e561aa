import { Argument, Command } from 'commander'
import { type Environment, environments } from '../config.ts'
import { UsageError } from './exit-codes.ts'
import type { Tools } from './program.ts'
import { type FromElsewhere, restoreFromElsewhere } from './restore/from-elsewhere.ts'

/** `tiptop restore <env> --from …`: a whole server on an empty machine, from what lies elsewhere alone. */
export function restoreCommand(tools: Tools): Command {
  return new Command('restore')
    .description('Reconstruire un serveur perdu sur une machine vide, depuis une sauvegarde lointaine.')
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .option('--from <destination>', 's3 ou rclone:<nom>:<dossier>, où sont les sauvegardes')
    .option('--identity <fichier>', 'la clé privée d’age qui ouvre les sauvegardes')
    .option('--access <fichier>', 'comment joindre la destination, quand cette machine n’a encore aucun réglage')
    .option('--backup <nom>', 'une sauvegarde précise, par exemple 20261123-020000 ; sinon la plus récente')
    .option('--yes', 'ne pas demander confirmation')
    .option('--report <dossier>', 'y laisser la page de l’exécution')
    .option('--dry-run', 'montrer ce qui serait restauré, sans rien changer')
    .option('--json', "rendre l'exécution en JSON")
    .action(async (env: Environment, options: Partial<FromElsewhere>) => {
      const { from, identity } = options
      if (!from) throw new UsageError('--from manque : la destination où sont les sauvegardes (s3, ou rclone:…).')
      if (!identity) throw new UsageError('--identity manque : le fichier de la clé privée qui ouvre les sauvegardes.')
      await restoreFromElsewhere(tools, env, { ...options, from, identity })
    })
}
