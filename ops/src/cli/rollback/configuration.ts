import type { Environment } from '../../environment/environment.ts'
import { expectAccount } from '../../environment/ownership/account.ts'
import { openTarget } from '../../environment/target.ts'
import type { SettingChange } from '../../rollback/configuration/difference.ts'
import { type ConfigurationPlan, planConfiguration, settingsAwait } from '../../rollback/configuration/plan.ts'
import { type ConfigurationPutBack, putBackConfiguration } from '../../rollback/configuration/put-back.ts'
import { answerNothingToDo } from '../dialogue/answer.ts'
import { type CliTools, openOutside } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { runIn } from '../run-on.ts'
import { agreeTo, endWayBack, expectIdle, type WayBackOptions, wayBackNotice } from '../way-back.ts'

/** Goes back to the settings and the compose file that something else was started with, once a person agrees. */
export async function rollBackConfiguration(
  tools: CliTools,
  environment: Environment,
  options: WayBackOptions,
): Promise<void> {
  await expectIdle(tools, environment, options)
  const home = tools.config.homeOf(environment)
  const input = { scope: 'config', to: options.to ?? null }
  const agreed = await planConfiguration(home, input.to)
  if (!agreed) return nothingDiffers(tools, environment, options)
  // What else is missing shows before anything is touched; the settings' file may be what has to be mended.
  if (agreed.unusable) await expectAccount(home)
  else await openTarget(tools.config, environment)
  const target = { home, settings: agreed.settings }
  await agreeTo({ home, procedure: 'rollback', input, lines: planLines(agreed, environment) }, tools, options)
  const { dryRun } = options
  const outside = await openOutside(tools, target, dryRun)
  const finished = await runIn(tools, { home, lock: home.lock, procedure: 'rollback', input, dryRun }, step =>
    putBackConfiguration(step, { to: input.to, agreed }, target, outside),
  )
  const notice = wayBackNotice<ConfigurationPutBack>('retour de la configuration', ({ release, kept }) => ({
    subject: `configuration de ${agreed.former.name} remise`,
    text: `${release.version} (${release.name}) tourne avec elle ; les réglages d’avant sont en ${kept}.`,
  }))
  await endWayBack({ ...finished, target, tools: outside }, tools, options, notice)
}

async function nothingDiffers(tools: CliTools, environment: Environment, { to, json }: WayBackOptions): Promise<void> {
  if (to) return answerNothingToDo(tools, json, `Rien à remettre : ${environment} a déjà la configuration de ${to}.`)
  const home = tools.config.homeOf(environment)
  const hint = (await settingsAwait(home))
    ? {
        hint: `${home.settings} a d’autres réglages que ce qui tourne : --to nomme la version qui tourne, pour les remettre.`,
      }
    : {}
  throw new UsageError(`Aucune configuration d’avant ne diffère de celle qui tourne en ${environment}.`, hint)
}

const SHOWN = 20

function planLines(
  { running, former, unusable, changes, lines, relaunch, pages }: ConfigurationPlan,
  environment: Environment,
) {
  const { version } = running.release
  const whose = former.name === running.release.name ? `la version qui tourne, ${former.name}` : former.name
  const title = relaunch
    ? `Remettre ${environment} à la configuration de ${whose}, sans couper personne :`
    : `Remettre les réglages de ${environment} comme dans ${whose}, sans toucher à ce qui tourne :`
  return [
    title,
    ...(unusable ? unusable.split('\n') : []),
    ...changes.map(changeLine),
    ...lines.slice(0, SHOWN).map(line => `app.yaml ${line}`),
    ...(lines.length > SHOWN ? [`app.yaml : ${lines.length - SHOWN} autres lignes`] : []),
    ...(relaunch ? [`la version ${version} reste ; ses secrets restent tels qu’ils sont`] : []),
    ...(pages ? [`sauf le frontend, construit avec ces adresses : celui de ${former.release.version}`] : []),
    'aucune donnée n’est perdue : la base reste telle qu’elle est ; le fichier de réglages d’avant est gardé à côté',
  ]
}

function changeLine({ setting, was, becomes }: SettingChange): string {
  const said = (value: string | null) => (value === null ? 'absent' : value || 'vide')
  return `${setting} : ${said(was)} → ${said(becomes)}`
}
