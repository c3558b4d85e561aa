import { Command } from 'commander'
import type { Environment } from '../environment/environment.ts'
import { runningRelease } from '../release/colours.ts'
import { makeRollbackPoint } from '../rollback-point/make-rollback-point.ts'
import { baseCommand } from './backup/base.ts'
import { checkCommand } from './backup/check.ts'
import { listCommand } from './backup/list.ts'
import { nightlyCommand } from './backup/nightly.ts'
import { scheduleCommand } from './backup/schedule.ts'
import { verifyCommand } from './backup/verify.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { dryRunOption, environmentArgument, jsonOption, type RunOptions, reportOption } from './dialogue/options.ts'
import { conclude } from './dialogue/report.ts'
import { runOn } from './run-on.ts'

/** `tiptop backup …`: makes backups and rollback points, and says where they are and what proves them. */
export function backupCommand(tools: CliTools): Command {
  const backup = new Command('backup').description('Sauvegarder, et montrer ce qui est sauvegardé.')
  const below = [
    nightlyCommand,
    preDeployCommand,
    baseCommand,
    listCommand,
    verifyCommand,
    checkCommand,
    scheduleCommand,
  ]
  for (const command of below) backup.addCommand(command(tools))
  return backup
}

/** `tiptop backup pre-deploy <env>`: diagram 3.2. */
function preDeployCommand(tools: CliTools): Command {
  return new Command('pre-deploy')
    .description('Faire un point de retour : images, base et configuration telles qu’elles servent.')
    .addArgument(environmentArgument)
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: RunOptions) => preDeploy(tools, env, options))
}

async function preDeploy(tools: CliTools, environment: Environment, options: RunOptions): Promise<void> {
  const asked = { environment, procedure: 'backup', input: { kind: 'pre-deploy' }, dryRun: options.dryRun }
  const finished = await runOn(tools, asked, async (step, target, outside) =>
    makeRollbackPoint(step, { target, running: await runningRelease(target.home), tools: outside }),
  )
  await conclude(finished, { tools, options })
}
