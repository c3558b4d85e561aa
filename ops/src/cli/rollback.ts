import { Argument, Command } from 'commander'
import type { Environment } from '../environment/environment.ts'
import type { RollbackScope } from '../release/earlier/release-before.ts'
import { NEWEST } from '../restore/in-place/origin.ts'
import { scopes } from '../rollback/release/scope.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { dryRunOption, environmentArgument, jsonOption, reportOption, yesOption } from './dialogue/options.ts'
import { runRestoreInPlace } from './restore/in-place.ts'
import { type CodeOptions, rollBackCode } from './rollback/code.ts'
import { rollBackConfiguration } from './rollback/configuration.ts'
import { rollBackInfra } from './rollback/infra.ts'
import { rollBackRelease } from './rollback/release.ts'

type TakeWayBack = (tools: CliTools, environment: Environment, options: CodeOptions) => Promise<void>

const release =
  (scope: RollbackScope): TakeWayBack =>
  (tools, environment, options) =>
    rollBackRelease(tools, environment, scope, options)

/** The same as `tiptop restore --point`, for operators who look for it here. */
const database: TakeWayBack = (tools, environment, { to, ...options }) =>
  runRestoreInPlace(tools, environment, { ...options, point: to ?? NEWEST })

/** What can go back, and how it does. */
const ways: Record<string, TakeWayBack> = {
  ...Object.fromEntries(scopes.map(scope => [scope, release(scope)])),
  database,
  config: rollBackConfiguration,
  infra: rollBackInfra,
  code: rollBackCode,
}

/** `tiptop rollback <env> [scope]`: back to what worked before, once a person has agreed to what that means. */
export function rollbackCommand(tools: CliTools): Command {
  return new Command('rollback')
    .description(
      'Revenir à ce qui marchait avant : version, base, réglages, nginx ou code. Dit ce que cela fait, et demande.',
    )
    .addArgument(environmentArgument)
    .addArgument(new Argument('[portée]', 'ce qui revient en arrière').choices(Object.keys(ways)).default('full'))
    .option(
      '--to <nom>',
      'une version (config : ou un point de retour ; database : une copie ; infra : un point ; code : un commit)',
    )
    .option('--no-follow', 'code : ne pas attendre que le pipeline ait redéployé')
    .addOption(yesOption)
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, scope: string, options: CodeOptions) => ways[scope]?.(tools, env, options))
}
