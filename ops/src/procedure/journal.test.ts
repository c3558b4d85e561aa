import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listRuns } from '../runs/runs.ts'
import { openJournal } from './journal.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-journal-'))
})
afterEach(() => rm(folder, { recursive: true }))

const now = () => new Date('2026-11-23T02:00:00Z')

test('a journal in which nothing could be written is taken away', async () => {
  const journal = openJournal(folder, 'empty', now)
  expect(await readdir(folder)).toEqual(['empty.jsonl.tmp'])
  journal.close()
  expect(await readdir(folder)).toEqual([])
})

const RUN = '20261123-020000-deploy-aaaa'

function begin() {
  const journal = openJournal(folder, RUN, now)
  const by = 'Jenkins'
  journal.write({
    kind: 'started',
    run: RUN,
    procedure: 'deploy',
    environment: 'prod',
    by,
    pid: 1,
    lock: '.l',
    input: {},
  })
  return journal
}

test('a run that was killed before its first line was whole leaves no journal', async () => {
  begin().close()
  await writeFile(join(folder, '20261123-040000-deploy-cccc.jsonl.tmp'), '{"at":"2026-11-23T04:0')
  expect((await listRuns(folder)).map(({ name }) => name)).toEqual([RUN])
})

test('of a journal with a damaged line the rest is read, and the line is named', async () => {
  const journal = begin()
  journal.write({ kind: 'note', text: 'vu' })
  journal.write({ kind: 'ended', outcome: 'done', ms: 3 })
  journal.close()
  const file = join(folder, `${RUN}.jsonl`)
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('"kind":"note"', '"kind";"note"'))
  const damage = expect.stringContaining(`${file} est inutilisable : la ligne 2 ne se lit plus.`)
  expect(await listRuns(folder)).toMatchObject([{ state: 'done', by: 'Jenkins', notes: [], damage }])
  await writeFile(file, text.replace('{"at"', '["at"'))
  expect(await listRuns(folder)).toMatchObject([
    { name: RUN, procedure: 'deploy', state: 'done', by: 'inconnu', notes: ['vu'] },
  ])
  await writeFile(file, text.replace('"ended"', '"endef"'))
  expect(await listRuns(folder)).toMatchObject([{ state: 'unknown', damage: expect.stringContaining('la ligne 3') }])
})

test.each([
  ['empty', (file: string) => writeFile(file, ''), 'il est vide'],
  ['a folder', (file: string) => mkdir(file), 'c’est un dossier'],
])('of a journal that is %s there is what its name says', async (_, lay, what) => {
  const file = join(folder, `${RUN}.jsonl`)
  await lay(file)
  const damage = expect.stringContaining(`${file} est inutilisable : ${what}`)
  const known = { name: RUN, procedure: 'deploy', state: 'unknown', startedAt: '2026-11-23T02:00:00.000Z', damage }
  expect(await listRuns(folder)).toMatchObject([known])
})
