import { Argument, Command, Option } from 'commander'
import { type Environment, environments } from '../../environment/environment.ts'
import { type BaseType, backUpBase } from '../../night/base-backup.ts'
import { runOn } from '../../procedure/run-on.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { conclude } from '../dialogue/report.ts'

type Options = { type?: BaseType; dryRun?: boolean; json?: boolean; report?: string }

/** `tiptop backup base <env>`: a copy of the whole cluster, from which WAL leads to any moment after it. */
export function baseCommand(tools: CliTools): Command {
  return new Command('base')
    .description('Copier la base entière dans l’archive, pour revenir à n’importe quel moment ; la nuit le fait aussi.')
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .addOption(
      new Option('--type <type>', 'full : entière ; incr : ce qui a changé ; sinon, entière chaque semaine').choices([
        'full',
        'incr',
      ]),
    )
    .option('--report <dossier>', 'y laisser la page de l’exécution')
    .option('--dry-run', 'montrer ce qui serait fait, sans rien changer')
    .option('--json', "rendre l'exécution en JSON")
    .action((env: Environment, options: Options) => backUp(tools, env, options))
}

async function backUp(tools: CliTools, environment: Environment, options: Options): Promise<void> {
  const { type, dryRun = false, json = false, report = null } = options
  const asked = { environment, procedure: 'base', input: { type: type ?? null }, dryRun }
  const finished = await runOn(tools, asked, (step, target, outside) =>
    backUpBase(step, { target, tools: outside, ...(type && { type }) }),
  )
  await conclude(finished, { tools, report, json, notice: () => null })
}
