import { decideExample } from '../../archive/aside/undecided.ts'
import type { Environment } from '../../environment/environment.ts'
import { daysLeft } from '../../environment/facts/certificate.ts'
import { type Container, containerOf } from '../../environment/facts/containers.ts'
import { isTight } from '../../environment/facts/disks.ts'
import { seenIn } from '../probe.ts'
import type { DiagnosisFacts } from './facts.ts'
import { partOf } from './judge.ts'

/** What a release stands on and is not in order: a French sentence, and the command that mends it. */
export type Obstacle = { said: string; command: string }

/** What no run can do without: the engine, and room on the disks. */
export function groundFaults(facts: DiagnosisFacts): Obstacle[] {
  if (seenIn(facts.containers)) return fullDisks(facts)
  return [{ said: 'Docker ne répond pas ; le relancer', command: 'systemctl restart docker' }]
}

/** Everything below the release that is not in order, the most basic first. Without Docker nothing else is known. */
export function obstaclesIn(facts: DiagnosisFacts): Obstacle[] {
  const containers = seenIn(facts.containers)
  if (!containers) return groundFaults(facts)
  return [
    ...groundFaults(facts),
    ...illContainer(facts.home.environment, partOf(containers, 'postgres')),
    ...illContainer(facts.home.environment, partOf(containers, 'nginx')),
    ...certificateFaults(facts),
    ...silentDatabase(facts, partOf(containers, 'postgres')),
    ...runAtWork(facts),
    ...openDecisions(facts),
  ]
}

/** An obstacle in one sentence, which ends with its command. */
export const obstacleText = ({ said, command }: Obstacle) => `${said} : ${command}`

function fullDisks({ disks }: DiagnosisFacts): Obstacle[] {
  return (seenIn(disks) ?? []).filter(isTight).map(({ folder }) => ({
    said: `Le disque de ${folder} est presque plein ; voir ce qui le remplit`,
    command: `du --summarize --human-readable ${folder}/*`,
  }))
}

/** What nginx logs before it exits because of a file of the infrastructure. */
const REFUSED = /\[emerg\] (?:\d+#\d+: )?(.* in \/etc\/tiptop\/\S+)/

function illContainer(environment: Environment, container: Container | undefined): Obstacle[] {
  if (!container || container.state === 'well') return []
  const { part, name, state, status, lastWords } = container
  if (state === 'missing')
    return [{ said: `${part} n’existe plus ; le recréer`, command: `tiptop install ${environment}` }]
  const refused = part === 'nginx' && lastWords.map(line => REFUSED.exec(line)?.[1]).find(Boolean)
  if (refused)
    return [
      {
        said: `nginx refuse sa configuration (${refused}), que tiptop install reprend du dépôt ; remettre celle d’un point de retour`,
        command: `tiptop rollback ${environment} infra`,
      },
    ]
  const verb = state === 'stopped' ? 'start' : 'restart'
  return [{ said: `${part} n’est pas en état (${status}) ; le relancer`, command: `docker ${verb} ${name}` }]
}

function certificateFaults({ certificate: look, now, home }: DiagnosisFacts): Obstacle[] {
  const certificate = seenIn(look)
  if (!certificate) return []
  const command = `tiptop certificate renew ${home.environment}`
  const expired = { said: 'Le certificat est expiré ; le renouveler', command }
  const other = {
    said: 'nginx montre un ancien certificat ; le recharger',
    command: `docker exec ${containerOf(home, 'blue', 'nginx')} nginx -c /etc/tiptop/nginx.conf -s reload`,
  }
  return [...(daysLeft(certificate, now) < 0 ? [expired] : []), ...(certificate.shown === 'other' ? [other] : [])]
}

/** A container that runs, and a server in it that does not answer. */
function silentDatabase({ database, home }: DiagnosisFacts, container: Container | undefined): Obstacle[] {
  if (container?.state !== 'well' || seenIn(database)?.state !== 'stopped') return []
  const command = `docker restart ${containerOf(home, 'blue', 'postgres')}`
  return [{ said: 'La base ne répond pas ; la relancer', command }]
}

function runAtWork({ deployment }: DiagnosisFacts): Obstacle[] {
  if (!seenIn(deployment)?.working) return []
  return [{ said: 'Une exécution est en cours, attendez sa fin ; la suivre', command: 'tiptop runs show last' }]
}

function openDecisions({ undecided, home: { environment } }: DiagnosisFacts): Obstacle[] {
  const waiting = (seenIn(undecided) ?? []).flatMap(({ questions }) => questions).length
  if (!waiting) return []
  return [
    { said: `Un rapprochement laisse ${waiting} contradiction(s) à décider`, command: decideExample(environment) },
  ]
}
