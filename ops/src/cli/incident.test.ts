import { appendFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { openOnCall } from '../../test/incident/on-call.ts'
import { nodesOf } from '../incident/report/nodes.ts'
import { escalateIfStuck } from './incident/escalate.ts'
import { runIn } from './run-on.ts'

const opened: { close(): Promise<unknown> }[] = []
const { DOCKER_HOST } = process.env
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
  if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST
  else process.env.DOCKER_HOST = DOCKER_HOST
})

async function open(given: Parameters<typeof openOnCall>[0] = {}) {
  process.env.DOCKER_HOST = 'unix:///nobody/listens/here.sock'
  const onCall = await openOnCall(given)
  opened.push(onCall)
  return onCall
}

const P1 = ['incident', 'open', 'prod', 'Le jeu ne répond plus', '--severity', 'P1', '--no-diagnose']

test('an incident is opened, the people on call get mail at once, and what was seen is kept with it [4.3/A 4.3/B 4.3/C 4.3/D 4.3/E 4.3/F]', async () => {
  const { tiptop, mails, incident } = await open()
  const { code, out } = await tiptop('incident', 'open', 'prod', 'Le jeu ne répond plus', '--severity', 'P1')
  expect(code).toBe(0)
  expect(out).toContain('P1, critique. Retour en arrière tout de suite.')
  expect(mails.map(({ to, subject }) => ({ to, subject }))).toEqual([
    { to: ['astreinte@tiptop.test'], subject: '[prod] INCIDENT P1 : Le jeu ne répond plus' },
  ])
  const { lines } = await incident()
  expect(lines.map(({ kind }) => kind)).toEqual(['opened', 'told', 'diagnosed'])
  expect(lines.at(-1)).toMatchObject({
    decision: 'lookFurther',
    said: expect.arrayContaining([expect.stringMatching(/^\? Les conteneurs/)]),
  })
  reached('4.3/A', '4.3/B', '4.3/C', '4.3/D', '4.3/E', '4.3/F')
})

test('the control room shows an incident as soon as it is open, and no longer once it is closed', async () => {
  const { tiptop, home, incident } = await open()
  const room = () => readFile(join(home.control, 'index.html'), 'utf8')
  await tiptop(...P1, '--dry-run')
  await expect(room()).rejects.toThrow('ENOENT')
  await tiptop(...P1)
  const { name } = await incident()
  expect(await room()).toContain(`L’incident ${name} (P1) est ouvert.`)
  expect(await tiptop('incident', 'close', 'prod', 'Rétabli.')).toMatchObject({ code: 0 })
  expect(await room()).not.toContain('est ouvert.')
})

test('a major incident asks for a decision in fifteen minutes, and reminds of it once [4.3/G 4.3/I 4.3/J]', async () => {
  const { tiptop, mails, at, incident } = await open()
  at('2026-11-23T03:10:00Z')
  const args = ['incident', 'open', 'prod', 'Des codes sont refusés', '--severity', 'P2', '--no-diagnose']
  const { out } = await tiptop(...args)
  expect(out).toContain('Décision attendue avant 03:25 UTC.')
  expect(out).toContain('tiptop deploy prod   (si une correction rapide existe)')
  expect(mails.at(-1)?.text).toContain('Décision attendue avant 2026-11-23 03:25 UTC.')
  at('2026-11-23T03:20:00Z')
  expect(await tiptop('incident', 'remind', 'prod')).toMatchObject({ code: 0, out: '' })
  at('2026-11-23T03:26:00Z')
  expect((await tiptop('incident', 'remind', 'prod')).out).toContain('attend une décision')
  await tiptop('incident', 'remind', 'prod')
  expect(mails.map(({ subject }) => subject)).toEqual([
    '[prod] INCIDENT P2 : Des codes sont refusés',
    '[prod] DÉCISION ATTENDUE : Des codes sont refusés',
  ])
  expect((await tiptop('incident', 'list', 'prod')).out).toContain('DÉCISION ATTENDUE depuis 03:25 UTC')
  await tiptop('incident', 'note', 'prod', 'Correction en route', '--decision')
  expect((await tiptop('incident', 'list', 'prod')).out).not.toContain('DÉCISION')
  await tiptop('incident', 'note', 'prod', 'La correction ne tient pas', '--severity', 'P1')
  expect(await incident()).toMatchObject({ severity: 'P1' })
  reached('4.3/G', '4.3/I', '4.3/J')
})

