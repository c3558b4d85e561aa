import { expect, test } from 'vitest'
import { recordingServer } from '../../../../test/recording/recording-server.ts'
import type { Shell } from '../../../tools/shell.ts'
import { lossLines, weighLoss } from './weigh-loss.ts'

const [early, late] = ['2026-11-23T01:00:00Z', '2026-11-23T02:00:00Z'].map(at => new Date(at)) as [Date, Date]
const lost = { plays: 2, accounts: 1, claims: 0 }

test('the last play that is kept is the later one of those that nginx and the database know', () => {
  const kept = (lastKept: Date | null, lastBefore: Date | null) =>
    lossLines({ lost, lastKept, seen: { since: 2, lastBefore } })[0]
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
  const weigh = (asked: Shell['read']) => weighLoss(target, late, { shell: { read: asked, run: asked } })
  const seen = { since: 1, lastBefore: new Date('2026-11-23T01:30:00Z') }
  expect(await weigh(read)).toEqual({ lost, seen, lastKept: early })
  const cut: Shell['read'] = async (command, options) => {
    await read(command, options)
    throw new Error('gone')
  }
  expect(await weigh(cut)).toEqual({ lost: null, seen: null, lastKept: null })
})

test('what nginx saw is added where its journal reaches back', () => {
  expect(lossLines({ lost, lastKept: null, seen: null })).toHaveLength(2)
  expect(lossLines({ lost, lastKept: null, seen: { since: 7, lastBefore: null } })[2]).toMatch(/\b7 /)
})

test('a database that counts no play, where nginx saw some, does not prove that nothing is lost', () => {
  const none = { plays: 0, accounts: 0, claims: 0 }
  const said = (since: number) => lossLines({ lost: none, lastKept: null, seen: { since, lastBefore: null } })[1]
  expect(said(7)).toBe('rien de ce que les gens ont fait n’est perdu, si la base en service compte juste')
  expect(said(0)).toBe('rien de ce que les gens ont fait n’est perdu')
})
