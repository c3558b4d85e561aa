import { Argument, Command } from 'commander'
import type { Environment } from '../../environment/environment.ts'
import { openTarget } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { compareDecision, type DecidedConflicts } from '../../restore/reconcile/ask-backend.ts'
import { decideWith, decisionLines, findAside, servingRelease } from '../../restore/reconcile/reconcile.ts'
import { openShell } from '../../tools/shell.ts'
import { answerDryRun, answerNothingToDo } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { dryRunOption, environmentArgument, jsonOption, reportOption, yesOption } from '../dialogue/options.ts'
import { runOn } from '../run-on.ts'
import { agreeTo, endWayBack, expectIdle, type WayBackOptions, wayBackNotice } from '../way-back.ts'

type DecideOptions = WayBackOptions & { reason: string; from?: string }

/** `tiptop restore decide <env> <event…>`: what a reconciliation leaves to a person stays as it is, by their decision. */
export function decideCommand(tools: CliTools): Command {
  return new Command('decide')
    .description('Décider de ce qu’un rapprochement montre derrière « ? » : la base en service reste comme elle est.')
    .addArgument(environmentArgument)
    .addArgument(new Argument('<événement...>', 'les numéros d’événements que le rapprochement montre'))
    .requiredOption('--reason <texte>', 'pourquoi, pour la piste d’audit : une ligne, sans adresse e-mail')
    .option('--from <nom>', 'la base mise de côté ; sinon la plus récente')
    .addOption(yesOption)
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, events: string[], options: DecideOptions) => runDecide(tools, env, events, options))
}

async function runDecide(tools: CliTools, environment: Environment, given: string[], options: DecideOptions) {
  const wrong = given.find(event => !/^[1-9]\d{0,14}$/.test(event))
  if (wrong !== undefined) throw new UsageError(`« ${wrong} » : un numéro d’événement est un nombre.`)
  const decision = { events: given.map(Number), by: tools.config.user, reason: options.reason }
  await expectIdle(tools, environment, options)
  const { home } = await openTarget(tools.config, environment)
  const shell = { shell: openShell() }
  const release = await servingRelease(home)
  const { kind, name: from } = await findAside(home, options.from, shell)
  if (kind === 'volume')
    throw new Failure('not-ready', `Le volume ${from} n’est pas encore lu.`, {
      hint: `D’abord : tiptop restore reconcile ${environment}`,
    })
  const found = await compareDecision({ home, release, from, tools: shell }, decision)
  if (!found.decided.length)
    return answerNothingToDo(tools, options.json, `Décidé déjà. ${decisionLines(found).join(' ; ')}`)
  const lines = [`Garder dans la base de ${environment} ce qui est, contre ${from} :`, ...decisionLines(found)]
  const input = { scope: 'decide', to: from, events: decision.events, reason: decision.reason }
  await agreeTo({ home, procedure: 'reconcile', input, lines }, tools, options)
  if (options.dryRun) return answerDryRun(tools, options.json, lines)
  const finished = await runOn(
    tools,
    { environment, procedure: 'reconcile', input, dryRun: false },
    (step, at, outside) => decideWith(step, { from, release, decision }, at, outside),
  )
  const notice = wayBackNotice<DecidedConflicts>('décision', done => ({
    subject: `${done.decided.length} contradiction(s) tranchée(s) : gardé tel quel`,
    text: [...decisionLines(done), `Motif : ${decision.reason}`].join('\n'),
  }))
  await endWayBack(finished, tools, options, notice)
}
