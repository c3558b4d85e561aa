import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeOf } from '../../environment/home.ts'
import type { Shell } from '../../tools/shell.ts'
import type { Release } from '../release.ts'
import { checkInvariants } from './invariants.ts'
import { askView, type DatabaseAccess } from './operations-views.ts'
import { checkAllotment } from './proofs.ts'

const root = join(tmpdir(), 'nowhere')
const home = homeOf({ root, backups: root, project: 'tt' }, 'prod')
const release = { name: 'release-a' } as Release

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
