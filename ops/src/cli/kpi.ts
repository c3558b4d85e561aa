import { rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Argument, Command } from 'commander'
import { readAge } from '../archive/freshness.ts'
import { asHtml } from '../diagrams/drawing.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { openTarget } from '../environment/target.ts'
import { archivedWindows } from '../indicators/archived.ts'
import { readFacts } from '../indicators/facts.ts'
import { type Indicator, indicatorsOf } from '../indicators/indicators.ts'
import { type Period, periodUntil } from '../indicators/period.ts'
import { cardStyle, indicatorCards, indicatorLines, periodWords } from '../indicators/words.ts'
import { htmlPage } from '../page/page.ts'
import { openShell } from '../tools/shell.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { UsageError } from './dialogue/exit-codes.ts'

type Options = { since: string; html?: string; json?: true }
type Counted = { environment: Environment; indicators: Indicator[] }

/** `tiptop kpi [env]`: the indicators of the specification, from what really ran. */
export function kpiCommand(tools: CliTools): Command {
  return new Command('kpi')
    .description('Mesurer RTO, RPO, MTTR et déploiements, d’après les exécutions, les exercices et les incidents.')
    .addArgument(new Argument('[env]', "l'environnement, sinon tous").choices(environments))
    .option('--since <durée>', 'la période qui finit maintenant, en minutes, heures ou jours : 90m, 12h, 30d', '30d')
    .option('--html <fichier>', 'les écrire dans un fichier HTML qui se lit hors ligne')
    .option('--json', 'rendre du JSON')
    .action((env: Environment | undefined, options: Options) => measure(tools, env, options))
}

async function measure(tools: CliTools, env: Environment | undefined, { since, html, json }: Options): Promise<void> {
  const length = readAge(since)
  if (!length) throw new UsageError(`--since ${since} : une durée comme 90m, 12h ou 30d.`)
  const period = periodUntil(tools.now(), length)
  const counted = await Promise.all((env ? [env] : environments).map(name => measureOne(tools, name, period)))
  if (html) {
    const file = resolve(html)
    await writeFile(`${file}.tmp`, pageOf(counted, period))
    await rename(`${file}.tmp`, file)
    return tools.out(`${file}\n`)
  }
  if (json) return tools.out(`${JSON.stringify({ ...period, environments: counted }, null, 2)}\n`)
  for (const { environment, indicators } of counted)
    tools.out(`${environment}, ${periodWords(period)}\n${indicators.map(indicatorLines).join('')}`)
}

async function measureOne({ config }: CliTools, environment: Environment, period: Period): Promise<Counted> {
  // An environment that is not ready has journals all the same.
  const target = await openTarget(config, environment).catch(() => null)
  const windows = target ? await archivedWindows(target, { shell: openShell() }) : []
  const facts = await readFacts(config.homeOf(environment), windows)
  return { environment, indicators: indicatorsOf(facts, period) }
}

function pageOf(counted: readonly Counted[], period: Period): string {
  const title = `Indicateurs ${periodWords(period)}`
  const parts = counted.map(
    ({ environment, indicators }) => `<h2>${asHtml(environment)}</h2>\n${indicatorCards(indicators)}`,
  )
  return htmlPage({ title, body: `<h1>${asHtml(title)}</h1>\n${parts.join('\n')}\n`, style: cardStyle })
}
