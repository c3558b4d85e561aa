import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import type { Backup } from '../../archive/backups.ts'
import { growth } from './growth.ts'
import { failureNotice, successNotice } from './notice.ts'
import { reportOf } from './report.ts'
import { reportPage } from './report-page.ts'

const at = '2026-11-23T02:00:00.000Z'
const backup = (bytes: number, rows: number, image = 'aa'): Backup => ({
  version: 1,
  name: '20261123-020000',
  environment: 'prod',
  startedAt: at,
  madeAt: at,
  release: null,
  folder: '/b',
  pieces: [
    { name: 'database.dump', kind: 'database', bytes, sha256: 'd' },
    { name: `images/${image}.tar.gz`, kind: 'image', bytes: 1_000_000, sha256: image },
  ],
  database: {
    schema: null,
    snapshotAt: at,
    tables: { 'public.tickets': { rows, sum: '1' } },
    proof: { provenAt: at, by: 'restore', restoreMs: 2_000 },
  },
  copies: {
    's3:coffre': {
      sealed: { 'database.dump': { key: 'k', bytes: 5_000_000, sha256: 's' } },
      recipients: ['age1a', 'age1b'],
      provenAt: at,
    },
  },
})
const cleaned = [
  {
    place: 'Nuits',
    backups: [
      { name: '20261123-020000', keep: true, because: 'la plus récente' },
      { name: '20261010-020000', keep: false, because: '44 jours <&>' },
    ],
    left: [],
  },
]
const tookMs = { database: 30_000, files: 4_000, total: 60_000 }
const proof = { head: { event: 42, hash: 'ab'.repeat(32) }, unproven: [] as string[] }
const report = reportOf({
  backup: backup(4_400_000, 550),
  former: [backup(4_000_000, 500, 'bb')],
  warnings: [],
  cleaned,
  tookMs,
  proof,
})

test('the report compares each file with that of the night before, an image with the image that served then [3.1/AM]', () => {
  expect(report.pieces.map(({ name, before }) => [name, before])).toEqual([
    ['database.dump', 4_000_000],
    ['images/aa.tar.gz', 1_000_000],
  ])
  expect(report).toMatchObject({ bytes: { now: 5_400_000, before: 5_000_000 }, rows: { now: 550, before: 500 } })
  reached('3.1/AM')
})

test('an image is called by its name and its digest, in the page too [3.1/AM]', () => {
  const [aa, bb] = ['a', 'b'].map(letter => letter.repeat(64)) as [string, string]
  const named = (digest: string) => `registre.exemple.fr/tiptop/backend@sha256:${digest}`
  const release = { version: '1.0.0', images: { backend: named(aa), frontend: named(bb) } } as Backup['release']
  const made = { ...backup(4_400_000, 550, aa), release }
  const night = reportOf({ backup: made, former: [], warnings: [], cleaned, tookMs, proof })
  expect(night.pieces.map(({ image }) => image)).toEqual([null, named(aa)])
  expect(reportPage(night)).toContain(`<td>${named(aa)}</td>`)
  reached('3.1/AM')
})

test('growth has its sign, and is left out if there is nothing to compare with [3.1/AM]', () => {
  expect([growth(110, 100), growth(90, 100), growth(100, null), growth(100, 0)]).toEqual([
    ', +10,0 % depuis la précédente',
    ', −10,0 % depuis la précédente',
    '',
    '',
  ])
  reached('3.1/AM')
})

test('the page says what stays, what went and why, with every character as it is [3.1/AM]', () => {
  const page = reportPage(report)
  expect(page).toContain('<td>20261010-020000</td><td>de trop</td><td>44 jours &lt;&amp;&gt;</td>')
  expect(page).toContain('<td>s3:coffre</td><td class="figure">5,0 Mo</td>')
  reached('3.1/AM')
})

test('the notice of a success has size, proof, copies and what was removed [3.1/AN]', () => {
  const { severity, subject, text } = successNotice(report)
  expect(severity).toBe('info')
  expect(subject).toBe('[prod] sauvegarde de la nuit faite et prouvée : 5,4 Mo en 1 min 00')
  expect(text).toContain('Copie : s3:coffre, 5,0 Mo, relue')
  expect(text).toContain('Nuits : 1 gardée, de trop : 20261010-020000')
  reached('3.1/AN')
})

test('what the night had to do without is a warning, on the page and in the morning [3.1/AM 3.1/AN]', () => {
  const warned = { ...report, warnings: ['Jenkins ne répond pas.'] }
  expect(successNotice(warned)).toMatchObject({
    severity: 'warning',
    text: expect.stringContaining('Avertissement : Jenkins ne répond pas.'),
  })
  expect(reportPage(warned)).toContain('Avertissement : Jenkins ne répond pas.')
  expect(reportPage(report)).not.toContain('Avertissement')
  reached('3.1/AM', '3.1/AN')
})

test('the end of the audit trail is in the report and in the notice, and what was not proven is a warning [3.1/AM 3.1/AN]', () => {
  const head = `tête ${'ab'.repeat(32)} (n° 42)`
  expect(report.auditHead).toEqual(proof.head)
  expect(reportPage(report)).toContain(head)
  expect(successNotice(report).text).toContain(head)
  const unproven = ['Non prouvé : le dépôt.']
  const night = { backup: backup(1, 1), former: [], warnings: [], cleaned, tookMs, proof: { head: null, unproven } }
  expect(reportOf(night)).toMatchObject({ warnings: unproven, auditHead: null })
  expect(reportPage(reportOf(night))).toContain('pas vérifiée')
  reached('3.1/AM', '3.1/AN')
})

test('what the settings leave out is on the page, and no warning [3.1/AM]', () => {
  const left = { ...report, leftOut: ['Jenkins n’est pas sauvegardé, par choix.'] }
  expect(reportPage(left)).toContain('Jenkins n’est pas sauvegardé, par choix.')
  expect(successNotice(left).severity).toBe('info')
  reached('3.1/AM')
})

test('a backup that is nowhere else is a warning, a night without one an alert', () => {
  expect(successNotice({ ...report, copies: [] })).toMatchObject({ severity: 'warning' })
  expect(failureNotice('prod', new Error('le disque'), 'r')).toMatchObject({
    severity: 'alert',
    subject: '[prod] LA SAUVEGARDE DE LA NUIT A ÉCHOUÉ',
    text: expect.stringContaining('docs/runbooks/backups-missing.md'),
  })
})
