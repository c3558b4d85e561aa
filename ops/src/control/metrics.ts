import type { Room } from './room.ts'

type Sample = { value: number; labels?: Record<string, string> }
type Metric = { name: string; help: string; samples: Sample[] }

/** The figures of the control room for Prometheus' textfile collector. What nobody could see is left out, and is no 0. */
export function roomMetrics(room: Room): string {
  return [...serviceMetrics(room), ...serverMetrics(room), ...savedMetrics(room), ...indicatorMetrics(room)]
    .filter(({ samples }) => samples.length)
    .map(metric => metricText(metric, room.environment))
    .join('')
}

function serviceMetrics({ builtAt, seen: { health, traffic }, maintenance, running }: Room): Metric[] {
  return [
    gauge('tiptop_control_timestamp_seconds', 'Moment où la salle de contrôle a été faite.', [
      { value: seconds(builtAt) },
    ]),
    gauge(
      'tiptop_healthy',
      'Si le service répond et va bien, vu à travers nginx.',
      health ? [{ value: health.fault ? 0 : 1 }] : [],
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

function serverMetrics({ seen: { certificate, disks } }: Room): Metric[] {
  const each = (value: (disk: (typeof disks)[number]) => number) =>
    disks.map(disk => ({ value: value(disk), labels: { folder: disk.folder } }))
  return [
    gauge(
      'tiptop_certificate_expiry_timestamp_seconds',
      'Fin de validité du certificat que nginx montre.',
      certificate ? [{ value: seconds(new Date(certificate.until)) }] : [],
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

function savedMetrics({ facts: { incidents, rehearsals } }: Room): Metric[] {
  const [last] = rehearsals
  return [
    gauge('tiptop_incidents_open', 'Incidents ouverts.', [{ value: incidents.filter(({ isOpen }) => isOpen).length }]),
    gauge(
      'tiptop_rehearsal_good',
      'Si le dernier exercice de restauration a abouti.',
      last ? [{ value: last.rtoMs === null ? 0 : 1 }] : [],
    ),
    gauge(
      'tiptop_rehearsal_timestamp_seconds',
      'Moment du dernier exercice de restauration.',
      last ? [{ value: seconds(last.at) }] : [],
    ),
  ]
}

function indicatorMetrics({ indicators }: Room): Metric[] {
  const each = (value: (indicator: (typeof indicators)[number]) => number | null) =>
    indicators.flatMap(indicator => {
      const found = value(indicator)
      return found === null ? [] : [{ value: found, labels: { indicator: indicator.name } }]
    })
  return [
    gauge(
      'tiptop_indicator',
      'Les indicateurs sur 30 jours : durées en secondes, taux entre 0 et 1, versions par jour.',
      each(inBaseUnit),
    ),
    gauge(
      'tiptop_indicator_held',
      'Si l’objectif de l’indicateur est tenu.',
      each(({ now }) => (now ? Number(now.held) : null)),
    ),
  ]
}

function inBaseUnit({ name, now }: Room['indicators'][number]): number | null {
  if (!now || now.value === null) return null
  return name === 'frequency' || name === 'success' ? now.value : now.value / 1000
}

const gauge = (name: string, help: string, samples: Sample[]): Metric => ({ name, help, samples })
const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

function metricText({ name, help, samples }: Metric, environment: string): string {
  const lines = samples.map(({ value, labels = {} }) => {
    const all = Object.entries({ environment, ...labels }).map(([label, text]) => `${label}="${escaped(text)}"`)
    return `${name}{${all.join(',')}} ${value}\n`
  })
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
