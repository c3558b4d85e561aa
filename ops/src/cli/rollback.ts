import { Argument, Command } from 'commander'
import { type Environment, environments } from '../environment/environment.ts'
import { NEWEST } from '../restore/in-place/origin.ts'
import { type Scope, scopes } from '../rollback/scope.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { restoreInPlace } from './restore/in-place.ts'
import { rollBackCode } from './rollback/code.ts'
import { rollBackConfiguration } from './rollback/configuration.ts'
import { rollBackInfra } from './rollback/infra.ts'
import { rollBackRelease } from './rollback/release.ts'
import type { Options } from './way-back.ts'

type Way = (tools: CliTools, environment: Environment, options: Options) => Promise<void>

const release =
  (scope: Scope): Way =>
  (tools, environment, options) =>
    rollBackRelease(tools, environment, scope, options)

/** The same as `tiptop restore --point`, for whoever looks for it here. */
const database: Way = (tools, environment, { to, ...options }) =>
  restoreInPlace(tools, environment, { ...options, point: to ?? NEWEST })

/** What can go back, and how it does. */
const ways: Record<string, Way> = {
  ...Object.fromEntries(scopes.map(scope => [scope, release(scope)])),
  database,
  config: rollBackConfiguration,
  infra: rollBackInfra,
  code: rollBackCode,
}

/** `tiptop rollback <env> [scope]`: back to what worked before, once somebody has agreed to what that means. */
export function rollbackCommand(tools: CliTools): Command {
  return new Command('rollback')
    .description(
      'Revenir à ce qui marchait avant : version, base, réglages, nginx ou code. Dit ce que cela fait, et demande.',
    )
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .addArgument(new Argument('[portée]', 'ce qui revient en arrière').choices(Object.keys(ways)).default('full'))
    .option(
      '--to <nom>',
      'une version (config : ou un point de retour ; database : une copie ; infra : un point ; code : un commit)',
    )
    .option('--yes', 'ne pas demander confirmation')
    .option('--report <dossier>', 'y laisser la page de l’exécution')
    .option('--dry-run', 'montrer ce qui serait fait, sans rien changer')
    .option('--json', "rendre l'exécution en JSON")
    .action((env: Environment, scope: string, options: Options) => ways[scope]?.(tools, env, options))
}
