import { asHtml } from '../../../diagrams/drawing.ts'
import { inSeconds } from '../../../procedure/progress.ts'
import { inBytes } from '../../../tools/free-space.ts'
import { growth } from './growth.ts'
import type { Cleaning } from './notice.ts'
import type { Report } from './report.ts'

const STYLE = `
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem; font: 16px/1.5 system-ui, sans-serif; color: #1d2b24; background: #fbf9f3 }
h1 { font-size: 1.5rem } h2 { font-size: 1.125rem; margin-top: 2.5rem }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; background: #fff }
th, td { padding: .4rem .75rem; border: 1px solid #d9d4c5; text-align: left; vertical-align: top }
td.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums } .gone { color: #6c756f }`

/** The report of a night as one HTML file that opens offline. */
export function reportPage(report: Report): string {
  const { name, environment, madeAt, release, pieces, bytes, rows, tookMs, copies, cleaned } = report
  const title = `Sauvegarde ${name}, ${environment}`
  const facts = [
    ['Faite', `${madeAt.slice(0, 19).replace('T', ' ')} UTC`],
    ['Version en service', release ?? 'aucune'],
    ['Taille', `${inBytes(bytes.now)}${growth(bytes.now, bytes.before)}`],
    ['Lignes dans la base', `${rows.now.toLocaleString('fr-FR')}${growth(rows.now, rows.before)}`],
    ['Preuve', `restaurée en ${inSeconds(tookMs.restore)}, toutes les tables égales à l’original`],
    ['Durée', `${inSeconds(tookMs.total)} : base ${inSeconds(tookMs.database)}, fichiers ${inSeconds(tookMs.files)}`],
  ]
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${asHtml(title)}</title><style>${STYLE}</style></head>
<body><h1>${asHtml(title)}</h1>
${table(
  [],
  facts.map(([what = '', said = '']) => row([`<th scope="row">${asHtml(what)}</th>`, cell(said)])),
)}
<h2>Fichiers</h2>
${table(
  ['Fichier', 'Taille', 'La précédente'],
  pieces.map(piece => row([cell(piece.name), figure(piece.bytes), figure(piece.before)])),
)}
<h2>Copies ailleurs</h2>
${
  copies.length
    ? table(
        ['Destination', 'Taille', 'Relue'],
        copies.map(copy => row([cell(copy.destination), figure(copy.bytes), cell(copy.provenAt)])),
      )
    : '<p><strong>Aucune : cette sauvegarde n’est que sur ce serveur.</strong></p>'
}
${cleaned.map(section).join('\n')}
</body></html>
`
}

function section({ place, backups, left }: Cleaning[number]): string {
  const rows = backups.map(({ name, keep, because }) =>
    row([cell(name), cell(keep ? 'gardée' : 'de trop'), cell(because)], keep ? '' : ' class="gone"'),
  )
  const notes = left.map(reason => `<p>${asHtml(reason)}</p>`).join('')
  const shown = rows.length ? table(['Sauvegarde', '', 'Pourquoi'], rows) : '<p>Aucune sauvegarde.</p>'
  return `<h2>${asHtml(place)}</h2>${shown}${notes}`
}

function table(heads: string[], rows: string[]): string {
  const head = heads.length ? `<tr>${heads.map(text => `<th scope="col">${asHtml(text)}</th>`).join('')}</tr>` : ''
  return `<div class="wide"><table>${head}${rows.join('')}</table></div>`
}

const row = (cells: string[], attributes = '') => `<tr${attributes}>${cells.join('')}</tr>`
const cell = (text: string) => `<td>${asHtml(text)}</td>`
const figure = (bytes: number | null) => `<td class="figure">${bytes === null ? '–' : inBytes(bytes)}</td>`
