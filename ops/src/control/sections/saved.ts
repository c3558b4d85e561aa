import { asHtml } from '../../diagrams/drawing.ts'
import { bytesCell, cell, row, table } from '../../page/table.ts'
import { ageWords, durationWords } from '../../time/duration.ts'
import type { ControlRoom } from '../room.ts'
import { minuteOf } from './moment.ts'

const SHOWN = 10

/** The newest backups, each with what proves it and where its copies are. */
export function backupsSection({ backups, builtAt, seen: { windows }, proofs }: ControlRoom): string {
  const rows = backups.slice(0, SHOWN).map(({ name, pieces, database: { snapshotAt, proof }, copies }) =>
    row([
      cell(name),
      cell(`il y a ${ageWords(builtAt.getTime() - Date.parse(snapshotAt))}`),
      `<td>restaurée le ${minuteOf(proof.provenAt)} en ${durationWords(proof.restoreMs)}</td>`,
      `<td>${
        Object.entries(copies)
          .map(([store, { provenAt }]) => `${asHtml(store)}, relue le ${minuteOf(provenAt)}`)
          .join('<br>') || '<strong>aucune</strong>'
      }</td>`,
      bytesCell(pieces.reduce((sum, { bytes }) => sum + bytes, 0)),
    ]),
  )
  const archive = windows
    .map(({ from, until }) => `<p>À la seconde près : du ${minuteOf(from)} au ${minuteOf(until)}.</p>`)
    .join('')
  const without = (backups[0]?.without ?? []).map(({ said }) => `<li>${asHtml(said)}</li>`).join('')
  const lacks = without ? `<p>Ce qui n’est pas dans la dernière :</p><ul>${without}</ul>` : ''
  const [{ at, head } = { at: '', head: null }] = proofs
  const books = head
    ? `<p>Piste d’audit, le ${minuteOf(at)} : tête <code>${head.hash}</code> (n° ${head.event}).</p>`
    : ''
  return `<h2>Sauvegardes</h2>${archive}${books}${lacks}${rows.length ? table(['Nuit', 'Montre', 'Preuve', 'Copies ailleurs', 'Taille'], rows, 'Sauvegardes') : '<p>Aucune sauvegarde de nuit.</p>'}`
}

export function pointsSection({ points }: ControlRoom): string {
  const rows = points
    .slice(0, SHOWN)
    .map(({ tag, at, release, db }) =>
      row([
        cell(tag),
        `<td>${minuteOf(at)}</td>`,
        cell(release?.version ?? '–'),
        cell(db.schema ?? 'vide'),
        bytesCell(db.dump.bytes),
      ]),
    )
  return `<h2>Points de retour</h2>${rows.length ? table(['Point', 'Fait', 'Version', 'Schéma', 'Base'], rows, 'Points de retour') : '<p>Aucun point de retour.</p>'}`
}

/** Rehearsals and incidents, the newest first. */
export function trialsSection({ facts: { rehearsals, incidents } }: ControlRoom): string {
  const tried = rehearsals
    .slice(0, SHOWN)
    .map(({ name, at, rtoMs, rpoMs }) =>
      row([
        cell(name),
        `<td>${minuteOf(at)}</td>`,
        cell(rtoMs === null ? 'pas abouti' : durationWords(rtoMs)),
        cell(rpoMs === null ? '–' : durationWords(rpoMs)),
      ]),
    )
  const happened = incidents
    .slice(0, SHOWN)
    .map(({ name, severity, beganAt, overAt, isOpen }) =>
      row([
        cell(name),
        cell(severity),
        `<td>${minuteOf(beganAt)}</td>`,
        `<td>${overAt ? minuteOf(overAt) : '–'}${isOpen ? ' <span class="badge bad">ouvert</span>' : ''}</td>`,
      ]),
    )
  return `<h2>Exercices de restauration</h2>${tried.length ? table(['Exercice', 'Commencé', 'Temps', 'Perte'], tried, 'Exercices') : '<p>Aucun exercice.</p>'}
<h2>Incidents</h2>${happened.length ? table(['Incident', 'Gravité', 'Début', 'Retour du calme'], happened, 'Incidents') : '<p>Aucun incident noté.</p>'}`
}
