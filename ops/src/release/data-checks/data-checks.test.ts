import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeOf } from '../../environment/home.ts'
import { CommandFailed, type Shell } from '../../tools/shell.ts'
import type { Release } from '../release.ts'
import { checkCommitment } from './commitment.ts'
import { checkInvariants } from './invariants.ts'
import { askView, type DatabaseAccess } from './operations-views.ts'
import { checkAllotment, checkTrail } from './proofs.ts'

const root = join(tmpdir(), 'nowhere')
const home = homeOf({ root, backups: root, project: 'tt' }, 'prod')
const release = { name: 'release-a', version: '1.2.0', images: { backend: 'b', frontend: 'f' } } as Release

/** A database that answers psql: whether it has the views, and the rows of the one that is asked. */
function databaseWith(answers: { offered: boolean; rows?: string[][] }): DatabaseAccess & { questions: string[] } {
  const questions: string[] = []
  const read: Shell['read'] = async (command, { input } = {}) => {
    if (!command.includes('psql')) throw new Error(`not psql: ${command.join(' ')}`)
    questions.push(String(input))
    if (String(input).includes('to_regclass')) return answers.offered ? 't\n' : 'f\n'
    return (answers.rows ?? []).map(row => `${row.join('\t')}\n`).join('')
  }
  return { home, shell: { read }, signal: new AbortController().signal, questions }
}

test('a check of a database that is older than the views fails, instead of finding no fault', async () => {
  const older = databaseWith({ offered: false, rows: [['0']] })
  const refusal = { code: 'not-there', message: expect.stringMatching(/plus ancienne.*ne peut pas être contrôlée/) }
  await expect(checkInvariants(older, 1000)).rejects.toMatchObject(refusal)
  await expect(checkAllotment(older, release)).rejects.toMatchObject(refusal)
  await expect(askView(older, 'plays', 'select count(*) from operations_v1.plays')).rejects.toMatchObject(refusal)
  expect(older.questions).toEqual([
    "select to_regclass('operations_v1.invariants') is not null",
    "select to_regclass('operations_v1.generated_contests') is not null",
    "select to_regclass('operations_v1.plays') is not null",
  ])
})

test('each broken invariant is a fault, with the number of rows and the sentence of the application', async () => {
  const broken = databaseWith({
    offered: true,
    rows: [
      ['1200', 'tickets joués sans participation'],
      ['1', 'tickets générés qui manquent'],
    ],
  })
  const { faults } = await checkInvariants(broken, 1500)
  expect(faults.map(fault => fault.replaceAll(/\s/g, ' '))).toEqual([
    '1 200 tickets joués sans participation',
    '1 tickets générés qui manquent',
  ])
  expect(broken.questions.at(-1)).toContain('set statement_timeout = 1500;')
})

test('rows that agree give no fault', async () => {
  expect(await checkInvariants(databaseWith({ offered: true }), 1000)).toEqual({
    faults: [],
    said: 'tickets, joueurs et participations s’accordent',
  })
})

test('without generated tickets there is no allotment to verify', async () => {
  expect(await checkAllotment(databaseWith({ offered: true }), release)).toEqual({
    faults: [],
    said: 'aucun ticket n’a encore été généré',
  })
})

/** A release whose backend prints this and ends with this code; a database with tickets. */
function backendThat(printed: string, exitCode = 0): DatabaseAccess {
  const database = databaseWith({ offered: true, rows: [['the-tip-top']] })
  const read: Shell['read'] = async (command, options) => {
    if (command.includes('psql')) return database.shell.read(command, options)
    options?.output?.end(printed)
    if (exitCode) throw new CommandFailed(command, exitCode, '')
    return ''
  }
  return { ...database, shell: { read } }
}

const document = (holds: boolean, faults: [kind: string, sentence: string][] = []) =>
  `${JSON.stringify({ holds, sealed: 1500, faults: faults.map(([kind, sentence]) => ({ kind, sentence })) })}\n`

test('a proof that holds says what was read', async () => {
  const well = backendThat(`Événements relus : 5 / 5 (100 %)\n${document(true)}`)
  const { faults, said } = await checkTrail(well, release)
  expect({ faults, said: said.replaceAll(/\s/g, ' ') }).toEqual({ faults: [], said: '1 500 événements scellés' })
  expect(await checkAllotment(well, release)).toMatchObject({ faults: [] })
})

test('the first five faults of a proof are shown; events that still wait for their seal are no fault of the trail', async () => {
  const many = Array.from({ length: 7 }, (_, n): [string, string] => ['changed', `n° ${n}`])
  const broken = backendThat(document(false, [['unsealed', 'late'], ...many]), 1)
  expect((await checkTrail(broken, release)).faults).toEqual(['n° 0', 'n° 1', 'n° 2', 'n° 3', 'n° 4'])
  expect((await checkAllotment(broken, release)).faults).toEqual(['late', 'n° 0', 'n° 1', 'n° 2', 'n° 3'])
  expect((await checkTrail(backendThat(document(false, [['unsealed', 'late']]), 1), release)).faults).toEqual([])
})

test('a proof that fails or prints something else is an error, never a pass', async () => {
  const refused = async (printed: string, exitCode: number, code: string) => {
    await expect(checkTrail(backendThat(printed, exitCode), release)).rejects.toMatchObject({ code })
  }
  await refused('', 1, 'command-failed')
  await refused(document(true), 1, 'command-failed')
  await refused(document(false, [['changed', 'n° 1']]), 0, 'wrong-answer')
  await refused('✓ tout est intact', 0, 'wrong-answer')
  // A release from before the option ends with the code of a command that is written wrongly.
  await refused('', 2, 'not-there')
})

const [ROOT, OTHER] = ['ab'.repeat(32), 'cd'.repeat(32)]
/** What the commitment of a database is, compared with a deposited root. */
const commitment = (deposited: string, rows?: string[][], offered = true) =>
  checkCommitment(databaseWith({ offered, ...(rows && { rows }) }), { CONTEST: 'tea', COMMITMENT_ROOT: deposited })
const row = (root: string, leavesRoot = root) => [['tea', root, leavesRoot]]

test('the root of the database and that of its leaves are compared with the deposited one, each by itself', async () => {
  expect(await commitment(ROOT, row(ROOT))).toMatchObject({ faults: [], said: expect.stringContaining('fut déposé') })
  expect((await commitment(OTHER, row(ROOT))).faults).toEqual([
    expect.stringContaining(`la base dit l’engagement ${ROOT}, et ${OTHER} fut déposé`),
    expect.stringContaining(`les feuilles de l’engagement donnent la racine ${ROOT}`),
  ])
  expect((await commitment(ROOT, row(ROOT, OTHER))).faults).toEqual([expect.stringContaining('les feuilles')])
})

test('a database without the commitment that was deposited was changed, also if its views are gone', async () => {
  for (const lost of [commitment(ROOT), commitment(ROOT, [], false), commitment(ROOT, [['coffee', ROOT, ROOT]])])
    expect((await lost).faults).toEqual([expect.stringContaining('la base n’a pas d’engagement pour tea')])
})

test('without the setting only the leaves are compared, and nothing is proven', async () => {
  expect(await commitment('', row(ROOT))).toMatchObject({ faults: [], unproven: [expect.stringContaining(ROOT)] })
  expect((await commitment('', row(ROOT, OTHER))).faults).toHaveLength(1)
  expect(await commitment('')).toEqual({ faults: [], said: 'aucun engagement à comparer' })
})
