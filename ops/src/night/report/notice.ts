import { withHint } from '../../failure.ts'
import { durationWords } from '../../time/duration.ts'
import { inBytes } from '../../tools/free-space.ts'
import type { Notice } from '../../tools/notices.ts'
import { growth } from './growth.ts'
import type { CleanedPlace, NightReport } from './report.ts'

/** The morning notice for the people on call: there is a backup, it works, and where it is. */
export function successNotice(report: NightReport): Notice {
  const { environment, name, bytes, tookMs, copies, cleaned, auditHead } = report
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
      ...(auditHead ? [`Piste d’audit : intacte, tête ${auditHead.hash} (n° ${auditHead.event}), à garder`] : []),
      ...copies.map(copy => `Copie : ${copy.destination}, ${inBytes(copy.bytes)}, relue`),
      ...nowhere,
      ...cleaned.map(placeLine),
      ...missed.map(reason => `Avertissement : ${reason}`),
    ].join('\n'),
  }
}

/** `Nuits : 7 gardées, retirées : 20261010-020000`. */
function placeLine({ place, backups }: CleanedPlace): string {
  const removed = backups.filter(({ keep }) => !keep).map(({ name }) => name)
  const kept = backups.length - removed.length
  return `${place} : ${kept} gardée${kept > 1 ? 's' : ''}${removed.length ? `, de trop : ${removed.join(', ')}` : ''}`
}

/** The notice for the people on call that there is no backup of this night, or that it did not arrive. */
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
