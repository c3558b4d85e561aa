import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Download, Page } from '@playwright/test'
import { facts } from './facts.ts'
import { expect, reached, test } from './journey.ts'
import { makePerson, makeStaff, playAll, signedIn, takeCode } from './people.ts'
import { readZip } from './read-zip.ts'

const shown = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`
const downloadButton = (page: Page) => page.getByRole('button', { name: 'Télécharger' })

async function downloaded(page: Page): Promise<Download> {
  const arriving = page.waitForEvent('download')
  await downloadButton(page).click()
  return arriving
}

/** The rows of a file in the form that Excel opens in France (RFC 4180, split at semicolons, marked as UTF-8). */
async function readCsv(file: Download): Promise<string[][]> {
  const text = await readFile(await file.path(), 'utf8')
  expect(text.startsWith('\ufeff')).toBe(true)
  expect(text.endsWith('\r\n')).toBe(true)
  const cell = /(?:"((?:[^"]|"")*)"|([^;\r\n]*))(;|\r\n)/g
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of text.slice(1).matchAll(cell)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end !== ';') lines.push([])
  }
  return lines.slice(0, -1)
}

test('tickets are downloaded as CSV, only those that match the filters, and the audit trail records it [1.3/F 1.3/V 1.3/W 1.3/X]', async ({
  page,
  context,
}) => {
  const admin = await signedIn(context, await makeStaff('admin', { firstName: 'Camille', lastName: 'Rapport' }))
  const player = await makePerson({ firstName: '=SOMME(1)', lastName: 'Tableur; "dite" Ada' })
  const codes = [await takeCode('the-signature'), await takeCode('coffret-39')]
  await playAll(player, codes)
  await page.goto('/admin/exports?report=tickets&status=pending&prize=the-signature')
  const file = await downloaded(page)
  expect(file.suggestedFilename()).toMatch(/-tickets-20\d\d-\d\d-\d\d\.csv$/)
  reached('1.3/F')
  const [header = [], ...rows] = await readCsv(file)
  expect(header.slice(0, 4)).toEqual(['Ticket', 'Statut', 'Lot', 'Code'])
  reached('1.3/W')
  expect(rows.every(row => row.length === header.length && row[2] === 'Thé signature')).toBe(true)
  expect(rows.find(row => row[5] === player.email)?.slice(2, 5)).toEqual([
    'Thé signature',
    expect.stringMatching(new RegExp(`^${codes[0]}|${shown(codes[0] ?? '')}$`)),
    `'=SOMME(1) Tableur; "dite" Ada`,
  ])
  reached('1.3/V')
  await expect(page.getByRole('status').filter({ hasText: `${file.suggestedFilename()} est téléchargé` })).toBeVisible()
  reached('1.3/X')

  await page.goto('/admin/journal?kind=export-made')
  const line = page
    .getByRole('listitem')
    .filter({ hasText: `Camille ${admin.lastName} a exporté un rapport.` })
    .first()
  await line.getByText('Détails').click()
  await expect(line).toContainText('the-signature')
})

test('tickets are downloaded as a real Excel workbook, with real numbers and dates [1.3/V 1.3/W 1.3/X]', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  const player = await makePerson({ firstName: 'Ada', lastName: 'Classeur & <fils>' })
  await playAll(player, [await takeCode('coffret-69')])
  await page.goto('/admin/exports')
  await page.getByRole('radio', { name: /^Participations/ }).click()
  await page.getByRole('radio', { name: /^Excel/ }).click()
  await expect(page).toHaveURL(/report=participations&format=xlsx$/)
  const file = await downloaded(page)
  expect(file.suggestedFilename()).toMatch(/-participations-20\d\d-\d\d-\d\d\.xlsx$/)
  const parts = readZip(await readFile(await file.path()))
  expect([...parts.keys()]).toEqual(expect.arrayContaining(['[Content_Types].xml', 'xl/workbook.xml', 'xl/styles.xml']))
  const sheet = parts.get('xl/worksheets/sheet1.xml') ?? ''
  expect(sheet).toContain('Classeur &amp; &lt;fils&gt;')
  reached('1.3/V')
  expect(sheet).toContain('state="frozen"')
  const row = sheet.split('<row ').find(row => row.includes('Classeur')) ?? ''
  expect(row).toMatch(/<c r="[A-Z]+\d+" s="2"><v>4\d{4}\.\d+<\/v>/)
  reached('1.3/W')
  await expect(page.getByText(/\.xlsx est téléchargé/)).toBeVisible()
  reached('1.3/X')
})

