import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Argument, Command } from 'commander'
import { attentionsOf } from '../control/attention.ts'
import { buildRoom, roomFile, showAll } from '../control/build-room.ts'
import { roomMetrics } from '../control/metrics.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { openTools } from '../environment/open-tools.ts'
import { openTarget } from '../environment/target.ts'
import type { CliTools } from './dialogue/cli-tools.ts'

type Options = { metrics?: string; json?: true }

/** `tiptop control build <env>`: the page on which an operator sees everything at once. */
export function controlCommand(tools: CliTools): Command {
  const control = new Command('control').description('La salle de contrôle : tout l’état sur une page.')
  control
    .command('build')
    .description('Regarder partout et refaire la page, que nginx montre sous /exploitation/.')
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .option('--metrics <fichier>', 'écrire aussi les mesures pour Prometheus (« textfile collector »)')
    .option('--json', 'rendre du JSON')
    .action((env: Environment, options: Options) => build(tools, env, options))
  return control
}

/** Takes no lock: it looks while others work. An environment that is not ready has a page all the same. */
async function build(tools: CliTools, environment: Environment, { metrics, json }: Options): Promise<void> {
  const { config, out, terminal, now } = tools
  const home = config.homeOf(environment)
  const target = await openTarget(config, environment).catch((error: Error) => {
    terminal.write(`  ! ${error.message}\n`)
    return null
  })
  const room = target
    ? await showAll(target, { ...(await openTools(target)), now })
    : await buildRoom(home, null, now())
  if (metrics) await leave(resolve(metrics), await roomMetrics(room))
  const attentions = attentionsOf(room)
  if (json) return out(`${JSON.stringify({ environment, file: roomFile(home), attentions }, null, 2)}\n`)
  out(`${roomFile(home)}\n${attentions.map(({ said, command }) => `  ! ${said} ${command}\n`).join('')}`)
}

async function leave(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  // The collector reads what ends in .prom, and never half of it.
  await writeFile(`${file}.tmp`, text, { mode: 0o644 })
  await rename(`${file}.tmp`, file)
}
