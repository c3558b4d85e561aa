import { Command, Option } from 'commander'
import type { Environment } from '../../environment/environment.ts'
import { type BaseBackupType, backUpBase } from '../../night/base-backup.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { dryRunOption, environmentArgument, jsonOption, type RunOptions, reportOption } from '../dialogue/options.ts'
import { conclude } from '../dialogue/report.ts'
import { runOn } from '../run-on.ts'

type BaseOptions = RunOptions & { type?: BaseBackupType }

/** `tiptop backup base <env>`: a copy of the whole cluster, from which WAL leads to any moment after it. */
export function baseCommand(tools: CliTools): Command {
  return new Command('base')
    .description('Copier la base entière dans l’archive, pour revenir à n’importe quel moment ; la nuit le fait aussi.')
    .addArgument(environmentArgument)
    .addOption(
      new Option('--type <type>', 'full : entière ; incr : ce qui a changé ; sinon, entière chaque semaine').choices([
        'full',
        'incr',
      ]),
    )
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: BaseOptions) => backUp(tools, env, options))
}

async function backUp(tools: CliTools, environment: Environment, options: BaseOptions): Promise<void> {
  const { type, dryRun } = options
  const asked = { environment, procedure: 'base', input: { type: type ?? null }, dryRun }
  const finished = await runOn(tools, asked, (step, target, outside) =>
    backUpBase(step, { target, tools: outside, ...(type && { type }) }),
  )
  await conclude(finished, { tools, options })
}
