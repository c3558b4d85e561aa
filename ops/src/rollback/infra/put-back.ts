import { join } from 'node:path'
import { infraProject } from '../../environment/compose-projects.ts'
import { isDueSoon } from '../../environment/facts/certificate.ts'
import { type Container, readContainers } from '../../environment/facts/containers.ts'
import type { Target } from '../../environment/target.ts'
import type { Step, StepContext } from '../../procedure/procedure.ts'
import { runningRelease, servingColour } from '../../release/colours.ts'
import { awaitHealth, healthTries } from '../../release/health.ts'
import { basicJourneys } from '../../release/journeys/journeys.ts'
import { stampOf } from '../../time/stamp.ts'
import { execIn } from '../../tools/docker.ts'
import { inBytes } from '../../tools/free-space.ts'
import type { Tools } from '../../tools/tools.ts'
import { smokeTests } from '../release/scope.ts'
import { sameAsAgreed } from '../same-as-agreed.ts'
import { certificateWords } from './certificate.ts'
import type { InfraCandidate } from './door-files.ts'
import { infraNodes } from './nodes.ts'
import { type InfraPlan, planInfra } from './plan.ts'
import { renewCertificate } from './renew-certificate.ts'

/** What came back: the point whose files they are, null when they were in order, and where those that were left are kept. */
export type InfraPutBack = { point: string | null; kept: string | null }

/**
 * Brings back what releases stand on: the files of nginx and the database, the certificate, and the containers that are
 * not in state. What runs well goes on running, and no connection is cut. Files that nginx refuses never take the place
 * of others, and are not put back when something fails later on.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the steps in the order in which they happen
export async function putBackInfra(
  step: Step,
  { to, agreed }: { to: string | null; agreed: InfraPlan },
  target: Target,
  tools: Tools,
) {
  const { home, settings } = target
  const nodes = infraNodes[home.environment]
  const { candidate, refused, certificate } = await step(
    nodes.look,
    'Examiner le serveur',
    async ({ tell, signal }) => {
      const plan = await planInfra(target, agreed.candidate?.tag ?? to, tools, signal)
      sameAsAgreed(agreed.candidate?.tag ?? null, plan.candidate?.tag ?? null)
      tell(lookWords(plan).join(' ; '))
      return plan
    },
  )
  const kept = candidate && join(home.folder, `infra-${stampOf(tools.now())}`)
  if (candidate && kept) {
    const undo = () => takeBack(candidate, kept, target, tools)
    await step(
      nodes.files,
      `Remettre nginx et l’infrastructure comme en ${candidate.tag}`,
      ({ tell }) => replaceFiles(candidate, kept, target, tools, tell),
      refused ? {} : { undo },
    )
  }
  const renewed = await step(nodes.certificate, 'Regarder le certificat', async at => {
    at.tell(certificateWords(certificate, tools.now()))
    return isDueSoon(certificate, tools.now()) && settings.CERTBOT_EMAIL ? renewCertificate(target, tools, at) : false
  })
  const restarted = await step(nodes.restart, 'Relancer ce qui n’est pas en état', at => restart(target, tools, at))
  const running = await runningRelease(home)
  if (running) {
    const { release } = running
    await step(
      nodes.health,
      'Vérifier la santé du service',
      ({ signal }) => awaitHealth(target, release, tools, signal),
      { retry: healthTries(settings) },
    )
    if (smokeTests[home.environment]) await basicJourneys(step, nodes.journeys, { release, target, tools })
  }
  await step(nodes.done, `Déclarer ${home.environment} rétabli`, ({ tell, nothingChanged }) => {
    if (!candidate && !restarted && !renewed && certificate.shown !== 'other') nothingChanged()
    if (kept) tell(`les fichiers d’avant restent en ${kept}`)
  })
  return { point: candidate?.tag ?? null, kept }
}

/** What was seen of the server, a sentence each. */
export function lookWords({ disks, containers, refused }: InfraPlan): string[] {
  return [
    refused ? `nginx refuse sa configuration : ${refused}` : 'nginx accepte sa configuration',
    ...containers.map(({ part, state, status }) => (state === 'well' ? `${part} en état` : `${part} : ${status}`)),
    ...disks.map(({ folder, free }) => `${folder} : ${inBytes(free)} libres`),
  ]
}

type Tell = (said: string) => void

/** One file after the other in the same folder: containers have mounted it, and would not see another one. */
async function replaceFiles({ files }: InfraCandidate, kept: string, { home }: Target, tools: Tools, tell: Tell) {
  await tools.files.copy(home.infra, kept)
  for (const [name, text] of files) await tools.files.write(join(home.infra, name), text, 0o644)
  tell(`ceux d’avant sont gardés en ${kept}`)
}

async function takeBack({ files }: InfraCandidate, kept: string, target: Target, tools: Tools): Promise<void> {
  for (const name of files.keys()) await tools.files.copy(join(kept, name), join(target.home.infra, name))
  await restart(target, tools, { tell: () => {}, signal: new AbortController().signal })
}

/**
 * A running nginx reloads its files and its certificate; what does not run well is recreated.
 * @returns whether anything was recreated
 */
async function restart(
  target: Target,
  tools: Tools,
  { tell, signal }: Pick<StepContext, 'tell' | 'signal'>,
): Promise<boolean> {
  const { home } = target
  const { shell } = tools
  const all = await readContainers(home, await servingColour(home), { shell, signal })
  const ill = all.filter(one => isInfra(one) && one.state !== 'well')
  const nginx = all.find(one => one.part === 'nginx')
  if (nginx && !ill.includes(nginx)) {
    await shell.run(execIn(nginx.name, ['nginx', '-c', '/etc/tiptop/nginx.conf', '-s', 'reload']), { signal })
    tell('nginx rechargé')
  }
  if (!ill.length) return false
  const { command, env } = infraProject(home)
  const parts = ill.map(({ part }) => part)
  const up = ['up', '--detach', '--no-deps', '--force-recreate', '--wait', '--wait-timeout=120']
  await shell.run(command(...up, ...parts), { env, signal })
  tell(`${parts.join(' et ')} : relancé${parts.length > 1 ? 's' : ''}`)
  return true
}

const isInfra = ({ part }: Container) => part === 'nginx' || part === 'postgres'
