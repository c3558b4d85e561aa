import { type GaugeSamples, gaugesText, inUnixSeconds } from '../tools/metrics.ts'
import type { ControlRoom } from './room.ts'

/** A look at the service that is older says nothing about now: the room is built every five minutes. */
const HEALTH_COUNTS_MS = 10 * 60_000

/** The figures of the control room, for Prometheus' textfile collector. A figure that is unknown is left out. */
export function roomMetrics(room: ControlRoom): Promise<string> {
  const gauges = [...serviceMetrics(room), ...serverMetrics(room), ...savedMetrics(room), ...indicatorMetrics(room)]
  return gaugesText(gauges, { environment: room.environment })
}

function serviceMetrics({ builtAt, seen: { health, traffic }, maintenance, running }: ControlRoom): GaugeSamples[] {
  const counts = health && builtAt.getTime() - new Date(health.at).getTime() <= HEALTH_COUNTS_MS
  return [
    gauge('tiptop_control_timestamp_seconds', 'Moment où la salle de contrôle a été faite.', [
      { value: inUnixSeconds(builtAt) },
    ]),
    gauge(
      'tiptop_healthy',
      'Si le service répond et va bien, vu à travers nginx.',
      counts ? [{ value: health.fault ? 0 : 1 }] : [],
    ),
    gauge('tiptop_maintenance', 'Si la page de maintenance est montrée.', [{ value: maintenance ? 1 : 0 }]),
    gauge(
      'tiptop_release_info',
      'La version qui sert.',
      running ? [{ value: 1, labels: { version: running.release.version, colour: running.colour } }] : [],
    ),
    gauge(
      'tiptop_recent_requests',
      'Réponses de nginx dans les dix minutes avant.',
      traffic ? [{ value: traffic.requests }] : [],
    ),
    gauge(
      'tiptop_recent_errors',
      'Celles d’entre elles qui étaient des erreurs du serveur (5xx).',
      traffic ? [{ value: traffic.errors }] : [],
    ),
  ]
}

function serverMetrics({ seen: { certificate, disks } }: ControlRoom): GaugeSamples[] {
  const each = (value: (disk: (typeof disks)[number]) => number) =>
    disks.map(disk => ({ value: value(disk), labels: { folder: disk.folder } }))
  return [
    gauge(
      'tiptop_certificate_expiry_timestamp_seconds',
      'Fin de validité du certificat que nginx montre.',
      certificate ? [{ value: inUnixSeconds(new Date(certificate.until)) }] : [],
    ),
    gauge(
      'tiptop_disk_free_bytes',
      'Place libre.',
      each(({ free }) => free),
    ),
    gauge(
      'tiptop_disk_size_bytes',
      'Place en tout.',
      each(({ total }) => total),
    ),
  ]
}

function savedMetrics({ facts: { incidents, rehearsals }, proofs, undecided }: ControlRoom): GaugeSamples[] {
  const [last] = rehearsals
  const [proof, proven] = [proofs[0], proofs.find(({ whole }) => whole)]
  return [
    gauge(
      'tiptop_proof_faults',
      'Ce qui n’est plus ce qu’il était dans la piste d’audit, les lots et leur engagement, la dernière nuit.',
      proof ? [{ value: proof.faults.length }] : [],
    ),
    gauge(
      'tiptop_proof_timestamp_seconds',
      'Moment où piste d’audit, lots et engagement furent entièrement vérifiés pour la dernière fois.',
      proven ? [{ value: inUnixSeconds(new Date(proven.at)) }] : [],
    ),
    gauge('tiptop_conflicts_undecided', 'Ce qu’un rapprochement laisse à décider.', [
      { value: undecided.reduce((sum, { questions }) => sum + questions.length, 0) },
    ]),
    gauge('tiptop_incidents_open', 'Incidents ouverts.', [{ value: incidents.filter(({ isOpen }) => isOpen).length }]),
    gauge(
      'tiptop_rehearsal_good',
      'Si le dernier exercice de restauration a abouti.',
      last ? [{ value: last.rtoMs === null ? 0 : 1 }] : [],
    ),
    gauge(
      'tiptop_rehearsal_timestamp_seconds',
      'Moment du dernier exercice de restauration.',
      last ? [{ value: inUnixSeconds(last.at) }] : [],
    ),
  ]
}

function indicatorMetrics({ indicators }: ControlRoom): GaugeSamples[] {
  const each = (value: (indicator: (typeof indicators)[number]) => number | null) =>
    indicators.flatMap(indicator => {
      const found = value(indicator)
      return found === null ? [] : [{ value: found, labels: { indicator: indicator.name } }]
    })
  return [
    gauge(
      'tiptop_indicator',
      'Les indicateurs sur 30 jours : durées en secondes, taux et part des jours avec un déploiement entre 0 et 1.',
      each(inBaseUnit),
    ),
    gauge(
      'tiptop_indicator_held',
      'Si l’objectif de l’indicateur est tenu.',
      each(({ now }) => (now ? Number(now.held) : null)),
    ),
  ]
}

function inBaseUnit({ name, now }: ControlRoom['indicators'][number]): number | null {
  if (!now || now.value === null) return null
  return name === 'frequency' || name === 'success' ? now.value : now.value / 1000
}

const gauge = (name: string, help: string, samples: GaugeSamples['samples']): GaugeSamples => ({ name, help, samples })
