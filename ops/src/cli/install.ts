import { Argument, Command } from 'commander'
import { openArchive } from '../archive/physical/open-archive.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { installInfra, openToApplication, prepareHome } from '../environment/installation/install.ts'
import { runOn } from '../procedure/run-on.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { conclude } from './dialogue/report.ts'

type Options = { dryRun?: boolean; json?: boolean }

/** `tiptop install <env>`: the folders, the secrets that chance decides, the database and the door. */
export function installCommand(tools: CliTools): Command {
  return new Command('install')
    .description('Installer ou mettre à jour la base et nginx d’un environnement (les arrête un instant).')
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .option('--dry-run', 'montrer ce qui serait fait, sans rien changer')
    .option('--json', "rendre l'exécution en JSON")
    .action((env: Environment, options: Options) => run(tools, env, options))
}

async function run(
  tools: CliTools,
  environment: Environment,
  { dryRun = false, json = false }: Options,
): Promise<void> {
  const finished = await runOn(
    tools,
    { environment, procedure: 'install', input: {}, dryRun, installing: true },
    async (step, target, outside) => {
      const prepared = await step('2.1/W', 'Préparer les dossiers et les secrets', async ({ tell }) => {
        const prepared = await prepareHome(target.home, outside)
        if (prepared.made.length) tell(`secrets créés : ${prepared.made.join(', ')}`)
        return prepared
      })
      await step('2.1/W', 'Installer la base et nginx', ({ signal }) =>
        installInfra(target, process.cwd(), outside, signal),
      )
      await step('2.1/W', 'Ouvrir l’archive de la base', at => openArchive(target, outside, at))
      await step('2.1/W', 'Ouvrir la base au backend', ({ signal }) =>
        openToApplication(target, prepared, outside, signal),
      )
    },
  )
  await conclude(finished, { tools, report: null, json, notice: () => null })
}
