import { withHint } from '../../failure.ts'
import { durationWords } from '../../time/duration.ts'
import { inBytes } from '../../tools/free-space.ts'
import type { Notice } from '../../tools/notices.ts'
import { growth } from './growth.ts'
import type { NightReport } from './report.ts'

/** What retention said of every backup of every place, and what it did. */
export type CleanedPlaces = {
  place: string
  backups: { name: string; keep: boolean; because: string }[]
  /** what could not be removed yet, and why */
  left: string[]
}[]

/** What the people on call are told in the morning: that there is a backup, that it works, and where it is. */
export function successNotice(report: NightReport): Notice {
  const { environment, name, bytes, tookMs, copies, cleaned } = report
  const missed = [...report.warnings, ...cleaned.flatMap(place => place.left)]
  const nowhere = copies.length
    ? []
    : ['Avertissement : elle n’est que sur ce serveur, aucune destination n’est réglée']
  return {
    severity: missed.length || nowhere.length ? 'warning' : 'info',
    subject: `[${environment}] sauvegarde de la nuit faite et prouvée : ${inBytes(bytes.now)} en ${durationWords(tookMs.total)}`,
    text: [
      `Sauvegarde : ${name}`,
      `Taille : ${inBytes(bytes.now)}${growth(bytes.now, bytes.before)}`,
      `Preuve : base restaurée en ${durationWords(tookMs.restore)}, toutes ses tables égales à l’original`,
      ...copies.map(copy => `Copie : ${copy.destination}, ${inBytes(copy.bytes)}, relue`),
      ...nowhere,
      ...cleaned.map(placeLine),
      ...missed.map(reason => `Avertissement : ${reason}`),
    ].join('\n'),
  }
}

/** `Nuits : 7 gardées, retirées : 20261010-020000`. */
function placeLine({ place, backups }: CleanedPlaces[number]): string {
  const removed = backups.filter(({ keep }) => !keep).map(({ name }) => name)
  const kept = backups.length - removed.length
  return `${place} : ${kept} gardée${kept > 1 ? 's' : ''}${removed.length ? `, de trop : ${removed.join(', ')}` : ''}`
}

/** What they are told when there is none, or when it did not arrive. */
export function failureNotice(environment: string, error: Error, run: string): Notice {
  return {
    severity: 'alert',
    subject: `[${environment}] LA SAUVEGARDE DE LA NUIT A ÉCHOUÉ`,
    text: [
      `Raison : ${withHint(error)}`,
      `Déroulement : tiptop runs show ${run}`,
      'Que faire : docs/runbooks/backups-missing.md',
    ].join('\n'),
  }
}
