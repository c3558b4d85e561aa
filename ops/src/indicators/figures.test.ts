import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { settingsText } from '../../test/door.ts'
import { layIncident } from '../../test/laid/incidents.ts'
import { measuredServer, NOW } from '../../test/laid/measured-server.ts'
import { layRun } from '../../test/laid/runs.ts'
import { layNight } from '../../test/laid-nights.ts'
import type { Home } from '../environment/home.ts'
import { parseSettings } from '../environment/settings.ts'
import type { IncidentDesk } from '../incident/desk.ts'
import type { IncidentEvent } from '../incident/incident.ts'
import { openIncidentJournal } from '../incident/incidents.ts'
import { detectTakenBack } from '../incident/watch/detect.ts'
import { takeLock } from '../procedure/lock.ts'
import { begunRecord } from '../rehearsal/outcome.ts'
import { keepRehearsal } from '../rehearsal/record.ts'
import { readRun } from '../runs/runs.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/duration.ts'
import { stampOf } from '../time/stamp.ts'
import { openFiles } from '../tools/files.ts'

const at = (clock: string) => new Date(`2026-11-22T${clock}:00.000Z`)

let server: Awaited<ReturnType<typeof measuredServer>>
let home: Home
beforeEach(async () => {
  server = await measuredServer()
  home = server.home
})
afterEach(() => server.close())
const figure = (wanted: Parameters<typeof server.figure>[0]) => server.figure(wanted)

/** A desk whose notices reach no one. */
async function silentDesk(home: Home, now: Date): Promise<IncidentDesk> {
  await mkdir(home.folder, { recursive: true })
  const settings = parseSettings(settingsText({}), 'settings')
  return {
    target: { home, settings },
    by: 'exploitante',
    notices: { ways: () => 0, send: async () => [] },
    journal: openIncidentJournal(home),
    now: () => now,
    say: () => {},
  }
}

describe('MTTR', () => {
  const stable = (from: Date): IncidentEvent => ({ kind: 'stable', minutes: 5, from: from.toISOString() })
  const closed: IncidentEvent = { kind: 'closed', by: 'exploitante', text: '', review: '2026-11-28' }
  const red: IncidentEvent = { kind: 'looked', well: false, said: 'la base ne répond pas' }
  const ill: IncidentEvent = { kind: 'diagnosed', healthy: false, decision: '', path: [], command: null, said: [] }
  const called: IncidentEvent = { kind: 'escalated', by: 'exploitante', because: '' }

  test.each([
    ['a red look', red],
    ['a diagnosis that finds a fault', ill],
    ['a call of the second level', called],
  ])('a calm of six minutes that ends by %s is no end: the incident lasted until it was closed', async (_, event) => {
    const name = await layIncident(home, at('00:00'), {
      events: [
        [at('00:11'), stable(at('00:06'))],
        [at('02:00'), event],
        [at('08:00'), closed],
      ],
    })
    expect(await figure('mttr')).toMatchObject({
      value: 8 * HOUR_MS,
      held: false,
      doubts: [`${name} a rechuté après un calme, qui ne compte pas`],
    })
  })

  test('a deployment that was taken back by itself is an incident, from the failed step until it was undone', async () => {
    const run = layRun(home, at('02:00'), {
      outcome: 'undone',
      minutes: 10,
      steps: [
        { node: '2.4/AI', state: 'failed', at: at('02:04') },
        { node: '2.4/AM', kind: 'undo' },
      ],
    })
    const desk = await silentDesk(home, at('02:10'))
    await detectTakenBack(desk, await readRun(join(home.runs, `${run}.jsonl`)))
    expect(await desk.journal.standing()).toMatchObject({
      detected: true,
      worst: 'P2',
      title: `${run} repris après la bascule`,
    })
    expect(await figure('mttr')).toMatchObject({ value: 6 * MINUTE_MS, held: true })
  })

  test('after a relapse the next calm is the end', async () => {
    const events: [Date, IncidentEvent][] = [
      [at('00:11'), stable(at('00:06'))],
      [at('02:00'), red],
      [at('07:35'), stable(at('07:30'))],
      [at('08:00'), closed],
    ]
    await layIncident(home, at('00:00'), { events })
    expect(await figure('mttr')).toMatchObject({ value: 7.5 * HOUR_MS, held: false })
  })

  test('a P1 of five hours that was graded down to P3 counts as a P1', async () => {
    const name = await layIncident(home, at('00:00'), {
      events: [
        [at('04:59'), { kind: 'graded', severity: 'P3', by: 'exploitante', because: '' }],
        [at('05:00'), closed],
      ],
    })
    expect(await figure('mttr')).toMatchObject({
      value: 5 * HOUR_MS,
      held: false,
      doubts: [`${name} compte comme P1, sa pire gravité, et non P3`],
    })
  })

  test('a clock that goes back two hours does not make an incident end before it began: its length is unknown', async () => {
    const name = await layIncident(home, at('02:00'), {
      events: [
        [at('02:05'), { kind: 'noted', text: 'horloge', by: 'exploitante', decision: false }],
        [at('00:00'), closed],
      ],
    })
    expect(await figure('mttr')).toMatchObject({
      value: 5 * MINUTE_MS,
      held: false,
      doubts: [`l’horloge a reculé pendant ${name} : sa durée est inconnue, d’au moins 5 min 00`],
    })
  })

  test('lines that overtake each other by seconds are no clock that went back', async () => {
    const before = new Date(at('00:30').getTime() - 4_000)
    await layIncident(home, at('00:00'), {
      events: [
        [at('00:30'), { kind: 'looked', well: true, said: '' }],
        [before, { kind: 'noted', text: '', by: 'exploitante', decision: false }],
        [at('00:40'), closed],
      ],
    })
    expect(await figure('mttr')).toMatchObject({ value: 40 * MINUTE_MS, held: true, doubts: [] })
  })
})

