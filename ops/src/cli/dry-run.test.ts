import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOnCall } from '../../test/incident/on-call.ts'
import { pretendProgram } from '../../test/machine/tiptop-process.ts'
import { layPoint } from '../../test/rollback-points.ts'
import { readConfig } from '../config.ts'
import { runProgram } from './program.ts'

const { PATH } = process.env
let onCall: Awaited<ReturnType<typeof openOnCall>>
let folder: string
beforeAll(async () => {
  process.env.PATH = `${await pretendProgram('docker', 'echo "$@" >> "$0.log"')}:${PATH}`
  onCall = await openOnCall()
  await onCall.servedBefore()
  folder = join(onCall.home.folder, '..')
  for (const day of [15, 16, 17, 18, 19, 20, 21].map(day => `202611${day}`)) await layPoint(onCall.home, day)
})
afterAll(async () => {
  process.env.PATH = PATH
  await onCall.close()
})

/** As an operator runs it; what it answers and what it shows come apart. */
async function tiptop(...args: string[]) {
  const [said, shown]: [string[], string[]] = [[], []]
  const show = (text: string) => void shown.push(text)
  const config = readConfig({ ...onCall.env, TIPTOP_BACKUPS: join(folder, 'backups') })
  const tools = {
    config,
    out: (text: string) => void said.push(text),
    terminal: { write: show },
    now: () => new Date(),
  }
  const code = await runProgram(tools, args, show)
  return { code, out: said.join(''), shown: shown.join('') }
}

/** Every file of the server with what is in it. */
async function everything(): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(entry => !entry.isDirectory())
  const read = ({ parentPath, name }: (typeof files)[number]) =>
    readFile(join(parentPath, name), 'utf8').catch(() => '')
  return Object.fromEntries(
    await Promise.all(files.map(async file => [join(file.parentPath, file.name), await read(file)])),
  )
}

type Expected = { code?: number; shown?: string; answer?: object }

/** Runs it dry, twice: for a program and for a person. */
async function expectDry(args: string[], { code = 0, shown = '', answer = {} }: Expected) {
  const [before, mails] = [await everything(), onCall.mails.length]
  const json = await tiptop(...args, '--dry-run', '--json')
  expect({ code: json.code, answer: JSON.parse(json.out) }).toMatchObject({ code, answer })
  const text = await tiptop(...args, '--dry-run')
  expect({ code: text.code, shown: `${text.out}${text.shown}` }).toEqual({
    code,
    shown: expect.stringContaining(shown),
  })
  expect(await everything()).toEqual(before)
  expect(onCall.mails).toHaveLength(mails)
}

const P1 = ['prod', 'Le jeu ne répond plus', '--severity', 'P1', '--no-diagnose']

test('an incident that is opened in a dry run does not exist afterwards, and sends no mail', async () => {
  await expectDry(['incident', 'open', ...P1], {
    shown: 'préviendrait : [prod] INCIDENT P1 : Le jeu ne répond plus',
    answer: { incident: { severity: 'P1', title: 'Le jeu ne répond plus', closedAt: null } },
  })
  expect(JSON.parse((await tiptop('incident', 'list', 'prod', '--json')).out)).toEqual([])
})

test('a dry run says what it would do to an incident, and its journal stays as it is', async () => {
  await tiptop('incident', 'open', ...P1)
  const note = ['incident', 'note', 'prod', 'C’est la base', '--severity', 'P2']
  await expectDry(note, { shown: 'changerait la gravité', answer: { incident: { severity: 'P2' } } })
  await expectDry(['incident', 'escalate', 'prod', 'Personne ne sait'], {
    shown: 'appellerait le second niveau',
    answer: { incident: { title: 'Le jeu ne répond plus' } },
  })
  await expectDry(['incident', 'remind', 'prod'], { answer: { reminded: false } })
  await expectDry(['incident', 'close', 'prod', '--review', '2026-11-28'], {
    shown: 'fermerait l’incident',
    answer: { review: '2026-11-28', incident: { closedAt: expect.any(String) } },
  })
  const { out } = await tiptop('incident', 'report', 'prod', '--json')
  expect(JSON.parse(out)).toMatchObject({ incident: { severity: 'P1', closedAt: null } })
})

test('the control room is looked at, and its page stays as it is', async () => {
  await tiptop('control', 'build', 'prod')
  const metrics = join(folder, 'room.prom')
  await expectDry(['control', 'build', 'prod', '--metrics', metrics], {
    shown: 'écrirait ',
    answer: { environment: 'prod', attentions: expect.any(Array) },
  })
})

test('the units of the schedule are named, and none is written or started', async () => {
  await expectDry(['backup', 'schedule', 'install', 'prod'], {
    shown: 'ferait : systemctl enable --now tiptop-backup@prod.timer',
    answer: { dryRun: true, units: expect.arrayContaining([expect.stringContaining('tiptop-backup@.service')]) },
  })
  await expectDry(['backup', 'schedule', 'failed', 'prod'], { shown: 'préviendrait : ', answer: { sent: false } })
})

test('missing backups are reported, and the people on call are not', async () => {
  await expectDry(['backup', 'check', 'prod', '--metrics', join(folder, 'check.prom')], {
    code: 1,
    shown: 'préviendrait : [prod] les sauvegardes ne viennent plus',
    answer: { environment: 'prod', faults: expect.any(Array) },
  })
})

test('what would be pruned is shown, also with --confirm, and stays', async () => {
  await expectDry(['prune', 'prod', '--confirm'], { shown: 'Rien n’est changé', answer: { environment: 'prod' } })
})

test('what a rehearsal left would be removed', async () => {
  await expectDry(['rehearse', 'prod', '--clean'], {
    shown: 'ferait : docker volume rm --force',
    answer: { dryRun: true, name: null, state: 'done', reason: null },
  })
})

test('the site stays open', async () => {
  await expectDry(['maintenance', 'on', 'prod'], { shown: 'écrirait ', answer: { dryRun: true, state: 'done' } })
})

test('what a way back would do is an answer for a program too', async () => {
  await expectDry(['restore', 'prod', '--point', 'last'], {
    shown: 'Rendre la base de prod',
    answer: { dryRun: true, would: expect.arrayContaining([expect.stringContaining('Rendre la base de prod')]) },
  })
})
