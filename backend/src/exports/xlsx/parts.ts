import type { ExportColumn } from '../rows/column.ts'

/** The parts of a workbook (ECMA-376, part 1, section 18) that hold no rows. */

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** The places of the cell styles in `styles`. A moment in the hour that October repeats shows its offset. */
export const STYLES = { header: 1, moment: 2, momentFirst: 3, momentAgain: 4 }
const MOMENT = 'dd/mm/yyyy hh:mm:ss'
const momentFormats = [MOMENT, `${MOMENT}&quot; (UTC+2)&quot;`, `${MOMENT}&quot; (UTC+1)&quot;`]
const FIRST_FORMAT = 164

/** Sheets are the default type, because their number is known only at the end. */
export const contentTypes =
  `${XML}<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  `<Default Extension="xml" ContentType="${TYPE}.worksheet+xml"/>` +
  `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`

export const packageRelations =
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
  `<Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

export const styles =
  `${XML}<styleSheet xmlns="${MAIN}">` +
  `<numFmts count="${momentFormats.length}">${momentFormats
    .map((code, index) => `<numFmt numFmtId="${FIRST_FORMAT + index}" formatCode="${code}"/>`)
    .join('')}</numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>' +
  '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="${2 + momentFormats.length}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  `${momentFormats
    .map(
      (_, i) =>
        `<xf numFmtId="${FIRST_FORMAT + i}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
    )
    .join('')}</cellXfs>` +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

/** The sheets' names are the title, numbered from the second on. */
export function workbook(title: string, sheets: number): string {
  const sheet = (number: number) =>
    `<sheet name="${escapeXml(number === 1 ? title : `${title} ${number}`)}" sheetId="${number}" r:id="rId${number}"/>`
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><sheets>${upTo(sheets, sheet)}</sheets></workbook>`
}

export function workbookRelations(sheets: number): string {
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`
  const sheet = (number: number) => relation(number, 'worksheet', `worksheets/sheet${number}.xml`)
  const all = upTo(sheets, sheet) + relation(sheets + 1, 'styles', 'styles.xml')
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all}</Relationships>`
}

/** A sheet up to its rows: a bold header that stays in place while scrolling, and columns of a fitting width. */
export function sheetStart(columns: ExportColumn[]): string {
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  )
  const titles = columns.map(
    ({ title }, index) =>
      `<c r="${columnName(index)}1" s="${STYLES.header}" t="inlineStr"><is><t>${escapeXml(title)}</t></is></c>`,
  )
  return (
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join('')}</cols><sheetData><row r="1">${titles.join('')}</row>\n`
  )
}

/** What follows the rows of a sheet: a filter on its header. */
export function sheetEnd(columns: ExportColumn[], rows: number): string {
  return `</sheetData><autoFilter ref="A1:${columnName(columns.length - 1)}${rows + 1}"/></worksheet>`
}

/** The letter of a column, of 26 at the most. */
export function columnName(index: number): string {
  return String.fromCharCode(65 + index)
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function upTo(count: number, write: (number: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index + 1)).join('')
}
