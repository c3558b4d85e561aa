import { rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Argument, Command } from 'commander'
import { readDiagrams } from '../diagrams/diagrams.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { runPage } from '../runs/run-page.ts'
import { listRuns, type Run } from '../runs/runs.ts'
import { runLine, runTimeline } from '../runs/timeline.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { UsageError } from './dialogue/exit-codes.ts'

/** `tiptop runs list [env]` and `tiptop runs show ID`. */
export function runsCommand(tools: CliTools): Command {
  const runs = new Command('runs').description('Relire ce qui a été exécuté.')
  runs
    .command('list')
    .description('Montrer les exécutions, la plus récente en premier.')
    .addArgument(new Argument('[env]', "l'environnement, sinon tous").choices(environments))
    .option('--limit <nombre>', 'combien au plus', '20')
    .option('--json', 'rendre du JSON')
    .action((env: Environment | undefined, options) => list(tools, env, options))
  runs
    .command('show')
    .description('Montrer une exécution étape par étape ; le début de son nom suffit.')
    .argument('<nom>', "le nom de l'exécution, ou « last » pour la plus récente")
    .option('--html <fichier>', 'dessiner le chemin pris dans un fichier HTML qui se lit hors ligne')
    .option('--json', 'rendre du JSON')
    .action((name: string, options) => show(tools, name, options))
  return runs
}

async function list({ config, out }: CliTools, env: Environment | undefined, options: { limit: string; json?: true }) {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError(`--limit ${options.limit} : un nombre à partir de 1.`)
  const runs = (await runsOf(config, env ? [env] : environments)).slice(0, limit)
  if (options.json) return out(`${JSON.stringify(runs, null, 2)}\n`)
  out(runs.length ? runs.map(run => `${runLine(run)}\n`).join('') : 'Rien n’a encore été exécuté ici.\n')
}

async function show({ config, out }: CliTools, name: string, options: { html?: string; json?: true }) {
  const run = pick(await runsOf(config, environments), name)
  if (options.html) {
    const file = resolve(options.html)
    await writeFile(`${file}.tmp`, runPage(run, await readDiagrams()))
    await rename(`${file}.tmp`, file)
    return out(`${file}\n`)
  }
  out(options.json ? `${JSON.stringify(run, null, 2)}\n` : runTimeline(run))
}

async function runsOf(config: CliTools['config'], wanted: readonly Environment[]): Promise<Run[]> {
  const lists = await Promise.all(wanted.map(env => listRuns(config.homeOf(env).runs)))
  return lists.flat().sort((a, b) => b.startedAt.localeCompare(a.startedAt))
}

function pick(runs: Run[], name: string): Run {
  const found = name === 'last' ? runs.slice(0, 1) : runs.filter(run => run.name.startsWith(name))
  const [run, second] = found
  if (!run) throw new UsageError(`Aucune exécution ne s'appelle « ${name} » : tiptop runs list les montre.`)
  if (second && run.name !== name) throw new UsageError(`« ${name} » désigne ${found.length} exécutions : précisez.`)
  return run
}
