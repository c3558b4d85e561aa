import { Command } from 'commander'
import { type Aside, asideWords } from '../../archive/aside/asides.ts'
import { decideExample, noteUndecided } from '../../archive/aside/undecided.ts'
import type { Environment } from '../../environment/environment.ts'
import { openTarget, type Target } from '../../environment/target.ts'
import { compareDatabases, type DatabaseComparison, replayedIn } from '../../restore/reconcile/ask-backend.ts'
import {
  comparisonLines,
  findAside,
  readAside,
  reconcileWith,
  servingRelease,
} from '../../restore/reconcile/reconcile.ts'
import { openFiles } from '../../tools/files.ts'
import { openShell } from '../../tools/shell.ts'
import { answer, answerDryRun } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { RunEnded } from '../dialogue/exit-codes.ts'
import { dryRunOption, environmentArgument, jsonOption, reportOption, yesOption } from '../dialogue/options.ts'
import { runOn } from '../run-on.ts'
import { agreeTo, endWayBack, expectIdle, type WayBackOptions, wayBackNotice } from '../way-back.ts'

type ReconcileOptions = WayBackOptions & { from?: string }

/** `tiptop restore reconcile <env>`: what people did in the database that was put aside, again in the one in use. */
export function reconcileCommand(tools: CliTools): Command {
  return new Command('reconcile')
    .description('Refaire dans la base en service ce que contient en plus celle qu’une restauration a mise de côté.')
    .addArgument(environmentArgument)
    .option('--from <nom>', 'une base ou un volume mis de côté ; sinon le plus récent')
    .addOption(yesOption)
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: ReconcileOptions) => runReconcile(tools, env, options))
}

async function runReconcile(tools: CliTools, environment: Environment, options: ReconcileOptions): Promise<void> {
  await expectIdle(tools, environment, options)
  const target = await openTarget(tools.config, environment)
  const { home } = target
  const shell = { shell: openShell() }
  const release = await servingRelease(home)
  const aside = await findAside(home, options.from, shell)
  if (aside.kind === 'volume' && options.dryRun)
    return answerDryRun(tools, options.json, [`${asideWords(aside)} : il serait d’abord lu dans une base à part`])
  const from = aside.kind === 'volume' ? await read(tools, target, aside) : aside.name
  const found = await compareDatabases({ home, release, from, tools: shell })
  // What was settled otherwise, as by a role given on its page, waits no more.
  if (!options.dryRun)
    await noteUndecided(home, { from, questions: found.questions }, { files: openFiles(), now: tools.now })
  const lines = [
    `Refaire dans la base de ${environment} ce que ${asideWords({ ...aside, name: from })} contient en plus :`,
  ]
  lines.push(...comparisonLines(found, 'à refaire'), 'le site reste ouvert pendant ce temps')
  if (replayedIn(found) === 0) return answerNothing(tools, options, { environment, from, found })
  const input = { scope: 'reconcile', to: from }
  await agreeTo({ home, procedure: 'reconcile', input, lines }, tools, options)
  if (options.dryRun) return answerDryRun(tools, options.json, lines)
  const finished = await runOn(
    tools,
    { environment, procedure: 'reconcile', input, dryRun: false },
    (step, at, outside) => reconcileWith(step, { from, release }, at, outside),
  )
  const notice = wayBackNotice<DatabaseComparison>('rapprochement', done => ({
    subject: `rapprochée de ${from}, ${done.questions.length} à décider`,
    text: comparisonLines(done, 'refaits').join('\n'),
  }))
  const { ending } = finished
  if (ending.outcome === 'done') for (const line of openLines(environment, ending.value)) tools.terminal.write(line)
  await endWayBack(finished, tools, options, notice)
}

/** What a person has to decide, and how they answer. */
function openLines(environment: Environment, { questions }: DatabaseComparison): string[] {
  const lines = questions.map(question => `  ? ${question}\n`)
  if (lines.length) lines.push(`  → Pour garder ce qui est : ${decideExample(environment)}\n`)
  return lines
}

/** Reads a volume into a database, which changes nothing that is served: no one has to agree to it. */
async function read(tools: CliTools, { home }: Target, aside: Aside): Promise<string> {
  const input = { scope: 'read', to: aside.name }
  const { ending } = await runOn(
    tools,
    { environment: home.environment, procedure: 'reconcile', input, dryRun: false },
    (step, target, outside) => readAside(step, aside, target, outside),
  )
  if (ending.outcome === 'done') return ending.value
  throw new RunEnded(ending.outcome, ending.error.message, ending.error)
}

/** Nothing is left to be done again; what a person has to decide is shown all the same. */
function answerNothing(
  tools: CliTools,
  { json }: ReconcileOptions,
  { environment, from, found }: { environment: Environment; from: string; found: DatabaseComparison },
): void {
  const nothingToDo = `Rien de ${from} n’est à refaire.`
  const lines = comparisonLines(found, 'à refaire').map(line => `  ${line}\n`)
  if (found.questions.length) lines.push(`  → Pour garder ce qui est : ${decideExample(environment)}\n`)
  answer(tools, json, { state: 'done', nothingToDo, from, ...found }, `✓ ${nothingToDo}\n${lines.join('')}`)
}
