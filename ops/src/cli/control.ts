import { Command } from 'commander'
import { attentionsOf } from '../control/attention.ts'
import { buildRoom, roomFile, showAll } from '../control/build-room.ts'
import { roomMetrics } from '../control/metrics.ts'
import { readObservations } from '../control/observations.ts'
import type { Environment } from '../environment/environment.ts'
import { expectAccount } from '../environment/ownership/account.ts'
import { openTarget } from '../environment/target.ts'
import { dryFiles, openFiles } from '../tools/files.ts'
import { answer, leaveFile } from './dialogue/answer.ts'
import { type CliTools, openOutside, tellBelow } from './dialogue/cli-tools.ts'
import { type CommonOptions, dryRunOption, environmentArgument, jsonOption } from './dialogue/options.ts'
import { detectOutage, unopened } from './incident/detect.ts'

type BuildOptions = Pick<CommonOptions, 'dryRun' | 'json'> & { metrics?: string }

/** `tiptop control build <env>`: the page on which an operator sees everything at once. */
export function controlCommand(tools: CliTools): Command {
  const control = new Command('control').description('La salle de contrôle : tout l’état sur une page.')
  control
    .command('build')
    .description('Regarder partout et refaire la page, que nginx montre sous /exploitation/.')
    .addArgument(environmentArgument)
    .option('--metrics <fichier>', 'écrire aussi les mesures pour Prometheus (« textfile collector »)')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: BuildOptions) => build(tools, env, options))
  return control
}

/** Takes no lock: it looks while procedures work. An environment that is not ready has a page all the same. */
async function build(tools: CliTools, environment: Environment, options: BuildOptions): Promise<void> {
  const { config, terminal, now } = tools
  const home = config.homeOf(environment)
  if (!options.dryRun) await expectAccount(home)
  const target = await openTarget(config, environment).catch((error: Error) => {
    terminal.write(`  ! ${error.message}\n`)
    return null
  })
  const before = await readObservations(home)
  const files = options.dryRun ? dryFiles(tellBelow(tools)) : openFiles()
  const room = target
    ? await showAll(target, { ...(await openOutside(tools, target, options.dryRun)), now })
    : await buildRoom(home, null, now(), files)
  if (target && !options.dryRun) await detectOutage(tools, home, { before, seen: room.seen }).catch(unopened(tools))
  if (options.metrics && !options.dryRun) await leaveFile(options.metrics, await roomMetrics(room))
  const attentions = attentionsOf(room)
  const text = `${roomFile(home)}\n${attentions.map(({ said, command }) => `  ! ${said} ${command}\n`).join('')}`
  answer(tools, options.json, { environment, file: roomFile(home), attentions }, text)
}
