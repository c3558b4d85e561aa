import type { Environment } from '../../environment/environment.ts'
import { openTarget, type Target } from '../../environment/target.ts'
import { type CodePlan, planCode } from '../../rollback/code/plan.ts'
import { codeNodes, takeCodeBack } from '../../rollback/code/take-back.ts'
import { gitIn, short } from '../../tools/git.ts'
import { openShell } from '../../tools/shell.ts'
import { answerNothingToDo } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { runOn } from '../run-on.ts'
import { agreeTo, endWayBack, expectIdle, type WayBackOptions, wayBackNotice } from '../way-back.ts'
import { type FollowedCommit, followNow } from './follow-pipeline.ts'

export type CodeOptions = WayBackOptions & { follow: boolean }

/** Undoes commits of the branch of an environment, in the repository that it is called in, once a person agrees. */
export async function rollBackCode(tools: CliTools, environment: Environment, options: CodeOptions): Promise<void> {
  if (environment === 'prod')
    throw new UsageError(
      'La production revient par ses images (tiptop rollback prod full) ; son code se corrige par une fusion relue.',
    )
  await expectIdle(tools, environment, options)
  const target = await openTarget(tools.config, environment)
  const { home } = target
  const repository = process.cwd()
  const input = { scope: 'code', to: options.to ?? null }
  const shell = openShell()
  const agreed = await planCode({ target, git: gitIn(repository, shell), shell }, input.to)
  if (!agreed)
    return answerNothingToDo(tools, options.json, `Rien à annuler : la branche de ${environment} a déjà ce contenu.`)
  const procedure = 'revert'
  await agreeTo({ home, procedure, input, lines: planLines(agreed, environment) }, tools, options)
  const finished = await runOn(tools, { environment, procedure, input, dryRun: options.dryRun }, (step, at, outside) =>
    takeCodeBack(
      step,
      { repository, to: input.to, agreed, nodes: codeNodes[environment], by: tools.config.user },
      at,
      outside,
    ),
  )
  const { branch, undone, stable } = agreed
  const notice = wayBackNotice<string>(`retour du code de ${branch}`, commit => ({
    subject: `${branch} revient à ${short(stable)} par ${short(commit)}`,
    text: `${undone.length} commit(s) annulé(s) ; le pipeline redéploie.`,
  }))
  await endWayBack(finished, tools, options, notice)
  const { ending } = finished
  if (ending.outcome === 'done' && !options.dryRun)
    await afterPush(tools, { commit: ending.value, environment }, target, options)
}

async function afterPush(tools: CliTools, pushed: FollowedCommit, target: Target, { follow, json }: CodeOptions) {
  if (follow) return followNow(tools, pushed, target)
  if (!json) tools.out(`  Le pipeline redéploie ; le suivre : tiptop runs list ${pushed.environment}\n`)
}

const SHOWN = 20

function planLines({ remote, branch, subject, undone, migrations }: CodePlan, environment: Environment): string[] {
  return [
    `Rendre à ${remote}/${branch} le contenu de ${subject}, par un commit de plus :`,
    `annulé : ${undone.length} commit(s), qui restent dans l’histoire`,
    ...undone.slice(0, SHOWN).map(line => `  ${line}`),
    ...(undone.length > SHOWN ? [`  et ${undone.length - SHOWN} autres`] : []),
    ...migrations.map(file => `${file} reste : la base l’a eue`),
    `le pipeline redéploie ${environment} ensuite ; aucune donnée n’est perdue, ce dossier n’est pas touché`,
  ]
}
