import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { openDownloads } from '../../test/downloads.ts'
import { makeContest, makeUser, signedInClient } from '../../test/make.ts'

const backend = await startBackend()
await makeContest(backend.tools)
const admin = await signedInClient(backend, { role: 'admin' })
const { download, csv, sheet } = await openDownloads(backend)

/** Names that attack, and what a cell of CSV holds instead. */
const attacks: [name: string, inCsv: string][] = [
  ['=1+1', "'=1+1"],
  ['+33 6', "'+33 6"],
  ['-Anne', "'-Anne"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1+1', "'\t'=1+1"],
  ['\r=1+1', "'\r'=1+1"],
  ['  =1+1', "'  =1+1"],
  ['＝1+1', "'＝1+1"],
  ['＠SUM', "'＠SUM"],
  ['A;=1+1', "A;'=1+1"],
  ['A,=1+1', "A,'=1+1"],
  ['A";-1', 'A";\'-1'],
  ['"=1+1"', '"\'=1+1"'],
  ["'=1+1", "''=1+1"],
]
/** Names that are as they are, whatever is in them. */
const harmless = [
  'Jean-Noël',
  'O’Brien',
  'Dupont; dit "le Grand"',
  'a=b',
  'à',
  '\\.',
  'Zoë 🍵',
  '1e5',
  '',
  'NULL',
  '\\N',
]

const names = [...attacks.map(([name]) => name), ...harmless]
for (const [index, firstName] of names.entries())
  await makeUser(backend.tools, { firstName, lastName: 'X', email: `u${index}@example.test` })

const firstNames = (rows: Record<string, string>[]) =>
  new Map(rows.map(row => [Number(/\d+/.exec(row['E-mail'] ?? '')), row.Prénom]))

test.each(attacks.map(([name, cell], index) => [name, cell, index] as const))(
  'a person called %j brings no formula into a spreadsheet',
  async (_name, cell, index) => {
    expect(firstNames(await csv(admin, '/admin/exports/users.csv?search=u')).get(index)).toBe(cell)
  },
)

test('text that is no formula is unchanged', async () => {
  const found = firstNames(await csv(admin, '/admin/exports/users.csv?search=u'))
  expect(harmless.map((_, index) => found.get(attacks.length + index))).toEqual(harmless)
})

test('each person has one line, and each line as many cells as the header', async () => {
  const rows = await csv(admin, '/admin/exports/users.csv?search=u')
  expect(rows).toHaveLength(names.length)
  expect(new Set(rows.map(row => Object.keys(row).length)).size).toBe(1)
  expect(new Set(rows.map(row => row.Nom))).toEqual(new Set(['X']))
})

test('a workbook holds names as text, as they are', async () => {
  const visible = names.map(name => name.replace(/[\t\r]/g, ' '))
  const { rows } = await sheet(admin, '/admin/exports/users.xlsx?search=u')
  expect(rows.slice(1).map(row => row[1] ?? '')).toEqual(visible)
  const { bytes } = await download(admin, '/admin/exports/users.xlsx?search=u')
  expect(bytes.subarray(0, 2).toString()).toBe('PK')
})

test('text with a meaning in XML or Excel arrives as typed; characters that XML forbids become spaces', async () => {
  const name = `<b>&amp;"'</b> _x000D_ _x1_ ]]>`
  await makeUser(backend.tools, {
    firstName: name,
    lastName: 'A\u0001B\uffffC\u0002D\u000bE',
    email: 'xml@example.test',
  })
  const { rows } = await sheet(admin, '/admin/exports/users.xlsx?search=xml@')
  expect(rows[1]?.slice(1, 3)).toEqual([name, 'A B C D E'])
})

test('a filter that attacks the statement finds what the list finds', async () => {
  for (const search of ["'; drop table users; --", "\\'; select 1", '$1', '%', "x' or '1'='1", '1e5']) {
    const query = `search=${encodeURIComponent(search)}`
    const { body } = await admin.get(`/admin/users?${query}`)
    const listed = body.items.map((user: { email: string }) => user.email).sort()
    const rows = await csv(admin, `/admin/exports/users.csv?${query}`)
    expect(rows.map(row => row['E-mail']).sort()).toEqual(listed)
  }
})
