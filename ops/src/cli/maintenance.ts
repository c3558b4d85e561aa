import { Command } from 'commander'
import type { Environment } from '../environment/environment.ts'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import { announceClosing, announceOpening } from '../release/announcement/announce-maintenance.ts'
import {
  checkMaintenance,
  flag,
  type Maintenance,
  maintenanceOff,
  maintenanceOn,
  putMaintenanceBack,
  readMaintenance,
} from '../release/maintenance.ts'
import { utcMinute } from '../time/words.ts'
import type { Tools } from '../tools/tools.ts'
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
      const standing = await readMaintenance(target.home)
      await step(
        '4.3/S',
        'Montrer la page de maintenance',
        async ({ tell }) => {
          if (standing) tell(`déjà montrée ${because(standing)}`)
          await maintenanceOn(target.home, reason, outside.files, { stays: true, at: tools.now() })
        },
        { undo: () => putMaintenanceBack(target.home, standing, outside.files) },
      )
      await step(
        '4.3/S',
        'La voir comme tout le monde',
        ({ signal }) => checkMaintenance(true, target, outside, signal),
        LOOKS,
      )
      await announceClosing(step, '4.3/T', { environment, reason, notices: outside.notices })
    },
  )
  await conclude(finished, { tools, options })
}

/** On a busy server the first look may find no answer in time. */
const LOOKS = { retry: { times: 3, everyMs: 500 } }

async function open(tools: CliTools, environment: Environment, options: RunOptions) {
  const { dryRun } = options
  const finished = await runOn(
    tools,
    { environment, procedure: 'maintenance-off', input: {}, dryRun },
    async (step, target, outside) => {
      const standing = await readMaintenance(target.home)
      await step(
        '4.3/AC',
        'Retirer la page de maintenance',
        async ({ tell }) => {
          if (!standing) tell('elle n’était pas montrée')
          await maintenanceOff(target.home, outside.files, { always: true })
        },
        { undo: () => putMaintenanceBack(target.home, standing, outside.files) },
      )
      await step(
        '4.3/AC',
        'Voir le site comme tout le monde',
        ({ signal }) => seeOpen(target, outside, signal, standing),
        LOOKS,
      )
      if (!standing) return
      await step('4.3/AC', 'Annoncer la réouverture', async ({ tell }) =>
        tell(await announceOpening({ environment, notices: outside.notices })),
      )
    },
  )
  await conclude(finished, { tools, options })
}

/** @throws a Failure that says, of a site that was closed and is closed again, how to open it all the same */
async function seeOpen(target: Target, tools: Tools, signal: AbortSignal, standing: Maintenance | null) {
  await checkMaintenance(false, target, tools, signal).catch((cause: Error) => {
    const hint = `La page est remise. Ouvrir quand même : rm ${flag(target.home)}`
    throw standing ? new Failure('check-failed', cause.message, { hint, cause }) : cause
  })
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