test('a minor incident is mended by a deployment, without a rollback [4.3/H]', async () => {
  const { tiptop } = await open()
  const { out } = await tiptop('incident', 'open', 'prod', 'Une faute de frappe', '--severity', 'P3', '--no-diagnose')
  expect(out).toContain('Corriger par un déploiement')
  expect(out).toContain('tiptop deploy prod')
  expect(out).not.toContain('rollback')
  reached('4.3/H')
})

test('a correction has an owner and a day, and the control room shows it until it is made [4.3/K]', async () => {
  const { tiptop, home, at, incident } = await open()
  at('2026-11-23T09:00:00Z')
  await tiptop('incident', 'open', 'prod', 'Une faute de frappe', '--severity', 'P3', '--no-diagnose')
  const room = async () => {
    await tiptop('control', 'build', 'prod')
    return readFile(join(home.control, 'index.html'), 'utf8')
  }
  expect((await tiptop('incident', 'close', 'prod')).out).toContain('Aucune correction n’est prévue')
  const planned = await tiptop('incident', 'plan', 'prod', 'Écrire « thé »', '--owner', 'Léa', '--until', '2026-11-28')
  expect(planned).toMatchObject({ code: 0, out: expect.stringContaining('Prévu pour le 2026-11-28, par Léa.') })
  expect(await room()).toContain('Correction prévue pour le 2026-11-28 par Léa : Écrire « thé ».')
  expect((await tiptop('incident', 'report', 'prod')).out).toContain('| Écrire « thé » | Léa | 2026-11-28 |')
  at('2026-11-29T09:00:00Z')
  expect(await room()).toContain('Correction EN RETARD, prévue pour le 2026-11-28')
  expect(nodesOf(await incident())).toContain('4.3/K')
  expect(await tiptop('incident', 'corrected', 'prod')).toMatchObject({ code: 0 })
  expect(await room()).not.toContain('Écrire « thé »')
  expect(await tiptop('incident', 'corrected', 'prod')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Aucune correction n’est à faire'),
  })
  reached('4.3/K')
})

test('opening a second incident names the first; of ten concurrent opens one wins', async () => {
  const { tiptop, home } = await open({ settings: { NOTIFY_EMAILS: '' } })
  const tries = await Promise.all(Array.from({ length: 10 }, () => tiptop(...P1)))
  expect(tries.filter(({ code }) => code === 0)).toHaveLength(1)
  // 11: another one was being opened at that very moment.
  expect(tries.filter(({ code }) => code === 1 || code === 11)).toHaveLength(9)
  expect((await tiptop(...P1)).err).toMatch(
    /prod a déjà un incident ouvert : P1 « Le jeu ne répond plus », \d+-\d+-incident-\w+/,
  )
  expect((await readdir(join(home.folder, 'incidents'))).filter(file => file.endsWith('.jsonl'))).toHaveLength(1)
})

test('the second level is called by its own address, and the first one when it has none [4.3/AU 4.3/BB 4.3/BC]', async () => {
  const two = await open({ settings: { NOTIFY_EMAILS_LEVEL2: 'chef@tiptop.test' } })
  await two.tiptop(...P1)
  expect(await two.tiptop('incident', 'escalate', 'prod', 'Le retour en arrière échoue')).toMatchObject({ code: 0 })
  expect(two.mails.at(-1)).toMatchObject({
    to: ['chef@tiptop.test'],
    subject: '[prod] SECOND NIVEAU APPELÉ : Le jeu ne répond plus',
  })
  const one = await open()
  await one.tiptop(...P1)
  await one.tiptop('incident', 'escalate', 'prod', 'Personne ne sait')
  expect(one.mails.at(-1)).toMatchObject({
    to: ['astreinte@tiptop.test'],
    text: expect.stringContaining('Personne ne sait'),
  })
  reached('4.3/AU', '4.3/BB', '4.3/BC')
})

