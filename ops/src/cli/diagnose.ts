import { Command } from 'commander'
import { readAge } from '../archive/freshness.ts'
import { type Diagnosis, diagnose } from '../diagnosis/diagnose.ts'
import { decisionWords, diagnosisText } from '../diagnosis/words.ts'
import type { Environment } from '../environment/environment.ts'
import { readSettings } from '../environment/settings.ts'
import type { Target } from '../environment/target.ts'
import { openProgress } from '../procedure/progress.ts'
import { answer } from './dialogue/answer.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { RunEnded, UsageError } from './dialogue/exit-codes.ts'
import { type CommonOptions, environmentArgument, jsonOption } from './dialogue/options.ts'

type DiagnoseOptions = Pick<CommonOptions, 'json'> & { minutes: string; recent: string }

/** `tiptop diagnose <env>`: the matrix 4.4 on what can be seen at this moment. Takes no lock and changes nothing. */
export function diagnoseCommand(tools: CliTools): Command {
  return new Command('diagnose')
    .description('Regarder comment va un environnement, et dire quoi faire. Ne change rien, n’attend personne.')
    .addArgument(environmentArgument)
    .option('--minutes <nombre>', 'compter les erreurs des dernières minutes', '10')
    .option('--recent <durée>', 'l’âge d’un déploiement que l’on soupçonne encore : 90m, 2h', '2h')
    .addOption(jsonOption)
    .action((env: Environment, options: DiagnoseOptions) => run(tools, env, options))
}

async function run(
  tools: CliTools,
  environment: Environment,
  { minutes, recent, json }: DiagnoseOptions,
): Promise<void> {
  const asked = { minutes: Number(minutes), recentMs: readAge(recent) }
  if (!Number.isInteger(asked.minutes) || asked.minutes < 1 || asked.minutes > 1440)
    throw new UsageError(`--minutes ${minutes} : un nombre de 1 à 1440.`)
  if (!asked.recentMs) throw new UsageError(`--recent ${recent} : une durée comme 90m, 2h ou 1d.`)
  const diagnosis = await diagnoseNow(tools, await lookable(tools, environment), {
    minutes: asked.minutes,
    recentMs: asked.recentMs,
  })
  answer(tools, json, diagnosis, `\n${diagnosisText(diagnosis)}`)
  if (!diagnosis.healthy)
    throw new RunEnded('failed', `${environment} : ${decisionWords[diagnosis.decision].toLowerCase()}`)
}

/** An environment to look at: its settings are enough, since what else is missing is what a diagnosis is to tell. */
export async function lookable({ config }: Pick<CliTools, 'config'>, environment: Environment): Promise<Target> {
  const home = config.homeOf(environment)
  return { home, settings: await readSettings(home) }
}

/** A diagnosis whose progress is shown: a probe that reads all of the data may take its time. */
export function diagnoseNow(
  { terminal, now }: Pick<CliTools, 'terminal' | 'now'>,
  target: Target,
  { minutes = 10, recentMs = 7_200_000 }: { minutes?: number; recentMs?: number } = {},
): Promise<Diagnosis> {
  const progress = openProgress(terminal)
  return diagnose(target, {
    minutes,
    recentMs,
    now,
    onResult: (title, look) => {
      const line = progress.begin('step', '4.4/A', title)
      if ('unknown' in look) line.end('failed', look.ms, `inconnu : ${look.unknown.split('\n')[0]}`)
      else line.end('done', look.ms)
    },
  })
}
