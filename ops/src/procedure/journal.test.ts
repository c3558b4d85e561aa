import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
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
  expect(await readdir(folder)).toEqual(['empty.jsonl'])
  journal.close()
  expect(await readdir(folder)).toEqual([])
})

test('a run that was killed before its first line was whole blocks no later run', async () => {
  const journal = openJournal(folder, '20261123-020000-deploy-aaaa', now)
  journal.write({
    kind: 'started',
    run: '20261123-020000-deploy-aaaa',
    procedure: 'deploy',
    environment: 'prod',
    by: 'Jenkins',
    pid: process.pid,
    lock: '../.lock',
    input: {},
  })
  journal.close()
  await writeFile(join(folder, '20261123-030000-deploy-bbbb.jsonl'), '')
  await writeFile(join(folder, '20261123-040000-deploy-cccc.jsonl'), '{"at":"2026-11-23T04:0')
  expect((await listRuns(folder)).map(({ name }) => name)).toEqual(['20261123-020000-deploy-aaaa'])
})
