import { Argument, Command } from 'commander'
import { type Environment, environments } from '../environment/environment.ts'
import { runOn } from '../procedure/run-on.ts'
import {
  checkMaintenance,
  type Maintenance,
  maintenanceOff,
  maintenanceOn,
  readMaintenance,
} from '../release/maintenance.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { conclude } from './dialogue/report.ts'

type Options = { reason: string; dryRun?: boolean; json?: boolean }

/** `tiptop maintenance on|off|status <env>`. */
export function maintenanceCommand(tools: CliTools): Command {
  const command = new Command('maintenance').description('Fermer le site à tous derrière une page qui fait patienter.')
  const on = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .addArgument(new Argument('<env>', "l'environnement").choices(environments))
      .option('--json', 'rendre du JSON')
  on('on', 'Montrer la page de maintenance ; elle reste jusqu’à « off ».')
    .option('--reason <texte>', 'pourquoi, pour qui le demandera', 'à la main')
    .option('--dry-run', 'montrer ce qui serait fait, sans rien changer')
    .action((env: Environment, options: Options) => close(tools, env, options))
  on('off', 'Rouvrir le site, quel que soit celui qui l’a fermé.')
    .option('--dry-run', 'montrer ce qui serait fait, sans rien changer')
    .action((env: Environment, options: Options) => open(tools, env, options))
  on('status', 'Dire si le site est fermé, depuis quand, par qui et pourquoi.').action(
    (env: Environment, options: Options) => show(tools, env, options),
  )
  return command
}

async function close(tools: CliTools, environment: Environment, { reason, dryRun = false, json = false }: Options) {
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
  await conclude(finished, { tools, report: null, json, notice: () => null })
}

async function open(tools: CliTools, environment: Environment, { dryRun = false, json = false }: Options) {
  const finished = await runOn(
    tools,
    { environment, procedure: 'maintenance-off', input: {}, dryRun },
    async (step, target, outside) => {
      await step('4.3/AC', 'Retirer la page de maintenance', async ({ tell }) => {
        if (!(await readMaintenance(target.home))) tell('elle n’était pas montrée')
        await maintenanceOff(target.home, outside.files, { whoever: true })
      })
      await step('4.3/AC', 'Voir le site comme tout le monde', ({ signal }) =>
        checkMaintenance(false, target, outside, signal),
      )
    },
  )
  await conclude(finished, { tools, report: null, json, notice: () => null })
}

async function show({ config, out }: CliTools, environment: Environment, { json }: Options): Promise<void> {
  const standing = await readMaintenance(config.homeOf(environment))
  if (json) return out(`${JSON.stringify({ environment, maintenance: standing }, null, 2)}\n`)
  out(standing ? `${environment} est fermé ${because(standing)}\n` : `${environment} est ouvert à tous.\n`)
}

function because({ since, by, reason, run }: Maintenance): string {
  const when = since ? `depuis ${since.slice(0, 16).replace('T', ' ')} UTC ` : ''
  return `${when}par ${by}${reason ? ` : ${reason}` : ''}${run ? ` (${run})` : ''}`
}
