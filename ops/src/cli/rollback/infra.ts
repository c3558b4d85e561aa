import type { Environment } from '../../environment/environment.ts'
import { openTarget } from '../../environment/target.ts'
import { certificateWords } from '../../rollback/infra/certificate.ts'
import { type InfraPlan, planInfra } from '../../rollback/infra/plan.ts'
import { type InfraPutBack, lookWords, putBackInfra } from '../../rollback/infra/put-back.ts'
import { utcMinute } from '../../time/words.ts'
import { openShell } from '../../tools/shell.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { runOn } from '../run-on.ts'
import { agreeTo, endWayBack, expectIdle, type WayBackOptions, wayBackNotice } from '../way-back.ts'

/** Brings back what releases stand on: nginx, the database's container, the certificate, once a person agrees. */
export async function rollBackInfra(tools: CliTools, environment: Environment, options: WayBackOptions): Promise<void> {
  await expectIdle(tools, environment, options)
  // Files of the infrastructure that are gone are what comes back.
  const target = await openTarget(tools.config, environment, { installing: true })
  const { home } = target
  const input = { scope: 'infra', to: options.to ?? null }
  const agreed = await planInfra(target, input.to, { shell: openShell() })
  const lines = planLines(agreed, environment, tools.now())
  await agreeTo({ home, procedure: 'rollback', input, lines }, tools, options)
  const finished = await runOn(
    tools,
    { environment, procedure: 'rollback', input, dryRun: options.dryRun, installing: true },
    (step, at, outside) => putBackInfra(step, { to: input.to, agreed }, at, outside),
  )
  const notice = wayBackNotice<InfraPutBack>('retour de l’infrastructure', ({ point, kept }) => ({
    subject: 'infrastructure remise en état',
    text: point ? `Fichiers de ${point} ; ceux d’avant sont en ${kept}.` : 'Les fichiers étaient en ordre.',
  }))
  await endWayBack(finished, tools, options, notice)
}

const SHOWN = 20

function planLines(plan: InfraPlan, environment: Environment, now: Date): string[] {
  const { candidate, containers, certificate } = plan
  const ill = containers.filter(({ state }) => state !== 'well').map(({ part }) => part)
  const changes = candidate?.changes ?? []
  return [
    `Remettre l’infrastructure de ${environment} :`,
    ...lookWords(plan),
    certificateWords(certificate, now),
    candidate
      ? `fichiers du point de retour ${candidate.tag} (${utcMinute(candidate.at)}), que nginx accepte :`
      : 'les fichiers d’ici restent : chaque point de retour a les mêmes',
    ...changes.slice(0, SHOWN).map(line => `  ${line}`),
    ...(changes.length > SHOWN ? [`  et ${changes.length - SHOWN} autres lignes`] : []),
    ill.length ? `relancé : ${ill.join(', ')}` : 'rien n’est arrêté : nginx recharge ses fichiers sans couper personne',
    'aucune donnée n’est perdue ; les fichiers d’avant sont gardés à côté',
  ]
}
