import type { Environment } from '../../environment/environment.ts'
import { openTarget } from '../../environment/target.ts'
import type { RollbackScope } from '../../release/earlier/release-before.ts'
import { pieces, type Release } from '../../release/release.ts'
import { planRollback, type RollbackPlan, rollBack } from '../../rollback/release/roll-back.ts'
import { scopeWords } from '../../rollback/release/scope.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { runOn } from '../run-on.ts'
import { agreeTo, endWayBack, expectIdle, type WayBackOptions, wayBackNotice } from '../way-back.ts'

/** Goes back to the images of a release that served before, both or one of them, once a person agrees. */
export async function rollBackRelease(
  tools: CliTools,
  environment: Environment,
  scope: RollbackScope,
  options: WayBackOptions,
) {
  await expectIdle(tools, environment, options)
  const { home } = await openTarget(tools.config, environment)
  const input = { scope, to: options.to ?? null }
  const agreed = await planRollback(input, home)
  const lines = [`Ramener ${environment} (${scopeWords[scope]}), sans couper personne :`, ...wayLines(agreed, scope)]
  await agreeTo({ home, procedure: 'rollback', input, lines }, tools, options)
  const finished = await runOn(
    tools,
    { environment, procedure: 'rollback', input, dryRun: options.dryRun },
    (step, target, outside) => rollBack(step, { ...input, agreed }, target, outside),
  )
  const what = `retour en arrière (${scopeWords[scope]})`
  const notice = wayBackNotice<Release>(what, ({ version, name }) => ({
    subject: `${what} à ${version}`,
    text: `${environment} est revenu à ${name}.`,
  }))
  await endWayBack(finished, tools, options, notice)
}

function wayLines({ running: { release: now }, before, point }: RollbackPlan, scope: RollbackScope): string[] {
  const named = ({ version, name }: Release) => `${version} (${name})`
  const other = pieces.find(piece => scope !== 'full' && piece !== scope)
  const back = before.name < now.name
  return [
    `de ${named(now)} à ${named(before)}`,
    ...(other ? [`le ${other} reste celui de ${now.version}`] : ['avec les réglages et le fichier compose d’alors']),
    ...(point ? [`son dossier n’est plus là : ${point.tag} la garde, avec ses images`] : []),
    'aucune donnée n’est perdue : la base reste telle qu’elle est',
    ...(back ? [`ce que ${now.version} avait apporté n’est plus servi`] : []),
  ]
}
