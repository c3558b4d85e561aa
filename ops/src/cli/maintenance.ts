import { Command } from 'commander'
import type { Environment } from '../environment/environment.ts'
import {
  checkMaintenance,
  type Maintenance,
  maintenanceOff,
  maintenanceOn,
  readMaintenance,
} from '../release/maintenance.ts'
import { utcMinute } from '../time/words.ts'
import { answer } from './dialogue/answer.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import {
  type CommonOptions,
  dryRunOption,
  environmentArgument,
  jsonOption,
  type RunOptions,
  reportOption,
} from './dialogue/options.ts'
import { conclude } from './dialogue/report.ts'
import { runOn } from './run-on.ts'

/** `tiptop maintenance on|off|status <env>`. */
export function maintenanceCommand(tools: CliTools): Command {
  const command = new Command('maintenance').description('Fermer le site à tous derrière une page qui fait patienter.')
  const on = (name: string, description: string) =>
    command.command(name).description(description).addArgument(environmentArgument)
  on('on', 'Montrer la page de maintenance ; elle reste jusqu’à « off ».')
    .option('--reason <texte>', 'pourquoi, pour qui le demandera', 'à la main')
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: RunOptions & { reason: string }) => close(tools, env, options))
  on('off', 'Rouvrir le site, quel que soit celui qui l’a fermé.')
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: RunOptions) => open(tools, env, options))
  on('status', 'Dire si le site est fermé, depuis quand, par qui et pourquoi.')
    .addOption(jsonOption)
    .action((env: Environment, { json }: Pick<CommonOptions, 'json'>) => show(tools, env, json))
  return command
}

async function close(tools: CliTools, environment: Environment, options: RunOptions & { reason: string }) {
  const { reason, dryRun } = options
  const finished = await runOn(
    tools,
    { environment, procedure: 'maintenance-on', input: { reason }, dryRun },
    async (step, target, outside) => {
      await step('4.3/S', 'Montrer la page de maintenance', async ({ tell }) => {
        const standing = await readMaintenance(target.home)
        if (standing) tell(`déjà montrée ${because(standing)}`)
        await maintenanceOn(target.home, reason, outside.files, { stays: true, at: tools.now() })
      })
      await step('4.3/S', 'La voir comme tout le monde', ({ signal }) =>
        checkMaintenance(true, target, outside, signal),
      )
    },
  )
  await conclude(finished, { tools, options })
}

async function open(tools: CliTools, environment: Environment, options: RunOptions) {
  const { dryRun } = options
  const finished = await runOn(
    tools,
    { environment, procedure: 'maintenance-off', input: {}, dryRun },
    async (step, target, outside) => {
      await step('4.3/AC', 'Retirer la page de maintenance', async ({ tell }) => {
        if (!(await readMaintenance(target.home))) tell('elle n’était pas montrée')
        await maintenanceOff(target.home, outside.files, { always: true })
      })
      await step('4.3/AC', 'Voir le site comme tout le monde', ({ signal }) =>
        checkMaintenance(false, target, outside, signal),
      )
    },
  )
  await conclude(finished, { tools, options })
}

async function show(tools: CliTools, environment: Environment, json: boolean): Promise<void> {
  const maintenance = await readMaintenance(tools.config.homeOf(environment))
  const text = maintenance
    ? `${environment} est fermé ${because(maintenance)}\n`
    : `${environment} est ouvert à tous.\n`
  answer(tools, json, { environment, maintenance }, text)
}

function because({ since, by, reason, run }: Maintenance): string {
  const when = since ? `depuis ${utcMinute(since)} ` : ''
  return `${when}par ${by}${reason ? ` : ${reason}` : ''}${run ? ` (${run})` : ''}`
}