test('a way back that breaks off during an incident calls the second level by itself [4.3/AU 4.3/BB]', async () => {
  const { tiptop, mails, servedBefore } = await open({ settings: { NOTIFY_EMAILS_LEVEL2: 'chef@tiptop.test' } })
  await servedBefore()
  await tiptop(...P1)
  expect(await tiptop('rollback', 'prod', 'full', '--to', 'nobody')).toMatchObject({ code: 1 })
  expect(mails.flatMap(({ to }) => to)).not.toContain('chef@tiptop.test')
  expect(await tiptop('rollback', 'prod', 'full', '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('dans le registre registre.tiptop.test'),
  })
  const called = mails.find(({ to }) => to.includes('chef@tiptop.test'))
  expect(called?.text).toMatch(
    /^\d+-\d+-rollback-\w+ échoué : .* ne peut pas revenir :.* dans le registre registre\.tiptop\.test/s,
  )
  reached('4.3/AU', '4.3/BB')
})

test.each([
  ['dev', '4.1/U', '4.1/W'],
  ['preprod', '4.2/AE', '4.2/AG'],
  ['prod', '4.3/AU', '4.3/BB'],
] as const)(
  'in %s a way back that breaks off calls the second level when no incident is open',
  async (environment, called, person) => {
    const { tiptop, mails, servedBefore, incident } = await open({
      settings: { NOTIFY_EMAILS_LEVEL2: 'chef@tiptop.test' },
      environment,
    })
    await servedBefore()
    expect(await tiptop('rollback', environment, 'full', '--yes')).toMatchObject({ code: 1 })
    expect(mails.filter(({ to }) => to.includes('chef@tiptop.test'))).toMatchObject([
      { text: expect.stringMatching(/^\d+-\d+-rollback-\w+ échoué : La version \S+ ne peut pas revenir/) },
    ])
    const begun = await incident()
    expect(begun).toMatchObject({
      closedAt: null,
      severity: 'P2',
      title: expect.stringMatching(/-rollback-\w+ échoué$/),
    })
    expect(nodesOf(begun)).toEqual(expect.arrayContaining([called, person]))
  },
)

test('a run that could not be undone calls the second level, whatever it was for', async () => {
  const { cliTools, home, mails } = await open({ settings: { NOTIFY_EMAILS_LEVEL2: 'chef@tiptop.test' } })
  const fails = (said: string) => () => Promise.reject(new Error(said))
  const request = { home, lock: home.lock, procedure: 'deploy', input: {}, dryRun: false }
  const finished = await runIn(cliTools(), request, step =>
    step('2.4/AH', 'Basculer', fails('rien ne répond'), { undo: fails('le moteur ne répond plus') }),
  )
  expect(finished.ending.outcome).toBe('stuck')
  await escalateIfStuck(cliTools(), { ...finished, target: { home } })
  expect(mails.find(({ to }) => to.includes('chef@tiptop.test'))?.text).toContain(
    'bloqué : à regarder : rien ne répond',
  )
})

test('mail that cannot be sent is reported, and the incident is open all the same', async () => {
  const { tiptop, incident } = await open({ settings: { NOTIFY_EMAILS: '' } })
  expect((await tiptop(...P1)).out).toContain('NOTIFY_EMAILS est vide')
  expect(await incident()).toMatchObject({ closedAt: null })
})