describe('RTO', () => {
  const steps = [{ node: '4.3/L' }, { node: '4.3/AD' }] as const
  const goBack = (clock: string, laid: Parameters<typeof layRun>[2] = {}) =>
    layRun(home, at(clock), { procedure: 'restore', steps: [...steps], ...laid })
  const closed: IncidentEvent = { kind: 'closed', by: 'exploitante', text: '', review: '2026-11-28' }

  test('a restoration that got stuck after 50 minutes and was repeated in 5 began with its first try', async () => {
    goBack('02:00', { outcome: 'stuck', minutes: 50 })
    const again = goBack('02:55')
    expect(await figure('rto')).toMatchObject({
      value: HOUR_MS,
      held: false,
      doubts: [`${again} a demandé 2 essais : compté depuis le premier, du 2026-11-22 02:00 UTC`],
    })
  })

  test('all ways back of one incident are one restoration, shown beside the beginning of the incident', async () => {
    goBack('02:10')
    goBack('02:40')
    const name = await layIncident(home, at('02:05'), { since: at('01:30'), events: [[at('04:00'), closed]] })
    expect(await figure('rto')).toMatchObject({
      value: 35 * MINUTE_MS,
      held: false,
      details: [expect.stringContaining('le plus long de 1 retour'), `1 h 15 depuis le début de ${name}`],
    })
  })

  test('ways back of two incidents are two restorations, and so are those with a good deployment between', async () => {
    goBack('02:10')
    await layIncident(home, at('02:05'), { events: [[at('02:20'), closed]] })
    goBack('05:10')
    await layIncident(home, at('05:05'), { events: [[at('05:20'), closed]] })
    goBack('07:00', { outcome: 'failed' })
    layRun(home, at('08:00'))
    goBack('09:00')
    expect(await figure('rto')).toMatchObject({
      value: 5 * MINUTE_MS,
      held: true,
      details: expect.arrayContaining([expect.stringContaining('le plus long de 3 retours'), '1 retour sans succès']),
      doubts: [],
    })
  })

  test('a rehearsal that was killed is the last one, and red; one at work is not counted yet', async () => {
    const green = { run: 'vert', environment: 'prod' as const, startedAt: at('02:00'), to: null }
    await keepRehearsal(home, { ...begunRecord(green), verdict: 'green', rtoMs: MINUTE_MS }, openFiles())
    const run = layRun(home, at('03:00'), { procedure: 'rehearse', outcome: null, lock: '../.rehearsal.lock' })
    await keepRehearsal(home, begunRecord({ ...green, run, startedAt: at('03:00') }), openFiles())
    const lock = join(home.folder, '.rehearsal.lock')
    const giveBack = await takeLock(lock, 'prod', { run, by: 'exploitante', since: '', pid: 1 })
    expect(await figure('rto')).toMatchObject({ value: MINUTE_MS, held: true })
    await giveBack()
    expect(await figure('rto')).toMatchObject({
      held: false,
      details: expect.arrayContaining([`le dernier, l’exercice ${run}, n’a pas abouti`]),
    })
  })

  test('a way back of the infrastructure that found nothing wrong restored nothing', async () => {
    goBack('02:10', { procedure: 'rollback', steps: [...steps, { node: '4.3/AV', unchanged: true }] })
    expect(await figure('rto')).toBeNull()
    goBack('03:10', { outcome: 'failed' })
    goBack('04:10', { procedure: 'rollback', steps: [...steps, { node: '4.3/AV', unchanged: true }] })
    expect(await figure('rto')).toMatchObject({ value: null, held: false })
  })

  test('a clock that goes back while a deployment is undone makes its way back no shorter', async () => {
    const name = layRun(home, at('02:00'), {
      outcome: 'undone',
      minutes: 40,
      steps: [
        { node: '2.4/AI', state: 'failed', at: at('01:20') },
        { node: '2.4/AM', kind: 'undo' },
      ],
    })
    expect(await figure('rto')).toMatchObject({
      value: 40 * MINUTE_MS,
      held: false,
      doubts: [`l’horloge a reculé pendant le retour de ${name} : sa durée est inconnue`],
    })
  })
})

