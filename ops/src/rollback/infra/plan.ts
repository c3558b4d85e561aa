import { join } from 'node:path'
import { expectOwnPoint, listRollbackPoints } from '../../archive/rollback-points/points.ts'
import { type Container, readContainers } from '../../environment/facts/containers.ts'
import { readDisks } from '../../environment/facts/disks.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { servingColour } from '../../release/colours.ts'
import { throwSilent } from '../../tools/docker.ts'
import type { DiskSpace } from '../../tools/free-space.ts'
import type { Shell } from '../../tools/shell.ts'
import { type CertificateHere, readCertificateHere } from './certificate.ts'
import { candidateOf, doorFault, type InfraCandidate } from './door-files.ts'

/** How the server of an environment stands, and what brings it back. */
export type InfraPlan = {
  disks: DiskSpace[]
  /** nginx and the database */
  containers: Container[]
  /** why nginx does not start with the files that are here; null when it does */
  refused: string | null
  /** whose files take their place; null when they are those of each point */
  candidate: InfraCandidate | null
  certificate: CertificateHere
}

/**
 * @param to the rollback point that was named; null: the newest one with other files, which nginx accepts
 * @throws a Failure when Docker does not answer, when there is no such point, or when the files that are here
 * are wrong and no others are known
 */
export async function planInfra(
  target: Target,
  to: string | null,
  { shell }: { shell: Shell },
  signal = new AbortController().signal,
): Promise<InfraPlan> {
  const { home } = target
  await shell.read(['docker', 'info', '--format', '{{.ServerVersion}}'], { signal }).catch(throwSilent)
  const [disks, all, certificate, refused] = await Promise.all([
    readDisks(target, shell, signal),
    readContainers(home, await servingColour(home), { shell, signal }),
    readCertificateHere(target, signal),
    doorFault(home, home.infra, shell, signal),
  ])
  const containers = all.filter(({ part }) => part === 'nginx' || part === 'postgres')
  return {
    disks,
    containers,
    certificate,
    refused,
    candidate: await choose(target, { to, refused }, { shell }, signal),
  }
}

async function choose(
  { home }: Target,
  { to, refused }: { to: string | null; refused: string | null },
  { shell }: { shell: Shell },
  signal: AbortSignal,
) {
  if (to) await expectOwnPoint(home, to)
  const points = await listRollbackPoints(home)
  const meant = to ? points.filter(({ tag }) => tag === to) : points
  if (to && !meant.length)
    throw new Failure('not-there', `Ce serveur n'a pas de point de retour « ${to} ».${whichPoints(points)}`, {
      hint: 'Sans --to, le plus récent qui convient est pris.',
    })
  const why: string[] = []
  for (const point of meant) {
    const candidate = await candidateOf(point, home)
    if (candidate && !candidate.changes.length) continue
    const fault = candidate
      ? await doorFault(home, join(point.folder, 'infra'), shell, signal)
      : 'ses fichiers sont abîmés'
    if (!fault) return candidate
    why.push(`${point.tag} : ${fault}`)
    if (to)
      throw new Failure('refused', `Les fichiers de ${to} ne conviennent pas : ${fault}`, {
        hint: 'Sans --to, le plus récent qui convient est pris.',
      })
  }
  if (!refused) return null
  const said = `nginx refuse les fichiers d’ici (${refused}), et aucun point de retour n’en a d’autres qu’il accepte.`
  throw new Failure('refused', [said, ...why.map(line => `  ${line}`)].join('\n'), {
    hint: `Depuis le dépôt, la base et nginx s’arrêtant un instant : tiptop install ${home.environment}`,
  })
}

function whichPoints(points: { tag: string }[]): string {
  return points.length ? ` Il a ${points.map(({ tag }) => tag).join(', ')}.` : ' Il n’en a aucun.'
}
