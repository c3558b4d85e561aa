import { expect, test } from 'vitest'
import {
  columnName,
  contentTypes,
  escapeXml,
  packageRelations,
  STYLES,
  sheetEnd,
  sheetStart,
  styles,
  workbook,
  workbookRelations,
} from './parts.ts'

const columns = [
  { title: 'Nom & "prénom"', width: 22 },
  { title: '<Code>', width: 13 },
] as Parameters<typeof sheetStart>[0]
const sheet = `${sheetStart(columns)}${sheetEnd(columns, 5)}`
const parts = { contentTypes, packageRelations, styles, workbook: workbook('A & B', 3), sheet }

/** The elements of a part that are still open at its end, in their order. */
function openElements(xml: string): string[] {
  const open: string[] = []
  for (const [, closes, name = '', empty] of xml.matchAll(/<(\/?)([A-Za-z]+)[^>]*?(\/?)>/g)) {
    if (closes) expect(open.pop()).toBe(name)
    else if (!empty) open.push(name)
  }
  return open
}

test.each(Object.entries(parts))('%s is XML with a declaration, one root and a namespace', (_, xml) => {
  expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8" standalone="yes"\?>\n<\w+ xmlns="http:\S+"/)
  expect(openElements(xml)).toEqual([])
})

test('every list of the styles has as many entries as it announces, and Excel finds all seven', () => {
  const lists = [...styles.matchAll(/<(\w+) count="(\d+)">(.*?)<\/\1>/g)]
  const entries = lists.map(([, name, count, content = '']) => {
    const entry = name?.endsWith('Xfs') ? 'xf' : name?.slice(0, -1)
    return [name, Number(count), content.match(new RegExp(`<${entry}[ >]`, 'g'))?.length]
  })
  expect(entries).toEqual([
    ['numFmts', 3, 3],
    ['fonts', 2, 2],
    ['fills', 2, 2],
    ['borders', 1, 1],
    ['cellStyleXfs', 1, 1],
    ['cellXfs', 5, 5],
    ['cellStyles', 1, 1],
  ])
})

test('the header is bold, and a moment is a day and a time', () => {
  const formats = [...(/<cellXfs.*<\/cellXfs>/.exec(styles)?.[0].matchAll(/<xf [^>]*>/g) ?? [])].map(([xf]) => xf)
  expect(formats[STYLES.header]).toContain('fontId="1"')
  expect(formats[STYLES.moment]).toContain('numFmtId="164"')
  expect(styles).toContain('<numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm:ss"/>')
  expect(/<fonts.*?<\/font>(.*?)<\/fonts>/.exec(styles)?.[1]).toContain('<b/>')
})

test('the types of all parts are known, and the package leads to the workbook', () => {
  const types = [...contentTypes.matchAll(/(?:Extension|PartName)="([^"]+)" ContentType="[^"]*?([\w.-]+\+xml)"/g)]
  expect(types.map(([, part, type]) => [part, type])).toEqual([
    ['rels', 'vnd.openxmlformats-package.relationships+xml'],
    ['xml', 'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'],
    ['/xl/workbook.xml', 'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'],
    ['/xl/styles.xml', 'vnd.openxmlformats-officedocument.spreadsheetml.styles+xml'],
  ])
  expect(packageRelations).toMatch(/Id="rId1" Type="[^"]+\/officeDocument" Target="xl\/workbook.xml"/)
})

test('a workbook names its sheets after its title, and each name leads to its sheet', () => {
  expect(
    [...workbook('A & B', 3).matchAll(/name="([^"]+)" sheetId="(\d)" r:id="rId(\d)"/g)].map(found => found.slice(1)),
  ).toEqual([
    ['A &amp; B', '1', '1'],
    ['A &amp; B 2', '2', '2'],
    ['A &amp; B 3', '3', '3'],
  ])
  const targets = [...workbookRelations(2).matchAll(/Id="(rId\d)" Type="[^"]+\/(\w+)" Target="([^"]+)"/g)]
  expect(targets.map(found => found.slice(1))).toEqual([
    ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
    ['rId2', 'worksheet', 'worksheets/sheet2.xml'],
    ['rId3', 'styles', 'styles.xml'],
  ])
})

test('a sheet has widths, a header that stays, and a filter over all its rows', () => {
  expect(sheet).toContain(
    '<col min="1" max="1" width="22" customWidth="1"/><col min="2" max="2" width="13" customWidth="1"/>',
  )
  expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
  expect(sheet).toContain('<c r="A1" s="1" t="inlineStr"><is><t>Nom &amp; &quot;prénom&quot;</t></is></c><c r="B1"')
  expect(sheet).toContain('<t>&lt;Code&gt;</t></is></c></row>\n</sheetData><autoFilter ref="A1:B6"/></worksheet>')
})

test('columns have the letters of the alphabet, and what XML reserves is written out', () => {
  expect([columnName(0), columnName(25)]).toEqual(['A', 'Z'])
  expect(escapeXml(`<a & "b">`)).toBe('&lt;a &amp; &quot;b&quot;&gt;')
})
