import { Command } from 'commander'
import { openArchive } from '../archive/physical/open-archive.ts'
import type { Environment } from '../environment/environment.ts'
import { installInfra, openToApplication, prepareHome } from '../environment/installation/install.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { dryRunOption, environmentArgument, jsonOption, type RunOptions, reportOption } from './dialogue/options.ts'
import { conclude } from './dialogue/report.ts'
import { runOn } from './run-on.ts'

/** `tiptop install <env>`: the folders, the secrets that chance decides, the database and the door. */
export function installCommand(tools: CliTools): Command {
  return new Command('install')
    .description('Installer ou mettre à jour la base et nginx d’un environnement (les arrête un instant).')
    .addArgument(environmentArgument)
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: RunOptions) => run(tools, env, options))
}

async function run(tools: CliTools, environment: Environment, options: RunOptions): Promise<void> {
  const finished = await runOn(
    tools,
    { environment, procedure: 'install', input: {}, dryRun: options.dryRun, installing: true },
    async (step, target, outside) => {
      const prepared = await step('2.1/W', 'Préparer les dossiers et les secrets', async ({ tell }) => {
        const prepared = await prepareHome(target.home, outside)
        const { COMMITMENT_ROOT: root, PEPPER_RECIPIENTS: keys } = target.settings
        const said = [
          prepared.made.length ? `secrets créés : ${prepared.made.join(', ')}` : '',
          root ? `racine déposée : ${root}` : 'COMMITMENT_ROOT est vide : à remplir après la génération des tickets',
          keys.length ? '' : 'PEPPER_RECIPIENTS est vide : le poivre des tickets n’est pas sauvegardé',
        ]
        tell(said.filter(Boolean).join(' ; '))
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
  await conclude(finished, { tools, options })
}
