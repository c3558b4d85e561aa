import { asHtml } from '../../diagrams/drawing.ts'
import { htmlPage } from '../../page/page.ts'
import { bytesCell, cell, row, rowHead, table } from '../../page/table.ts'
import { durationWords } from '../../time/duration.ts'
import { utcSecond } from '../../time/words.ts'
import { inBytes } from '../../tools/free-space.ts'
import { growth } from './growth.ts'
import type { CleanedPlace, NightReport } from './report.ts'

/** The report of a night as one HTML file that opens offline. */
export function reportPage(report: NightReport): string {
  const { name, environment, pieces, copies, warnings, cleaned } = report
  const title = `Sauvegarde ${name}, ${environment}`
  const body = `<h1>${asHtml(title)}</h1>
${table(
  [],
  factsOf(report).map(([what = '', said = '']) => row([rowHead(what), cell(said)])),
)}
${warnings.map(said => `<p><strong>Avertissement : ${asHtml(said)}</strong></p>`).join('')}
<h2>Fichiers</h2>
${table(
  ['Fichier', 'Taille', 'La précédente'],
  pieces.map(piece => row([cell(piece.image ?? piece.name), bytesCell(piece.bytes), bytesCell(piece.before)])),
)}
<h2>Copies ailleurs</h2>
${
  copies.length
    ? table(
        ['Destination', 'Taille', 'Relue'],
        copies.map(copy => row([cell(copy.destination), bytesCell(copy.bytes), cell(copy.provenAt)])),
      )
    : '<p><strong>Aucune : cette sauvegarde n’est que sur ce serveur.</strong></p>'
}
${cleaned.map(section).join('\n')}
`
  return htmlPage({ title, body })
}

function factsOf({ madeAt, release, bytes, rows, tookMs, leftOut, auditHead }: NightReport): string[][] {
  return [
    ['Faite', utcSecond(madeAt)],
    ['Version en service', release ?? 'aucune'],
    ['Taille', `${inBytes(bytes.now)}${growth(bytes.now, bytes.before)}`],
    ['Lignes dans la base', `${rows.now.toLocaleString('fr-FR')}${growth(rows.now, rows.before)}`],
    ['Preuve', `restaurée en ${durationWords(tookMs.restore)}, toutes les tables égales à l’original`],
    ['Piste d’audit', auditHead ? `intacte, tête ${auditHead.hash} (n° ${auditHead.event})` : 'pas vérifiée'],
    [
      'Durée',
      `${durationWords(tookMs.total)} : base ${durationWords(tookMs.database)}, fichiers ${durationWords(tookMs.files)}`,
    ],
    ...(leftOut.length ? [['Elle ne contient pas', leftOut.join(' ')]] : []),
  ]
}

function section({ place, backups, left }: CleanedPlace): string {
  const rows = backups.map(({ name, keep, because }) =>
    row([cell(name), cell(keep ? 'gardée' : 'de trop'), cell(because)], keep ? '' : ' class="gone"'),
  )
  const notes = left.map(reason => `<p>${asHtml(reason)}</p>`).join('')
  const shown = rows.length ? table(['Sauvegarde', '', 'Pourquoi'], rows) : '<p>Aucune sauvegarde.</p>'
  return `<h2>${asHtml(place)}</h2>${shown}${notes}`
}