test('half a line of a killed run is left out, and what comes after it is whole', async () => {
  const { tiptop, home, incident } = await open()
  await tiptop(...P1)
  const file = join(home.folder, 'incidents', `${(await incident()).name}.jsonl`)
  await appendFile(file, '{"at":"2026-11-23T03:1')
  await tiptop('incident', 'note', 'prod', 'nginx est relancé')
  expect((await incident()).lines.map(({ kind }) => kind)).toEqual(['opened', 'told', 'noted'])
  expect((await readFile(file, 'utf8')).endsWith('}\n')).toBe(true)
})

test('closing fixes the review, and the report has the runs of the incident by itself [4.3/AX 4.3/AY 4.3/AZ 4.3/BA]', async () => {
  const { tiptop, leaveRun, at, mails } = await open()
  at('2026-11-23T03:10:00Z')
  await tiptop(...P1, '--since', '2026-11-23T03:05:00Z')
  const run = leaveRun('rollback', '2026-11-23T03:12:00Z', '2026-11-23T03:12:40Z')
  at('2026-11-23T03:50:00Z')
  const { out } = await tiptop('incident', 'close', 'prod', 'La version d’avant sert.', '--review', '2026-11-27')
  expect(out).toContain('Revue le 2026-11-27.')
  const [, invitation = ''] = /L’invitation : (\S+\.ics)/.exec(out) ?? []
  expect(await readFile(invitation, 'utf8')).toContain('DTSTART;VALUE=DATE:20261127')
  expect(out).toContain('Personne n’a observé la stabilité')
  expect(mails.slice(-2).map(({ subject }) => subject)).toEqual([
    '[prod] fin d’incident : Le jeu ne répond plus',
    '[prod] revue le 2026-11-27 : Le jeu ne répond plus',
  ])
  const { out: report } = await tiptop('incident', 'report', 'prod')
  for (const said of [
    '# Incident P1, prod : Le jeu ne répond plus',
    '| Durée | 45 min 00 |',
    `| 2026-11-23 03:12:00 |  | retour en arrière par exploitante (${run}) |`,
    '| 2026-11-23 03:12:40 |  | retour en arrière réussi |',
    'Aucune donnée perdue d’après les journaux',
    'Prévue le 2026-11-27.',
  ])
    expect(report).toContain(said)
  expect(await tiptop('incident', 'note', 'prod', 'trop tard')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Aucun incident n’est ouvert'),
  })
  reached('4.3/AX', '4.3/AY', '4.3/AZ', '4.3/BA')
})

test('the people on call are reminded of a review on its day, once', async () => {
  const { tiptop, at, mails } = await open()
  at('2026-11-23T03:10:00Z')
  await tiptop(...P1)
  await tiptop('incident', 'close', 'prod', '--review', '2026-11-27')
  const reminders = async (now: string) => {
    at(now)
    await tiptop('incident', 'remind', 'prod')
    return mails.filter(({ subject }) => subject.includes('REVUE AUJOURD’HUI')).length
  }
  expect(await reminders('2026-11-26T12:00:00Z')).toBe(0)
  expect(await reminders('2026-11-27T06:59:00Z')).toBe(0)
  expect(await reminders('2026-11-27T07:00:00Z')).toBe(1)
  expect(await reminders('2026-11-27T07:01:00Z')).toBe(1)
})

test.each([
  [['open', 'prod', 'x'], 'Il manque l’option « --severity'],
  [['open', 'prod', 'x', '--severity', 'P4'], '« P4 » ne convient pas'],
  [['open', 'prod', 'x', '--severity', 'P1', '--since', 'hier'], '--since hier : un moment passé'],
  [['watch', 'prod', '--every', '0'], '--every 0 : des secondes'],
  [['close', 'prod', '--review', 'demain'], '--review demain : un jour'],
  [['plan', 'prod', 'x', '--until', '2026-13-45'], '--until 2026-13-45 : un jour'],
  [['report', 'prod'], 'Aucun incident en prod.'],
])('%j makes no sense', async (args, sentence) => {
  const { tiptop } = await open()
  const { code, err } = await tiptop('incident', ...args)
  expect({ code, err: err.replaceAll("'", '’') }).toEqual({ code: 2, err: expect.stringContaining(sentence) })
})
