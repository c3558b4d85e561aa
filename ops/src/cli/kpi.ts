import { Argument, Command } from 'commander'
import { readAge } from '../archive/freshness.ts'
import { asHtml } from '../diagrams/drawing.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { openTarget } from '../environment/target.ts'
import { archivedWindows } from '../indicators/archived.ts'
import { readFacts } from '../indicators/facts.ts'
import { type Indicator, indicatorsOf } from '../indicators/indicators.ts'
import { type IndicatorPeriod, periodUntil } from '../indicators/period.ts'
import { cardStyle, indicatorCards, indicatorLines, periodWords } from '../indicators/words.ts'
import { htmlPage } from '../page/page.ts'
import { openShell } from '../tools/shell.ts'
import { answer, leaveFile } from './dialogue/answer.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { UsageError } from './dialogue/exit-codes.ts'
import { type CommonOptions, jsonOption } from './dialogue/options.ts'

type KpiOptions = Pick<CommonOptions, 'json'> & { since: string; html?: string }
type Measured = { environment: Environment; indicators: Indicator[]; damaged: string[] }

/** `tiptop kpi [env]`: the indicators of the specification, from what really ran. */
export function kpiCommand(tools: CliTools): Command {
  return new Command('kpi')
    .description('Mesurer RTO, RPO, MTTR et déploiements, d’après les exécutions, les exercices et les incidents.')
    .addArgument(new Argument('[env]', "l'environnement, sinon tous").choices(environments))
    .option('--since <durée>', 'la période qui finit maintenant, en minutes, heures ou jours : 90m, 12h, 30d', '30d')
    .option('--html <fichier>', 'les écrire dans un fichier HTML qui se lit hors ligne')
    .addOption(jsonOption)
    .action((env: Environment | undefined, options: KpiOptions) => measure(tools, env, options))
}

async function measure(
  tools: CliTools,
  env: Environment | undefined,
  { since, html, json }: KpiOptions,
): Promise<void> {
  const length = readAge(since)
  if (!length) throw new UsageError(`--since ${since} : une durée comme 90m, 12h ou 30d.`)
  const period = periodUntil(tools.now(), length)
  const measured = await Promise.all((env ? [env] : environments).map(name => measureOne(tools, name, period)))
  const file = html ? await leaveFile(html, pageOf(measured, period)) : null
  const lines = measured.flatMap(({ environment, indicators, damaged }) => [
    `${environment}, ${periodWords(period)}\n`,
    ...indicators.map(indicatorLines),
    ...damaged.map(said => `  ! ${said}\n`),
  ])
  answer(tools, json, { ...period, environments: measured }, file ? `${file}\n` : lines.join(''))
}

async function measureOne({ config }: CliTools, environment: Environment, period: IndicatorPeriod): Promise<Measured> {
  // An environment that is not ready has journals all the same.
  const target = await openTarget(config, environment).catch(() => null)
  const windows = target ? await archivedWindows(target, { shell: openShell() }) : []
  const facts = await readFacts(config.homeOf(environment), windows)
  return { environment, indicators: indicatorsOf(facts, period), damaged: facts.damaged }
}

function pageOf(measured: readonly Measured[], period: IndicatorPeriod): string {
  const title = `Indicateurs ${periodWords(period)}`
  const parts = measured.map(
    ({ environment, indicators }) => `<h2>${asHtml(environment)}</h2>\n${indicatorCards(indicators)}`,
  )
  return htmlPage({ title, body: `<h1>${asHtml(title)}</h1>\n${parts.join('\n')}\n`, style: cardStyle })
}