test('users are downloaded, and the newsletter holds only those who asked for it [1.3/V 1.3/W]', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  const person = await makePerson({ firstName: 'Ada', lastName: 'Discrète' })
  await page.goto(`/admin/exports?report=users&search=${encodeURIComponent(person.email)}`)
  await expect(page.getByRole('searchbox')).toHaveValue(person.email)
  const [, ...users] = await readCsv(await downloaded(page))
  expect(users).toHaveLength(1)
  expect(users[0]).toContain(person.email)
  reached('1.3/V', '1.3/W')

  await page.getByRole('radio', { name: /^Lettre d’information/ }).click()
  await expect(page.getByText('Les personnes qui ont demandé la lettre et vérifié leur adresse')).toBeVisible()
  const letter = await downloaded(page)
  expect((await readCsv(letter)).flat()).not.toContain(person.email)
})

/** Routes exports to a server that sends a quarter of a file, then waits. @returns a function that breaks it off */
async function sendQuarter(page: Page): Promise<() => void> {
  const headers = {
    'access-control-allow-origin': facts().webUrl,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'export-rows, export-bytes, content-disposition',
    'content-disposition': 'attachment; filename="lent.csv"',
    'content-type': 'text/csv; charset=utf-8',
    'export-rows': '500000',
    'export-bytes': '20000',
  }
  const broken = Promise.withResolvers<void>()
  const server = createServer((_, response) => {
    response.writeHead(200, headers).write('x'.repeat(5_000))
    void broken.promise.then(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await page.route('**/api/admin/exports/*.csv*', route => route.continue({ url: `http://localhost:${port}/` }))
  page.on('close', () => server.close().closeAllConnections())
  return broken.resolve
}

test('an administrator sees the progress of the download, and cancels it without a file being left', async ({
  page,
  context,
}) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/exports')
  await sendQuarter(page)
  const files: Download[] = []
  page.on('download', file => files.push(file))
  await downloadButton(page).dblclick()
  await expect(page.getByRole('progressbar')).toHaveAttribute('value', '25')
  await expect(page.getByText(/^500\s000 lignes en route$/)).toBeVisible()
  await expect(page.getByText(/^5\sko reçus \(25\s%\)$/)).toBeVisible()
  await page.getByRole('button', { name: 'Annuler' }).click()
  await expect(page.getByText('Le téléchargement est annulé : aucun fichier n’a été gardé.')).toBeVisible()
  await expect(page.getByRole('progressbar')).toBeHidden()
  expect(files).toEqual([])
})

test('a download that breaks off is reported and gives no file; the next one does', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/exports?status=unclaimed')
  const breakOff = await sendQuarter(page)
  const files: Download[] = []
  page.on('download', file => files.push(file))
  await downloadButton(page).click()
  await expect(page.getByRole('progressbar')).toHaveAttribute('value', '25')
  breakOff()
  await expect(page.getByRole('alert').filter({ hasText: 'Le téléchargement s’est interrompu.' })).toBeVisible()
  expect(files).toEqual([])
  await page.unrouteAll()
  const [header, first] = await readCsv(await downloaded(page))
  expect(first).toHaveLength(header?.length ?? 0)
  expect(files).toHaveLength(1)
})

test('an export that is refused says why', async ({ page, context }) => {
  await signedIn(context, await makeStaff('admin'))
  await page.goto('/admin/exports')
  await page.route('**/api/admin/exports/**', route =>
    route.fulfill({
      status: 503,
      json: { code: 'service-unavailable' },
      headers: { 'access-control-allow-origin': facts().webUrl, 'access-control-allow-credentials': 'true' },
    }),
  )
  await downloadButton(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Le service est indisponible un instant.' })).toBeVisible()
})
