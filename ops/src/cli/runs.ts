import { Argument, Command } from 'commander'
import { readDiagrams } from '../diagrams/diagrams.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { runPage } from '../runs/run-page.ts'
import { listRuns, type Run } from '../runs/runs.ts'
import { runLine, runTimeline } from '../runs/timeline.ts'
import { openSurvey } from '../state/damaged-file.ts'
import { answer, leaveFile } from './dialogue/answer.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { UsageError } from './dialogue/exit-codes.ts'
import { type CommonOptions, jsonOption } from './dialogue/options.ts'

type ListOptions = Pick<CommonOptions, 'json'> & { limit: string }
type ShowOptions = Pick<CommonOptions, 'json'> & { html?: string }

/** `tiptop runs list [env]` and `tiptop runs show ID`. */
export function runsCommand(tools: CliTools): Command {
  const runs = new Command('runs').description('Relire ce qui a été exécuté.')
  runs
    .command('list')
    .description('Montrer les exécutions, la plus récente en premier.')
    .addArgument(new Argument('[env]', "l'environnement, sinon tous").choices(environments))
    .option('--limit <nombre>', 'combien au plus', '20')
    .addOption(jsonOption)
    .action((env: Environment | undefined, options: ListOptions) => list(tools, env, options))
  runs
    .command('show')
    .description('Montrer une exécution étape par étape ; le début de son nom suffit.')
    .argument('<nom>', "le nom de l'exécution, ou « last » pour la plus récente")
    .option('--html <fichier>', 'dessiner le chemin pris dans un fichier HTML qui se lit hors ligne')
    .addOption(jsonOption)
    .action((name: string, options: ShowOptions) => show(tools, name, options))
  return runs
}

async function list(tools: CliTools, env: Environment | undefined, options: ListOptions): Promise<void> {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError(`--limit ${options.limit} : un nombre à partir de 1.`)
  const runs = (await runsOf(tools, env ? [env] : environments)).slice(0, limit)
  const text = runs.length
    ? runs.map(run => `${runLine(run)}\n${run.damage ? `  ! ${run.damage}\n` : ''}`).join('')
    : 'Rien n’a encore été exécuté ici.\n'
  answer(tools, options.json, runs, text)
}

async function show(tools: CliTools, name: string, { html, json }: ShowOptions): Promise<void> {
  const run = pick(await runsOf(tools, environments), name)
  const file = html ? await leaveFile(html, runPage(run, await readDiagrams())) : null
  answer(tools, json, run, file ? `${file}\n` : runTimeline(run))
}

async function runsOf({ config, terminal }: CliTools, wanted: readonly Environment[]): Promise<Run[]> {
  const survey = openSurvey()
  const lists = await Promise.all(wanted.map(env => survey.read(listRuns(config.homeOf(env).runs), [])))
  for (const said of survey.damaged) terminal.write(`  ! ${said}\n`)
  return merged(lists)
}

/** The runs of several environments, the newest first; those of one keep their order, whatever the clock did. */
function merged(lists: readonly Run[][]): Run[] {
  const left = lists.map(list => [...list])
  const newest = () =>
    left
      .filter(list => list.length)
      .toSorted((a, b) => (a[0] && b[0] ? b[0].startedAt.localeCompare(a[0].startedAt) : 0))[0]
  const found: Run[] = []
  for (let list = newest(); list; list = newest()) found.push(...list.splice(0, 1))
  return found
}

function pick(runs: Run[], name: string): Run {
  const found = name === 'last' ? runs.slice(0, 1) : runs.filter(run => run.name.startsWith(name))
  const [run, second] = found
  if (!run) throw new UsageError(`Aucune exécution ne s'appelle « ${name} » : tiptop runs list les montre.`)
  if (second && run.name !== name) throw new UsageError(`« ${name} » désigne ${found.length} exécutions : précisez.`)
  return run
}