describe('RPO', () => {
  const nights = (count: number, stores: { name: string }[] = []) =>
    Promise.all(
      Array.from({ length: count }, (_, day) =>
        layNight(home, stampOf(new Date(NOW.getTime() - day * DAY_MS - 10 * HOUR_MS)), stores),
      ),
    )

  test('45 nights that never left the server are lost with it', async () => {
    await nights(45)
    expect(await figure('rpo')).toMatchObject({
      value: 44 * DAY_MS + 10 * HOUR_MS,
      held: false,
      doubts: ['rien de prouvé n’a quitté ce serveur : s’il est perdu, tout l’est'],
    })
    const first = new Date(NOW.getTime() - HOUR_MS)
    await rm(home.backups.daily, { recursive: true })
    await layNight(home, stampOf(first))
    expect(await figure('rpo')).toMatchObject({ value: HOUR_MS, held: false })
  })

  test('a destination that missed nights loses more than this server, and what it loses counts', async () => {
    await nights(45, [{ name: 's3:coffre' }])
    for (const day of [5, 6]) await layNight(home, stampOf(new Date(NOW.getTime() - day * DAY_MS - 10 * HOUR_MS)))
    expect(await figure('rpo')).toMatchObject({
      value: 3 * DAY_MS,
      held: false,
      details: expect.arrayContaining([
        expect.stringMatching(/^le serveur perdu : 3 jours au plus, le 2026-11-19 02:00 UTC \(28 copies/),
        expect.stringMatching(/^la base seule perdue : 24 h 00 au plus, .* \(30 copies/),
      ]),
      doubts: [],
    })
  })

  test('a night that a journal remembers has left the server only if its copy was noted', async () => {
    const steps = [{ node: '3.1/I' }, { node: '3.1/AC' }] as const
    const night = (days: number, sent: boolean) =>
      layRun(home, new Date(NOW.getTime() - days * DAY_MS), {
        procedure: 'nightly',
        steps: [...steps, ...(sent ? [{ node: '3.1/AJ' } as const] : [])],
      })
    for (const days of [3, 2, 1]) night(days, days !== 2)
    expect(await figure('rpo')).toMatchObject({ value: 2 * DAY_MS })
  })

  test('a restoration that lost five days makes the loss at least as long', async () => {
    await nights(45, [{ name: 's3:coffre' }])
    const name = layRun(home, at('09:00'), {
      procedure: 'restore',
      steps: [
        { node: '4.3/AI' },
        { node: '4.3/AL', broughtBack: new Date(at('09:00').getTime() - 5 * DAY_MS).toISOString() },
      ],
    })
    expect(await figure('rpo')).toMatchObject({
      value: 5 * DAY_MS,
      held: false,
      doubts: [`${name} a rendu un état d’avant : 5 jours perdus au plus`],
    })
  })
})
