import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateX25519Identity } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, settingsText } from '../../test/door.ts'
import { readConfig } from '../config.ts'
import { secrets } from '../environment/home.ts'
import { listRehearsals } from '../rehearsal/record.ts'
import { listRuns } from '../runs/runs.ts'
import { runProgram } from './program.ts'

let door: Awaited<ReturnType<typeof openDoor>>
let key: string
beforeAll(async () => {
  door = await openDoor()
  const { home } = door.target
  for (const name of secrets) await writeFile(home.secret(name), 'demo', { mode: 0o600 })
  await writeFile(home.settings, settingsText({}))
  key = join(door.folder, 'key.txt')
  await writeFile(key, `${await generateX25519Identity()}\n`)
})
afterAll(() => door.close())

async function tiptop(...args: string[]) {
  const [said, complained]: [string[], string[]] = [[], []]
  const terminal = { write: () => true }
  const config = readConfig({ TIPTOP_ROOT: door.folder, TIPTOP_BACKUPS: join(door.folder, 'backups') })
  const tools = { config, out: (text: string) => void said.push(text), terminal, now: () => new Date() }
  const code = await runProgram(tools, args, text => void complained.push(text))
  return { code, out: said.join(''), err: complained.join('') }
}

test.each([
  [[], 2, '--identity manque'],
  [['--identity', '/nowhere/key.txt'], 1, '/nowhere/key.txt ne se lit pas (ENOENT)'],
  [['--to', 'hier'], 2, '--to hier : une date avec l’heure'],
  [['--to', '2026-11-23'], 2, '--to 2026-11-23 : une date'],
  [['--to', '2999-01-01T00:00:00Z'], 2, 'est dans le futur'],
])('a rehearsal that makes no sense is refused before anything happens: %j', async (args, code, sentence) => {
  expect(await tiptop('rehearse', 'prod', ...args)).toMatchObject({ code, err: expect.stringContaining(sentence) })
  expect(await listRuns(door.target.home.runs)).toEqual([])
  expect(await listRehearsals(door.target.home)).toEqual([])
})

test('an environment whose backups go nowhere has no rehearsal of a lost server', async () => {
  const { code, err } = await tiptop('rehearse', 'prod', '--identity', key)
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('nulle part (BACKUP_DESTINATIONS)') })
})

test.each([
  [['--identity', 'x'], '--from manque'],
  [['--from', 's3'], '--identity manque'],
  [['--from', 's3', '--point', 'last'], '--from reconstruit une machine vide'],
  [['--point', 'last', '--to', '2026-11-23 03:12:05'], '--point et --to : l’un ou l’autre'],
  [['--full', '--to', '2026-11-23 03:12:05'], '--full demande --point'],
  [['--to', 'hier'], '--to hier : une date avec l’heure'],
  [['--to', '2999-01-01 00:00:00'], 'est dans le futur'],
])('a restoration names what it still needs: %j', async (args, sentence) => {
  expect(await tiptop('restore', 'prod', ...args)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) })
})

test('a backup has a name of its own kind', async () => {
  const { code, err } = await tiptop('restore', 'prod', '--from', 's3', '--identity', key, '--backup', 'hier')
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('« hier » n’est pas un nom') })
})

test('the options behind a reconciliation are its own, also those that a restoration has as well', async () => {
  const asked = ['restore', 'reconcile', 'prod', '--from', 'tiptop_until_20261123_031205']
  expect(await tiptop(...asked, '--dry-run')).toMatchObject({ code: 1, err: expect.stringContaining('Aucune version') })
  const refused = { code: 2, err: expect.stringContaining("L'option « --point » n'existe pas") }
  expect(await tiptop(...asked, '--point', 'last')).toMatchObject(refused)
  const decided = ['restore', 'decide', 'prod', '--reason', 'Même foyer']
  expect(await tiptop(...decided, '12', '--dry-run')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Aucune version'),
  })
  expect(await tiptop(...decided, 'douze')).toMatchObject({ code: 2, err: expect.stringContaining('est un nombre') })
  expect(await tiptop('restore', 'decide', 'prod', '12')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--reason'),
  })
})
