import { Argument, Command } from 'commander'
import { type Environment, environments } from '../environment/environment.ts'
import { runOn } from '../procedure/run-on.ts'
import { runningRelease } from '../release/colours.ts'
import { makeRollbackPoint } from '../rollback-point/make-rollback-point.ts'
import { baseCommand } from './backup/base.ts'
import { checkCommand } from './backup/check.ts'
import { listCommand } from './backup/list.ts'
import { backUpTonight } from './backup/nightly.ts'
import { scheduleCommand } from './backup/schedule.ts'
import { verifyCommand } from './backup/verify.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { conclude } from './dialogue/report.ts'

type Options = { dryRun?: boolean; json?: boolean; report?: string }

/** `tiptop backup nightly <env>`, `tiptop backup pre-deploy <env>`, and what is said of backups: `list`, `verify`, `check`. */
export function backupCommand(tools: CliTools): Command {
  const backup = new Command('backup').description('Sauvegarder, et montrer ce qui est sauvegardé.')
  backup
    .command('nightly')
    .description('Faire la sauvegarde de la nuit, prouvée par une restauration, et l’envoyer ailleurs.')
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .option('--report <dossier>', 'y laisser la page de l’exécution')
    .option('--dry-run', 'montrer ce qui serait fait, sans rien changer')
    .option('--json', "rendre l'exécution en JSON")
    .action((env: Environment, options: Options) => backUpTonight(tools, env, options))
  backup
    .command('pre-deploy')
    .description('Faire un point de retour : images, base et configuration telles qu’elles servent.')
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .option('--report <dossier>', 'y laisser la page de l’exécution')
    .option('--dry-run', 'montrer ce qui serait fait, sans rien changer')
    .option('--json', "rendre l'exécution en JSON")
    .action((env: Environment, options: Options) => preDeploy(tools, env, options))
  for (const command of [baseCommand, listCommand, verifyCommand, checkCommand, scheduleCommand])
    backup.addCommand(command(tools))
  return backup
}

async function preDeploy(tools: CliTools, environment: Environment, { dryRun = false, json = false, report }: Options) {
  const asked = { environment, procedure: 'backup', input: { kind: 'pre-deploy' }, dryRun }
  const finished = await runOn(tools, asked, async (step, target, outside) =>
    makeRollbackPoint(step, { target, running: await runningRelease(target.home), tools: outside }),
  )
  await conclude(finished, { tools, report: report ?? null, json, notice: () => null })
}
