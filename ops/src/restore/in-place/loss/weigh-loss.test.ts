import { expect, test } from 'vitest'
import { recordingServer } from '../../../../test/recording/recording-server.ts'
import type { Shell } from '../../../tools/shell.ts'
import { lossLines, weighLoss } from './weigh-loss.ts'

const [early, late] = ['2026-11-23T01:00:00Z', '2026-11-23T02:00:00Z'].map(at => new Date(at)) as [Date, Date]
const lost = { plays: 2, accounts: 1, claims: 0 }
const archive = { until: null, isAhead: false }
const weighed = { from: late, lost, seen: null, lastKept: null, inOrder: null, archive }

test('the last play that is kept is the later one of those that nginx and the database know', () => {
  const kept = (lastKept: Date | null, lastBefore: Date | null) =>
    lossLines({ ...weighed, lastKept, seen: { since: 2, lastBefore } })[0]
  for (const said of [kept(early, late), kept(late, early), kept(late, null), kept(null, late)])
    expect(said).toContain('2026-11-23 02:00:00')
  expect(kept(null, null)).toContain('inconnue')
})

const play = (at: string) =>
  `${JSON.stringify({ at, method: 'POST', host: 'api.tiptop.test', path: '/plays', status: 201 })}\n`

test('nginx and the database are asked for the plays around the moment, nginx for the hour before it', async () => {
  const { target, close } = await recordingServer('prod')
  await close()
  const logs = `docker logs --since 2026-11-23T01:00:00.000Z ${target.home.stack}-infra-nginx-1`
  const read: Shell['read'] = async (command, { input, output } = {}) => {
    if (command[1] !== 'logs') return String(input).includes('max(at)') ? '2026-11-23T01:00:00.000Z' : '2\t1\t0'
    if (command.join(' ') !== logs) throw new Error('no such log')
    await new Promise<void>(resolve =>
      output?.end(play('2026-11-23T01:30:00Z') + play('2026-11-23T02:30:00Z'), resolve),
    )
    return ''
  }
  const weigh = (asked: Shell['read']) =>
    weighLoss(target, { at: late, reaches: late }, { shell: { read: asked, run: asked } })
  const seen = { since: 1, lastBefore: new Date('2026-11-23T01:30:00Z') }
  expect(await weigh(read)).toMatchObject({ lost, seen, lastKept: early })
  const cut: Shell['read'] = async (command, options) => {
    await read(command, options)
    throw new Error('gone')
  }
  expect(await weigh(cut)).toEqual({ ...weighed, lost: { why: 'la base en service ne répond pas' } })
})

test('what nginx saw is added where its journal reaches back', () => {
  expect(lossLines(weighed)).toHaveLength(2)
  expect(lossLines({ ...weighed, seen: { since: 7, lastBefore: null } })[2]).toMatch(/\b7 /)
})

test('a database that counts no play, where nginx saw some, does not prove that nothing is lost', () => {
  const none = { plays: 0, accounts: 0, claims: 0 }
  const said = (since: number) => lossLines({ ...weighed, lost: none, seen: { since, lastBefore: null } })[1]
  expect(said(7)).toBe('rien de ce que les gens ont fait n’est perdu, si la base en service compte juste')
  expect(said(0)).toBe('rien de ce que les gens ont fait n’est perdu')
})

test('what the archive does not reach counts as lost from its end on, and what an orderly stop would save stands beside it', async () => {
  const { target, close } = await recordingServer('prod')
  await close()
  const read: Shell['read'] = async (_, { input } = {}) =>
    String(input).includes("at > '2026-11-23T01:00:00.000Z'") ? '3\t0\t0' : '1\t0\t0'
  const found = await weighLoss(target, { at: late, reaches: early }, { shell: { read, run: read } })
  const [, worst, reason] = lossLines(found)
  expect(worst).toBe('perdu depuis : 3 participation(s), 0 inscription(s), 0 remise(s)')
  expect(reason).toMatch(
    /^l’archive s’arrête au 2026-11-23 01:00:00 UTC : .* compte comme perdu ; si elle s’arrête en ordre, .*perdu depuis : 1 participation/,
  )
})

test('a database that lacks what is archived proves no loss to be none, and the archive says how much time it has more', () => {
  const ahead = { until: new Date('2026-11-23T13:30:00Z'), isAhead: true }
  const none = { plays: 0, accounts: 0, claims: 0 }
  expect(lossLines({ ...weighed, lost: none, archive: ahead }).slice(1)).toEqual([
    'ce qui a été fait depuis est perdu, sans que cela puisse être compté : la base en service s’arrête avant la fin de l’archive',
    'l’archive va jusqu’au 2026-11-23 13:30:00 UTC, soit 11 h 30 de plus',
  ])
  expect(lossLines({ ...weighed, archive: ahead })[1]).toBe(
    'perdu depuis : 2 participation(s), 1 inscription(s), 0 remise(s), au moins : la base en service s’arrête avant la fin de l’archive',
  )
  const unknown = { until: ahead.until, isAhead: false }
  expect(lossLines({ ...weighed, lost: { why: 'la base en service ne répond pas' }, archive: unknown })[2]).toContain(
    '11 h 30 de plus',
  )
})
