import type { Environment } from '../environment/environment.ts'
import { ageWords, HOUR_MS } from '../time/duration.ts'
import { gaugesText, inUnixSeconds } from '../tools/metrics.ts'

/** A place that is to have backups, and the newest that it has whole. `why`: nothing could be found out. */
export type PlaceFreshness = { name: string } & ({ newest: { name: string; at: Date } | null } | { why: string })

/** Where backups are made and kept: this server. */
export const HERE = 'ici'

/**
 * Whether each place has a backup that is young enough.
 * @param maxAgeMs how old the newest may be
 * @returns a sentence in French for each place that has none; none when all is well
 */
export function staleness(places: readonly PlaceFreshness[], maxAgeMs: number, now: Date): string[] {
  return places.flatMap(place => {
    if ('why' in place) return [`${place.name} ne dit pas ce qu’il a : ${place.why}`]
    if (!place.newest) return [`${place.name} n’a aucune sauvegarde entière.`]
    const age = now.getTime() - place.newest.at.getTime()
    const { name } = place.newest
    if (age < -HOUR_MS) return [`${place.name} : ${name} est datée du futur ; l’horloge d’un serveur est fausse.`]
    if (age <= maxAgeMs) return []
    return [
      `${place.name} : la plus récente, ${name}, a ${ageWords(age)} ; ${ageWords(maxAgeMs)} au plus sont permises.`,
    ]
  })
}

/**
 * The same for Prometheus, as its textfile collector reads it. A place that has none shows the moment 0, which is older
 * than any limit; what could not be found out is left out.
 */
export function metricsOf(environment: Environment, places: readonly PlaceFreshness[], faults: number, now: Date) {
  const newest = places.flatMap(place =>
    'newest' in place
      ? [{ value: place.newest ? inUnixSeconds(place.newest.at) : 0, labels: { place: place.name } }]
      : [],
  )
  const gauges = [
    {
      name: 'tiptop_backup_newest_timestamp_seconds',
      help: 'Moment que montre la sauvegarde prouvée la plus récente de ce lieu ; 0 s’il n’en a aucune.',
      samples: newest,
    },
    {
      name: 'tiptop_backup_check_faults',
      help: 'Lieux sans sauvegarde assez récente, au dernier contrôle.',
      samples: [{ value: faults }],
    },
    {
      name: 'tiptop_backup_check_timestamp_seconds',
      help: 'Moment du dernier contrôle.',
      samples: [{ value: inUnixSeconds(now) }],
    },
  ]
  return gaugesText(gauges, { environment })
}

/** `26h`, `90m`, `2d` in milliseconds; null for anything else. */
export function readAge(text: string): number | null {
  const [, count, unit = ''] = /^(\d{1,5})(m|h|d)$/.exec(text) ?? []
  const ms = { m: 60_000, h: HOUR_MS, d: 24 * HOUR_MS }[unit]
  return count && ms && Number(count) ? Number(count) * ms : null
}
